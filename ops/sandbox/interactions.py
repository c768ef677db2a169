"""What people do besides writing: slash commands, buttons and menus, modals, shortcuts."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ops.sandbox import text
from ops.sandbox.blocks import elements_of
from ops.sandbox.deliveries import Reply
from ops.sandbox.errors import SlackError
from ops.sandbox.model import DIRECT, App, Channel, Json, Message
from ops.sandbox.posting import Posting
from ops.sandbox.response_urls import ResponseUrls
from ops.sandbox.transport import Transport
from ops.sandbox.views import OpenView, Views
from ops.sandbox.workspace import Workspace

# Fields of a request for an action that say where it happened; all others describe the action itself.
WHERE = frozenset({"user", "channel", "message_ts", "view_id", "thread_ts", "state"})
CHANNEL_NAME = {"im": "directmessage", "private": "privategroup"}
TIMEOUTS = frozenset({"http_timeout", "timeout"})


@dataclass(eq=False)
class Interactions:
    """Sends each interaction to its app and applies the answer. Raises SlackError where Slack shows an error."""

    workspace: Workspace
    transport: Transport
    posting: Posting
    views: Views
    response_urls: ResponseUrls

    # Slash commands

    async def command(self, user: str, channel: Channel, typed: str) -> Json | None:
        """Run a slash command; its immediate answer is posted where it was typed, and returned."""
        name, _, rest = typed.strip().partition(" ")
        app, definition = self._command(name)
        url = self.response_urls.issue(app, user, channel.id)
        form = {
            "token": app.verification_token,
            "team_id": self.workspace.team.id,
            "team_domain": self.workspace.team.domain,
            "channel_id": channel.id,
            "channel_name": CHANNEL_NAME.get(channel.kind, channel.name),
            "user_id": user,
            "user_name": self.workspace.users[user].name,
            "command": name,
            "text": self._command_text(rest.strip(), escape=bool(definition.get("should_escape"))),
            "api_app_id": app.id,
            "is_enterprise_install": "false",
            "response_url": url,
            "trigger_id": self.views.trigger(app, user),
        }
        answer = _answer(await self.transport.send_command(app, form))
        if answer:
            self.response_urls.respond(url, answer)
        return answer

    def _command(self, name: str) -> tuple[App, Json]:
        for app in self.workspace.apps.values():
            for definition in app.commands:
                if definition["command"] == name:
                    return app, definition
        raise SlackError("invalid_command")

    def _command_text(self, typed: str, *, escape: bool) -> str:
        """Encode what was typed; with `should_escape` Slack also turns @name and #channel into mentions."""
        encoded = text.encode(typed)
        if not escape:
            return encoded
        people = {user.name: f"<@{user.id}|{user.name}>" for user in self.workspace.users.values()}
        places = {c.name: f"<#{c.id}|{c.name}>" for c in self.workspace.channels.values() if c.kind not in DIRECT}
        encoded = re.sub(r"@([\w.-]+)", lambda m: people.get(m[1], m[0]), encoded)
        return re.sub(r"#([\w-]+)", lambda m: places.get(m[1], m[0]), encoded)

    # Block actions

    async def action(self, request: Mapping[str, Any]) -> None:
        """Press a button or choose from a menu in a message or a view."""
        user = str(request["user"])
        if view_id := request.get("view_id"):
            view = self.views.opened_by(user, str(view_id))
            payload = self._view_action(view, request)
            app, blocks = view.app, view.shape["blocks"]
        else:
            message = self._message(user, request)
            app = self._app_of(message)
            payload = self._message_action(app, message, request)
            blocks = message.blocks
        act = _action(blocks, request, self.posting.next_ts())
        payload = {**self._common(app, user, str(view_id or "")), "type": "block_actions", **payload, "actions": [act]}
        _answer(await self.transport.send_interaction(app, payload))

    def _message_action(self, app: App, message: Message, request: Mapping[str, Any]) -> Json:
        user = str(request["user"])
        channel = self.workspace.channels[message.channel]
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.only_for is not None,
            **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
        }
        return {
            "container": container,
            "channel": {"id": channel.id, "name": CHANNEL_NAME.get(channel.kind, channel.name)},
            "message": self.posting.snapshot(message),
            "state": request.get("state") or {"values": {}},
            "response_url": self.response_urls.issue(app, user, channel.id, message),
        }

    def _view_action(self, view: OpenView, request: Mapping[str, Any]) -> Json:
        view.shape["state"] = request.get("state") or view.shape["state"]
        return {"container": {"type": "view", "view_id": view.id}, "view": view.shape}

    def _message(self, user: str, request: Mapping[str, Any]) -> Message:
        channel = self.workspace.channels.get(str(request.get("channel")))
        message = self.workspace.message(channel.id, str(request.get("message_ts"))) if channel else None
        if not channel or not message or user not in channel.members or message.only_for not in {None, user}:
            raise SlackError("message_not_found")
        return message

    def _app_of(self, message: Message) -> App:
        app = self.workspace.apps.get(message.app_id or "")
        if app is None:
            raise SlackError("message_not_found")
        return app

    async def options(self, request: Mapping[str, Any]) -> Json:
        """Ask the app for the options of an external select; return its `options` or `option_groups`."""
        user = str(request["user"])
        where: Json = {name: request.get(name) for name in ("block_id", "action_id", "value")}
        if view_id := request.get("view_id"):
            view = self.views.opened_by(user, str(view_id))
            app = view.app
            where |= {"container": {"type": "view", "view_id": view.id}, "view": view.shape}
        else:
            message = self._message(user, request)
            app = self._app_of(message)
            where |= self._message_action(app, message, request)
        payload = {**self._common(app, user), "type": "block_suggestion", **where}
        return _answer(await self.transport.send_interaction(app, payload)) or {"options": []}

    # Modals

    async def submit(self, user: str, view_id: str, state: Json) -> Json:
        """Submit a modal; return `errors` by block id, or the `response_action` that was carried out."""
        view = self.views.opened_by(user, view_id)
        view.shape["state"] = state
        if errors := _missing(view.shape["blocks"], state.get("values", {})):
            return {"response_action": "errors", "errors": errors}
        common = self._common(view.app, user, view.id)
        payload = {**common, "type": "view_submission", "view": view.shape, "response_urls": []}
        return self._settle(view, _answer(await self.transport.send_interaction(view.app, payload)) or {})

    def _settle(self, view: OpenView, answer: Json) -> Json:
        action = answer.get("response_action")
        if action == "errors":
            return {"response_action": "errors", "errors": answer.get("errors", {})}
        if action == "update":
            self.views.update(view.app, view.id, answer.get("view", {}))
        elif action == "push":
            self.views.push_on(view.app, view.user, view.id, answer.get("view", {}))
        else:
            self.views.close(view, all_of_them=action == "clear")
        return {"response_action": action} if action else {}

    async def close(self, user: str, view_id: str) -> None:
        """Close a modal without submitting it."""
        view = self.views.opened_by(user, view_id)
        self.views.close(view)
        if view.shape["notify_on_close"]:
            payload = {**self._common(view.app, user), "type": "view_closed", "view": view.shape, "is_cleared": False}
            _answer(await self.transport.send_interaction(view.app, payload))

    # Shortcuts

    async def shortcut(self, request: Mapping[str, Any]) -> None:
        """Run a global shortcut, or a message shortcut on the message named by `channel` and `message_ts`."""
        user = str(request["user"])
        app, definition = self._shortcut(str(request.get("callback_id")))
        stamp = self.posting.next_ts()
        payload: Json = {**self._common(app, user), "callback_id": definition["callback_id"], "action_ts": stamp}
        if definition["type"] == "global":
            payload["type"] = "shortcut"
        else:
            message = self._message(user, request)
            place = self._message_action(app, message, request)
            about = {name: place[name] for name in ("channel", "message", "response_url")}
            payload |= {"type": "message_action", "message_ts": message.ts, **about}
        _answer(await self.transport.send_interaction(app, payload))

    def _shortcut(self, callback_id: str) -> tuple[App, Json]:
        for app in self.workspace.apps.values():
            for definition in app.shortcuts:
                if definition["callback_id"] == callback_id:
                    return app, definition
        raise SlackError("invalid_callback_id")

    def _common(self, app: App, user: str, view_id: str = "") -> Json:
        team = self.workspace.team
        name = self.workspace.users[user].name
        return {
            "user": {"id": user, "username": name, "name": name, "team_id": team.id},
            "team": {"id": team.id, "domain": team.domain},
            "api_app_id": app.id,
            "token": app.verification_token,
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": self.views.trigger(app, user, view_id),
        }


def _answer(reply: Reply) -> Json | None:
    """Return the body of an app's answer; raise the error that Slack shows when it failed."""
    if not reply.ok:
        raise SlackError("operation_timeout" if reply.reason in TIMEOUTS else "dispatch_failed")
    body = reply.body.decode(errors="replace").strip()
    if not body:
        return None
    try:
        answer = json.loads(body)
    except ValueError:
        return {"text": body}
    return answer if isinstance(answer, dict) else {"text": str(answer)}


def _action(blocks: list[Json], request: Mapping[str, Any], stamp: str) -> Json:
    """Return the entry of `actions`: the element's own data, and the value that was chosen.

    `block_id` may be left out where the action id says enough.
    """
    block_id, element = _element(blocks, request.get("block_id"), request.get("action_id"))
    chosen = {name: value for name, value in request.items() if name not in WHERE}
    own: Json = {name: element[name] for name in ("text", "value") if name in element}
    if element["type"] == "feedback_buttons":
        own = _feedback(element, chosen.get("value"))
    return {**chosen, **own, "block_id": block_id, "type": element["type"], "action_ts": stamp}


def _element(blocks: list[Json], block_id: object, action_id: object) -> tuple[str, Json]:
    for block in blocks:
        for element in elements_of(block):
            if element.get("action_id") == action_id and block_id in {None, block["block_id"]}:
                return block["block_id"], element
    raise SlackError("action_not_found")


def _feedback(element: Json, value: object) -> Json:
    for button in (element["positive_button"], element["negative_button"]):
        if button["value"] == value:
            return {"text": button["text"], "value": value}
    raise SlackError("action_not_found")


def _missing(blocks: list[Json], values: Json) -> dict[str, str]:
    """Return an error for each input that must be filled in and is not, as Slack's client does."""
    asked = (block for block in blocks if block["type"] == "input" and not block.get("optional"))
    return {block["block_id"]: "Please complete this required field." for block in asked if not _given(block, values)}


def _given(block: Json, values: Json) -> bool:
    given = values.get(block["block_id"], {}).get(block["element"]["action_id"], {})
    return any(value not in (None, "", []) for name, value in given.items() if name != "type")
