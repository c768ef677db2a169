"""The control API at /control/: tests act as employees, change rights, inject faults and read what happened."""

import base64
import json
from dataclasses import asdict

from starlette.routing import Route

from ops.sandbox.acting import Acting
from ops.sandbox.acting_apps import ActingWithApps
from ops.sandbox.control_channels import ControlChannels
from ops.sandbox.core import Sandbox
from ops.sandbox.deliveries import Reply
from ops.sandbox.errors import SlackError
from ops.sandbox.faults import KINDS, Fault
from ops.sandbox.http_delivery import JSON
from ops.sandbox.identifiers import new_id
from ops.sandbox.model import TOMBSTONE, App, Json, User, UserGroup
from ops.sandbox.requests import change, json_route, required
from ops.sandbox.transport import Attempt

USER_FIELDS = (
    "real_name",
    "locale",
    "tz",
    "deleted",
    "is_restricted",
    "is_ultra_restricted",
    "is_admin",
    "is_stranger",
    "team_id",
)
APP_FIELDS = (
    "request_url", "scopes", "bot_events", "commands", "shortcuts", "view", "functions", "search", "unfurl_domains",
)  # fmt: skip
FAULT_FIELDS = ("value", "retry_after", "times", "after", "details", "where")
SETTINGS = ("rate_limits", "retry_delays", "ack_timeout", "trigger_lifetime")


class ControlApi:
    """What only tests may do."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._workspace = sandbox.workspace

    def routes(self) -> list[Route]:
        """Return the routes below /control/."""
        acting, channels = Acting(self._sandbox), ControlChannels(self._sandbox)
        posts = {
            "open": acting.open,
            "message": acting.send,
            "edit": acting.edit,
            "share": acting.share,
            "unfurl": acting.unfurl,
            "delete": acting.delete,
            "react": acting.react,
            "pin": acting.pin,
            "command": acting.command,
            "action": acting.action,
            "shortcut": acting.shortcut,
            "home": acting.home,
            "stop": acting.stop,
            "retitle": acting.retitle,
            **ActingWithApps(self._sandbox).acts(),
            "event": self.event,
            "raw": self.raw,
            "faults": self.add_fault,
            "reset": self.reset,
            "clock": self.clock,
            "app": self.app,
            "scopes": self.app,
            "users": self.users,
            "groups": self.groups,
            "channels": channels.change,
            "connect": channels.connect,
            "disconnect": channels.disconnect,
            "files": self.files,
            "settings": self.settings,
        }
        gets = {"state": self.state, "calls": self.calls, "deliveries": self.deliveries}
        return [
            *(json_route(f"/control/{name}", handler) for name, handler in posts.items()),
            *(json_route(f"/control/{name}", handler, "GET") for name, handler in gets.items()),
            json_route("/control/faults", self.clear_faults, "DELETE"),
        ]

    # Reading

    async def state(self, _fields: Json) -> Json:
        """Return the whole workspace."""
        workspace, views = self._workspace, self._sandbox.views
        messages = workspace.messages.items()
        return {
            "team": asdict(workspace.team),
            "users": [asdict(user) for user in workspace.users.values()],
            "groups": [asdict(group) for group in workspace.groups.values()],
            "channels": [asdict(channel) for channel in workspace.channels.values()],
            "apps": [asdict(app) for app in workspace.apps.values()],
            "messages": {channel: [m.to_json() for m in stored.values()] for channel, stored in messages},
            "files": [{"id": f.id, "name": f.name, "size": f.size} for f in workspace.files.values()],
            "homes": [{"app": app, "user": user, "view": v} for (app, user), v in views.homes.items()],
            "views": [view.shape for view in views.open_modals()],
            "dialogs": self._sandbox.dialogs.to_json(),
            "functions": self._sandbox.functions.to_json(),
            "work_objects": self._sandbox.work_objects.to_json(),
            "sessions": [{"thread": list(key), **state} for key, state in self._sandbox.sessions.states.items()],
            "sockets": {app: len(self._sandbox.sockets.live(app)) for app in workspace.apps},
            "now": self._sandbox.clock.now(),
        }

    async def calls(self, fields: Json) -> Json:
        """Return the Web API calls received, oldest first; `method` keeps only that one's."""
        wanted = fields.get("method")
        return {"calls": [call for call in self._sandbox.calls if wanted in {None, call["method"]}]}

    async def deliveries(self, _fields: Json) -> Json:
        """Return every event delivery with its attempts."""
        return {"deliveries": self._sandbox.deliveries.to_json()}

    # Events and faults

    async def event(self, fields: Json) -> Json:
        """Deliver a raw event once, whatever the app subscribes to, and return what came of it.

        `event_id` repeats an earlier one; `retry_num` marks a retry; `headers` are added to an HTTP request; `envelope`
        has fields that replace those around the event, such as `team_id` and `authorizations` of another installation.
        """
        app, sandbox = self._app(fields), self._sandbox
        envelope = sandbox.events.envelope(app, required(fields, "event"), event_id=str(fields.get("event_id") or ""))
        envelope |= fields.get("envelope") or {}
        delivery = sandbox.deliveries.open(envelope["event_id"], app.id, _type_of(envelope["event"]))
        retry_num, reason = int(fields.get("retry_num") or 0), str(fields.get("retry_reason") or "http_timeout")
        attempt = Attempt(retry_num, reason, fields.get("headers") or {})
        reply = await sandbox.transport.attempt_event(app, envelope, delivery, attempt)
        delivery.outcome = "delivered" if reply.ok else "gave_up"
        return {"event_id": envelope["event_id"], **_answer(reply)}

    async def raw(self, fields: Json) -> Json:
        """Send an app any `body` once, well formed or not, and return what came of it.

        Over HTTP it is signed; a string goes as it is, bytes come as `body_base64`, all else becomes JSON;
        `content_type` and `headers` may be given. Over a socket it is the payload of a frame of the given `type`.
        """
        app, sandbox = self._app(fields), self._sandbox
        coded = fields.get("body_base64")
        body = base64.b64decode(coded) if coded else required(fields, "body")
        if app.request_url is None:
            frame = {"type": fields.get("type") or "events_api", "payload": body}
            return _answer(await sandbox.sockets.send(app, frame, patient=False))
        kind, headers = str(fields.get("content_type") or JSON), fields.get("headers") or {}
        return _answer(await sandbox.http.post(app, _bytes(body), kind, headers))

    async def add_fault(self, fields: Json) -> Json:
        """Inject a fault; a disconnect of the sockets happens at once."""
        target = fields.get("target") or fields.get("method")
        objects = (fields.get("details", {}), fields.get("where", {}))
        if not target or fields.get("kind") not in KINDS or not all(isinstance(each, dict) for each in objects):
            raise SlackError("invalid_arguments")
        given = {name: fields[name] for name in FAULT_FIELDS if name in fields}
        fault = Fault(target, fields["kind"], **given)
        if fault.kind == "disconnect":
            await self._disconnect(fault)
        else:
            self._sandbox.faults.add(fault)
        return {}

    async def _disconnect(self, fault: Fault) -> None:
        reason = str(fault.value or "refresh_requested")
        for app in self._workspace.apps:
            live = len(self._sandbox.sockets.live(app))
            for _ in range(live if fault.times is None else min(fault.times, live)):
                await self._sandbox.sockets.disconnect(app, reason)

    async def clear_faults(self, _fields: Json) -> Json:
        """Remove all faults."""
        self._sandbox.faults.clear()
        return {}

    async def reset(self, _fields: Json) -> Json:
        """Start over from the seed."""
        await self._sandbox.reset()
        return {}

    async def clock(self, fields: Json) -> Json:
        """Advance the clock by `advance` seconds: streams close, triggers expire, retries come due."""
        self._sandbox.clock.advance(float(fields.get("advance") or 0))
        return {"now": self._sandbox.clock.now()}

    async def settings(self, fields: Json) -> Json:
        """Change rate limits, retry delays, the time to acknowledge, the life of a trigger."""
        change(self._sandbox.settings, fields, SETTINGS)
        return asdict(self._sandbox.settings)

    async def files(self, fields: Json) -> Json:
        """Change what is said of the `file`, such as its `transcription` and `subtitles`; `deleted` deletes it."""
        file = self._workspace.files.get(str(required(fields, "file")))
        if file is None:
            raise SlackError("file_not_found")
        about = {name: value for name, value in fields.items() if name != "file"}
        if about.pop("deleted", False):
            file.content, about["mode"] = None, TOMBSTONE
        file.subtitles = about.pop("subtitles", file.subtitles)
        file.about |= about
        return {}

    # Rights

    def _app(self, fields: Json) -> App:
        """Return the app that `app_id` or its bot `token` names, by default the first one."""
        apps = list(self._workspace.apps.values())
        wanted = fields.get("app_id") or fields.get("token") or apps[0].id
        app = next((app for app in apps if wanted in {app.id, app.bot_token}), None)
        if app is None:
            raise SlackError("app_not_found")
        return app

    async def app(self, fields: Json) -> Json:
        """Change an app: its request URL (null for Socket Mode), scopes, subscriptions, features."""
        app = self._app(fields)
        change(app, fields, APP_FIELDS)
        return {"app": asdict(app)}

    async def users(self, fields: Json) -> Json:
        """Change a user or add one; sends `user_change` or `team_join`."""
        user_id = str(required(fields, "user"))
        known = self._workspace.users.get(user_id)
        user = known or User(user_id, str(fields.get("name") or user_id.lower()), "")
        self._workspace.users[user_id] = user
        change(user, fields, USER_FIELDS)
        user.updated = int(self._sandbox.clock.now())
        self._sandbox.events.user_changed(user, joined=known is None)
        self._sandbox.hub.publish_to_all({"type": "channel"})
        return {"user": asdict(user)}

    async def groups(self, fields: Json) -> Json:
        """Set who is in a user group, or create one; sends what Slack sends for that."""
        handle = str(required(fields, "handle"))
        group = next((g for g in self._workspace.groups.values() if g.handle == handle), None)
        if group is None:
            group = UserGroup(new_id("S"), handle, str(fields.get("name") or handle))
            self._workspace.groups[group.id] = group
            self._sandbox.events.group_created(group)
        before, previous = group.users, group.date_update
        group.users, group.date_update = list(required(fields, "users")), int(self._sandbox.clock.now())
        self._sandbox.events.group_changed(group, before, previous)
        return {"group": asdict(group)}


def _answer(reply: Reply) -> Json:
    return {"status": reply.status, "reason": reply.reason, "body": reply.body.decode(errors="replace")}


def _bytes(body: object) -> bytes:
    if isinstance(body, bytes):
        return body
    return body.encode() if isinstance(body, str) else json.dumps(body, ensure_ascii=False).encode()


def _type_of(event: object) -> str:
    """Return an event's type, or nothing for one that is no event."""
    return str(event.get("type") or "") if isinstance(event, dict) else ""
