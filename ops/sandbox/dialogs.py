"""Legacy dialogs, which old apps still open."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ops.sandbox.answers import answer_of
from ops.sandbox.dialog_page import as_view, options_of
from ops.sandbox.errors import SlackError
from ops.sandbox.hub import Hub
from ops.sandbox.identifiers import new_id
from ops.sandbox.model import App, Channel, Json
from ops.sandbox.response_urls import ResponseUrls
from ops.sandbox.schema import Check, Shape, anything, array, by_type, complaint, string
from ops.sandbox.transport import Transport
from ops.sandbox.views import Trigger, Views
from ops.sandbox.workspace import Workspace

CHOICE = Shape({"label": string(75, 1), "value": string(75, 1)}, {})
CHOICES = array(CHOICE, 100)
FIELD: dict[str, Check] = {"label": string(48, 1), "name": string(300, 1)}
ABOUT: dict[str, Check] = {"placeholder": string(150), "hint": string(150)}
ELEMENTS: dict[str, Check] = {
    "text": Shape(FIELD, {**ABOUT, "value": string(150)}),
    "textarea": Shape(FIELD, {**ABOUT, "value": string(3000)}),
    "select": Shape(FIELD, {**ABOUT, "options": CHOICES, "option_groups": array(anything, 100)}),
}


def _names_differ(dialog: Json, pointer: str) -> Iterator[str]:
    elements = dialog.get("elements")
    named = [item.get("name") for item in elements if isinstance(item, dict)] if isinstance(elements, list) else []
    if len(set(map(str, named))) < len(named):
        yield complaint("element names must be unique", f"{pointer}/elements")


DIALOG = Shape(
    {"title": string(24, 1), "callback_id": string(255, 1), "elements": array(by_type(ELEMENTS), 10)},
    {"submit_label": string(24), "state": string(3000)},
    _names_differ,
)
# What views.open and dialog.open call the same.
TRIGGER_ERRORS = {
    "invalid_trigger_id": "invalid_trigger",
    "exchanged_trigger_id": "trigger_exchanged",
    "expired_trigger_id": "trigger_expired",
}


@dataclass
class Dialog:
    """A dialog that somebody has open."""

    id: str
    app: App
    user: str
    channel: Channel | None
    shape: Json


@dataclass(eq=False)
class Dialogs:
    """All open dialogs. `submit` and `cancel` send what Slack sends for them."""

    workspace: Workspace
    transport: Transport
    views: Views
    response_urls: ResponseUrls
    hub: Hub
    _open: dict[str, Dialog] = field(default_factory=dict, init=False)

    def clear(self) -> None:
        """Forget all dialogs."""
        self._open.clear()

    def to_json(self) -> list[Json]:
        """Return the open dialogs."""
        return [{"id": each.id, "user": each.user, "dialog": each.shape} for each in self._open.values()]

    def open(self, app: App, trigger_id: str, dialog: Json) -> None:
        """Open a dialog for whoever caused the trigger; raise `validation_errors` or what is wrong with the trigger."""
        if faults := list(DIALOG(dialog, "/dialog")):
            raise SlackError.with_messages("validation_errors", faults)
        trigger = self._exchange(app, trigger_id)
        channel = self.workspace.channels.get(trigger.channel)
        opened = Dialog(new_id("Dg"), app, trigger.user, channel, dialog)
        self._open[opened.id] = opened
        self.hub.publish({"type": "view_open", "view": as_view(opened.id, opened.shape)}, [opened.user])

    def _exchange(self, app: App, trigger_id: str) -> Trigger:
        try:
            return self.views.exchange(app, trigger_id)
        except SlackError as error:
            raise SlackError(TRIGGER_ERRORS.get(error.code, error.code)) from None

    def find(self, user: str, dialog_id: str) -> Dialog | None:
        """Return a dialog that somebody has open."""
        dialog = self._open.get(dialog_id)
        return dialog if dialog and dialog.user == user else None

    async def submit(self, dialog: Dialog, submission: dict[str, str | None]) -> Json:
        """Submit a dialog; return `errors` by the name of the element, or {} when it is closed."""
        if errors := _refused(dialog.shape["elements"], submission):
            return {"response_action": "errors", "errors": errors}
        payload = {**self._payload(dialog, "dialog_submission"), "submission": submission}
        answer = answer_of(await self.transport.send_interaction(dialog.app, payload)) or {}
        if errors := {each["name"]: each["error"] for each in answer.get("errors") or []}:
            return {"response_action": "errors", "errors": errors}
        self._close(dialog)
        return {}

    async def cancel(self, dialog: Dialog) -> None:
        """Close a dialog without submitting it; its app hears of it if it asked to."""
        self._close(dialog)
        if dialog.shape.get("notify_on_cancel"):
            payload = self._payload(dialog, "dialog_cancellation")
            answer_of(await self.transport.send_interaction(dialog.app, payload))

    async def options(self, dialog: Dialog, name: str, typed: str) -> Json:
        """Ask the app for the options of an element whose `data_source` is external."""
        payload = {**self._payload(dialog, "dialog_suggestion"), "name": name, "value": typed}
        answer = answer_of(await self.transport.send_interaction(dialog.app, payload)) or {}
        return {"options": options_of(answer)}

    def _close(self, dialog: Dialog) -> None:
        self._open.pop(dialog.id, None)
        self.hub.publish({"type": "view_close", "view_id": dialog.id}, [dialog.user])

    def _payload(self, dialog: Dialog, kind: str) -> Json:
        team, channel = self.workspace.team, dialog.channel
        where = {"channel": {"id": channel.id, "name": channel.name}} if channel else {}
        url = self.response_urls.issue(dialog.app, dialog.user, channel.id) if channel else ""
        return {
            "type": kind,
            "token": dialog.app.verification_token,
            "action_ts": self.workspace.next_ts(self.views.clock.now()),
            "team": {"id": team.id, "domain": team.domain},
            "user": {"id": dialog.user, "name": self.workspace.users[dialog.user].name},
            **where,
            "callback_id": dialog.shape["callback_id"],
            "state": dialog.shape.get("state", ""),
            "response_url": url,
        }


def _refused(elements: list[Json], submission: dict[str, str | None]) -> dict[str, str]:
    """Return what Slack's client itself refuses: nothing where something is needed, and a wrong length."""
    found = ((element["name"], _fault(element, submission.get(element["name"]) or "")) for element in elements)
    return {name: fault for name, fault in found if fault}


def _fault(element: Json, value: str) -> str:
    most = element.get("max_length") or (3000 if element["type"] == "textarea" else 150)
    least = element.get("min_length") or 0
    if not value:
        return "" if element.get("optional") else "Please complete this required field."
    if element["type"] == "select" or least <= len(value) <= most:
        return ""
    return f"Please enter {least} to {most} characters."
