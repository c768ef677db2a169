"""What people do besides writing: slash commands, buttons and menus, modals, shortcuts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ops.sandbox import text
from ops.sandbox.answers import answer_of
from ops.sandbox.block_actions import action_of, channels_chosen, missing_inputs
from ops.sandbox.errors import SlackError
from ops.sandbox.functions import Functions
from ops.sandbox.model import DIRECT, App, Channel, Json, Message
from ops.sandbox.posting import Posting
from ops.sandbox.response_urls import ResponseUrls
from ops.sandbox.transport import Transport
from ops.sandbox.views import OpenView, Views
from ops.sandbox.workspace import Workspace

CHANNEL_NAME = {"im": "directmessage", "private": "privategroup"}


@dataclass(eq=False)
class Interactions:
    """Sends each interaction to its app and applies the answer. Raises SlackError where Slack shows an error."""

    workspace: Workspace
    transport: Transport
    posting: Posting
    views: Views
    response_urls: ResponseUrls
    functions: Functions

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
            "trigger_id": self.views.trigger(app, user, channel=channel.id),
        }
        answer = answer_of(await self.transport.send_command(app, form))
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
            app, blocks, execution_id = view.app, view.shape["blocks"], view.execution_id
        else:
            message = self._message(user, request)
            app = self._app_of(message)
            payload = self._message_action(app, message, request)
            blocks, execution_id = message.blocks, message.execution_id
        act = action_of(blocks, request, self.posting.next_ts())
        where = {"view_id": str(view_id or ""), "channel": str(request.get("channel") or "")}
        common = self._common(app, user, execution_id=execution_id, **where)
        payload = {**common, "type": "block_actions", **payload, "actions": [act]}
        answer_of(await self.transport.send_interaction(app, payload))

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
            **({} if message.only_for else {"message": self.posting.snapshot(message)}),
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
        return answer_of(await self.transport.send_interaction(app, payload)) or {"options": []}

    # Modals

    async def submit(self, user: str, view_id: str, state: Json) -> Json:
        """Submit a modal; return `errors` by block id, or the `response_action` that was carried out."""
        view = self.views.opened_by(user, view_id)
        view.shape["state"] = state
        if errors := missing_inputs(view.shape["blocks"], state.get("values", {})):
            return {"response_action": "errors", "errors": errors}
        common = self._common(view.app, user, view.id, execution_id=view.execution_id)
        payload = {**common, "type": "view_submission", "view": view.shape, "response_urls": self._urls(view)}
        return self._settle(view, answer_of(await self.transport.send_interaction(view.app, payload)) or {})

    def _urls(self, view: OpenView) -> list[Json]:
        """Return a response URL for each channel that was chosen in a menu that asks for one."""
        chosen = channels_chosen(view.shape["blocks"], view.shape["state"]["values"])
        issue = self.response_urls.issue
        return [{**where, "response_url": issue(view.app, view.user, where["channel_id"])} for where in chosen]

    def _settle(self, view: OpenView, answer: Json) -> Json:
        """Carry out an app's answer; what was closed meanwhile (submitted twice at once) stays closed."""
        action = answer.get("response_action")
        if not self.views.is_open(view):
            return {}
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
            common = self._common(view.app, user, execution_id=view.execution_id)
            payload = {**common, "type": "view_closed", "view": view.shape, "is_cleared": False}
            answer_of(await self.transport.send_interaction(view.app, payload))

    # Shortcuts

    async def shortcut(self, request: Mapping[str, Any]) -> None:
        """Run a global shortcut, or a message shortcut on the message named by `channel` and `message_ts`."""
        user = str(request["user"])
        app, definition = self._shortcut(str(request.get("callback_id")))
        stamp = self.posting.next_ts()
        common = self._common(app, user, channel=str(request.get("channel") or ""))
        payload: Json = {**common, "callback_id": definition["callback_id"], "action_ts": stamp}
        if definition["type"] == "global":
            payload["type"] = "shortcut"
        else:
            message = self._message(user, request)
            if message.only_for:
                raise SlackError("message_not_found")
            place = self._message_action(app, message, request)
            about = {name: place[name] for name in ("channel", "message", "response_url")}
            payload |= {"type": "message_action", "message_ts": message.ts, **about}
        answer_of(await self.transport.send_interaction(app, payload))

    def _shortcut(self, callback_id: str) -> tuple[App, Json]:
        for app in self.workspace.apps.values():
            for definition in app.shortcuts:
                if definition["callback_id"] == callback_id:
                    return app, definition
        raise SlackError("invalid_callback_id")

    def _common(
        self, app: App, user: str, view_id: str = "", *, channel: str = "", execution_id: str | None = None
    ) -> Json:
        team = self.workspace.team
        name = self.workspace.users[user].name
        trigger = self.views.trigger(app, user, view_id, channel)
        return {
            "user": {"id": user, "username": name, "name": name, "team_id": team.id},
            "team": {"id": team.id, "domain": team.domain},
            "api_app_id": app.id,
            "token": app.verification_token,
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": trigger,
            **self.functions.interactivity(execution_id, user, trigger),
        }
