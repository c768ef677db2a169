"""Modals and Home tabs: trigger ids, the stack of views that each person has open, hashes."""

from dataclasses import dataclass, field

from ops.sandbox.blocks import VIEW_BYTES, view_faults, with_ids
from ops.sandbox.client_view import ClientView
from ops.sandbox.clock import Clock
from ops.sandbox.config import Settings
from ops.sandbox.errors import SlackError
from ops.sandbox.hub import Hub
from ops.sandbox.identifiers import new_id, new_secret
from ops.sandbox.model import App, Json
from ops.sandbox.store import Store
from ops.sandbox.workspace import Workspace

STACK = 3


@dataclass
class Trigger:
    """A trigger id: good for one view, for three seconds. `view_id` and `channel` are where it was pressed."""

    app: App
    user: str
    expires: float
    view_id: str = ""
    channel: str = ""
    used: bool = False


@dataclass
class OpenView:
    """A view as it is kept: its Slack JSON, whom it is shown to, and the run of a function that opened it."""

    app: App
    user: str
    shape: Json
    execution_id: str | None = None

    @property
    def id(self) -> str:
        """The view's id."""
        return str(self.shape["id"])


@dataclass(eq=False)
class Views:
    """All views of all people."""

    settings: Settings
    clock: Clock
    workspace: Workspace
    store: Store
    hub: Hub
    client_view: ClientView
    _triggers: dict[str, Trigger] = field(default_factory=dict, init=False)
    _views: dict[str, OpenView] = field(default_factory=dict, init=False)
    homes: dict[tuple[str, str], Json] = field(default_factory=dict, init=False)

    def clear(self) -> None:
        """Forget all views and triggers."""
        self._triggers.clear()
        self._views.clear()
        self.homes.clear()

    def restore(self, homes: dict[tuple[str, str], Json]) -> None:
        """Take over the Home tabs of an earlier run, by app and user."""
        known = {key: shape for key, shape in homes.items() if key[0] in self.workspace.apps}
        for (app, user), shape in known.items():
            self._keep_home(OpenView(self.workspace.apps[app], user, shape))

    # Triggers

    def trigger(self, app: App, user: str, view_id: str = "", channel: str = "") -> str:
        """Return a fresh trigger id."""
        trigger_id = f"{int(self.clock.now())}.{self.workspace.team.id}.{new_secret()}"
        expires = self.clock.now() + self.settings.trigger_lifetime
        self._triggers[trigger_id] = Trigger(app, user, expires, view_id, channel)
        return trigger_id

    def exchange(self, app: App, trigger_id: str) -> Trigger:
        """Use a trigger id up; raise Slack's error for one that is unknown, late or used."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None or trigger.app is not app:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self.clock.now() > trigger.expires:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    # Opening and changing

    def open(self, app: App, trigger_id: str, view: Json, execution_id: str | None = None) -> Json:
        """Open a modal for whoever caused the trigger."""
        _check(view, "modal")
        trigger = self.exchange(app, trigger_id)
        return self._show(app, trigger.user, view, None, execution_id)

    def push(self, app: App, trigger_id: str, view: Json) -> Json:
        """Put a modal on top of the one in which the trigger was caused."""
        _check(view, "modal")
        trigger = self.exchange(app, trigger_id)
        return self.push_on(app, trigger.user, trigger.view_id, view)

    def push_on(self, app: App, user: str, view_id: str, view: Json) -> Json:
        """Put a modal on top of another one."""
        _check(view, "modal")
        below = self._views.get(view_id)
        if below is None or below.shape["type"] != "modal":
            raise SlackError("not_found")
        if self._depth(below) >= STACK:
            raise SlackError("push_limit_reached")
        return self._show(app, user, view, below)

    def _depth(self, view: OpenView) -> int:
        below = self._views.get(view.shape["previous_view_id"] or "")
        return 1 + self._depth(below) if below else 1

    def _show(self, app: App, user: str, view: Json, below: OpenView | None, execution_id: str | None = None) -> Json:
        shape = self._shape(app, view, new_id("V"))
        shape["root_view_id"] = below.shape["root_view_id"] if below else shape["id"]
        shape["previous_view_id"] = below.id if below else None
        self._no_duplicate(app, view)
        execution_id = below.execution_id if below else execution_id
        self._views[shape["id"]] = OpenView(app, user, shape, execution_id)
        self.hub.publish({"type": "view_open", "view": self.client_view.view(shape)}, [user])
        return shape

    def _no_duplicate(self, app: App, view: Json) -> None:
        external = view.get("external_id")
        taken = (v for v in self._views.values() if v.app is app and v.shape["external_id"] == external)
        if external and any(taken):
            raise SlackError("duplicate_external_id")

    def update(self, app: App, key: str, view: Json, known_hash: str | None = None) -> Json:
        """Change a view, found by its id or external id; `known_hash` must be its current hash."""
        opened = self.find(app, key)
        _check(view, opened.shape["type"])
        if known_hash and known_hash != opened.shape["hash"]:
            raise SlackError("hash_conflict")
        kept = {name: opened.shape[name] for name in ("root_view_id", "previous_view_id", "external_id")}
        opened.shape = {**self._shape(app, view, opened.id), **kept}
        if opened.shape["type"] == "home":
            return self._keep_home(opened)
        self.hub.publish({"type": "view_update", "view": self.client_view.view(opened.shape)}, [opened.user])
        return opened.shape

    def publish(self, app: App, user: str, view: Json, known_hash: str | None = None) -> Json:
        """Set somebody's Home tab."""
        _check(view, "home")
        current = self.homes.get((app.id, user))
        if known_hash and current and known_hash != current["hash"]:
            raise SlackError("hash_conflict")
        shape = self._shape(app, view, current["id"] if current else new_id("V"))
        shape |= {"root_view_id": shape["id"], "previous_view_id": None}
        return self._keep_home(OpenView(app, user, shape))

    def _keep_home(self, home: OpenView) -> Json:
        self.homes[home.app.id, home.user] = home.shape
        self._views[home.id] = home
        self.store.save_home(home.app.id, home.user, home.shape)
        self.hub.publish({"type": "home", "view": self.client_view.view(home.shape)}, [home.user])
        return home.shape

    # What people do with them

    def find(self, app: App, key: str) -> OpenView:
        """Return a view by id or external id; raise `not_found`."""
        mine = (view for view in self._views.values() if view.app is app)
        found = next((view for view in mine if key and key in {view.id, view.shape["external_id"]}), None)
        if found is None:
            raise SlackError("not_found")
        return found

    def open_modals(self) -> list[OpenView]:
        """Return the modals that are open, of everybody."""
        return [view for view in self._views.values() if view.shape["type"] == "modal"]

    def is_open(self, view: OpenView) -> bool:
        """Whether a view has not been closed."""
        return self._views.get(view.id) is view

    def opened_by(self, user: str, view_id: str) -> OpenView:
        """Return a view that `user` has open; raise `not_found`."""
        view = self._views.get(view_id)
        if view is None or view.user != user:
            raise SlackError("not_found")
        return view

    def close(self, view: OpenView, *, all_of_them: bool = False) -> None:
        """Close a modal, or the whole stack it stands in."""
        root = view.shape["root_view_id"]
        for other in list(self._views.values()):
            if other is view or (all_of_them and other.shape["root_view_id"] == root):
                del self._views[other.id]
                self.hub.publish({"type": "view_close", "view_id": other.id}, [view.user])

    def _shape(self, app: App, view: Json, view_id: str) -> Json:
        now = self.clock.now()
        defaults: Json = {"callback_id": "", "private_metadata": "", "external_id": "", "submit": None, "close": None}
        flags = {"clear_on_close": False, "notify_on_close": False, "title": None}
        return {
            **defaults,
            **flags,
            **view,
            "id": view_id,
            "team_id": self.workspace.team.id,
            "app_id": app.id,
            "bot_id": app.bot_id,
            "app_installed_team_id": self.workspace.team.id,
            "blocks": with_ids(view["blocks"]),
            "state": {"values": {}},
            "hash": f"{int(now)}.{new_secret()[:8]}",
        }


def _check(view: Json, kind: str) -> None:
    faults = view_faults(view)
    if faults:
        raise SlackError.with_messages("invalid_arguments", faults)
    if view["type"] != kind:
        raise SlackError("invalid_arguments")
    if len(str(view).encode()) > VIEW_BYTES:
        raise SlackError("view_too_large")
