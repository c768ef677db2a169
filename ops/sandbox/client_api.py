"""The page's own API at /client/: everything as the employee whom the visitor acts as."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from ops.sandbox.acting import Acting
from ops.sandbox.acting_apps import ActingWithApps
from ops.sandbox.client_files import ClientFiles
from ops.sandbox.core import Sandbox
from ops.sandbox.errors import SlackError
from ops.sandbox.model import Channel, Json, Message, User
from ops.sandbox.requests import json_route, person, place, thread_of

PAGE_LENGTH = 60


class ClientApi:
    """Boot data, history, live events, files; and the acts of `Acting`."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._workspace = sandbox.workspace
        self._acting = Acting(sandbox)
        self._read: dict[tuple[str, str], str] = {}

    def routes(self) -> list[Route]:
        """Return the routes below /client/."""
        acting = self._acting
        acts = {
            "open": acting.open,
            "send": acting.send,
            "edit": acting.edit,
            "share": acting.share,
            "delete": acting.delete,
            "react": acting.react,
            "command": acting.command,
            "action": acting.action,
            "shortcut": acting.shortcut,
            "stop": acting.stop,
            **ActingWithApps(self._sandbox).acts(),
        }
        return [
            *(json_route(f"/client/{name}", act) for name, act in acts.items()),
            json_route("/client/boot", self.boot, "GET"),
            json_route("/client/history", self.history, "GET"),
            json_route("/client/home", acting.home, "GET"),
            json_route("/client/chats", self.chats, "GET"),
            Route("/client/events", self.events, methods=["GET"]),
            *ClientFiles(self._sandbox, acting).routes(),
        ]

    async def boot(self, fields: Json) -> Json:
        """Return what the page needs to start; without a user, as the first employee."""
        people = [user for user in self._workspace.users.values() if not user.deleted]
        employees = (user for user in people if not user.is_bot)
        me = person(self._workspace, fields) if fields.get("user") else next(employees)
        view, app = self._sandbox.client_view, next(iter(self._workspace.apps.values()))
        team = self._workspace.team
        return {
            "team": {"id": team.id, "name": team.name, "domain": team.domain},
            "users": [view.user(user) for user in people],
            "me": view.user(me),
            "channels": [view.channel(c, me.id, self._unread(c, me)) for c in self._workspace.visible_to(me.id)],
            "commands": [
                {name: command.get(name, "") for name in ("command", "description", "usage_hint")}
                for command in app.commands
            ],
            "shortcuts": [{name: s[name] for name in ("name", "type", "callback_id")} for s in app.shortcuts],
            "suggested_prompts": app.suggested_prompts,
            "stoppable": self._sandbox.sessions.stoppable(me.id),
            "app": view.app(app),
            "search_apps": [{"id": app.id, "name": app.name} for app in self._sandbox.searching.apps()],
        }

    def _unread(self, channel: Channel, reader: User) -> int:
        read = self._read.get((reader.id, channel.id), "")
        return sum(m.ts > read and m.user != reader.id for m in self._workspace.top_level(channel.id))

    async def history(self, fields: Json) -> Json:
        """Return the newest page of a conversation or a thread, oldest first; `next_cursor` leads to older ones."""
        reader = person(self._workspace, fields)
        channel = place(self._workspace, fields, reader)
        root = thread_of(self._workspace, channel, fields)
        cursor = str(fields.get("cursor") or "")
        known = [m for m in self._readable(channel, reader, root) if not cursor or m.ts < cursor]
        shown = known[-PAGE_LENGTH:]
        if not root and not cursor:
            self._opened(channel, reader, shown)
        following = shown[0].ts if len(known) > len(shown) else ""
        chat = self._sandbox.assistants.latest(channel)
        answer = {"messages": [self._sandbox.client_view.message(m) for m in shown], "next_cursor": following}
        title = self._sandbox.sessions.titles(channel).get(root or "", "")
        return {**answer, **({"chat": chat.ts} if chat else {}), **({"title": title} if title else {})}

    async def chats(self, fields: Json) -> Json:
        """Return the threads of the conversation with an app, newest first: what was said there under its title."""
        reader = person(self._workspace, fields)
        channel = place(self._workspace, fields, reader)
        roots = [m for m in self._readable(channel, reader, None) if self._workspace.thread(channel.id, m.ts)]
        titles = self._sandbox.sessions.titles(channel)
        shown = reversed(roots[-PAGE_LENGTH:])
        return {"chats": [self._sandbox.client_view.chat(root, titles.get(root.ts, "")) for root in shown]}

    def _readable(self, channel: Channel, reader: User, root: str | None) -> list[Message]:
        messages = self._workspace.messages.get(channel.id, {}).values()
        mine = (m for m in messages if m.only_for in {None, reader.id})
        if root:
            return [m for m in mine if root in {m.ts, m.thread_ts}]
        return [m for m in mine if m.is_top_level]

    def _opened(self, channel: Channel, reader: User, shown: list[Message]) -> None:
        """Note what was read; opening an app's conversation is opening its Messages tab."""
        if shown:
            self._read[reader.id, channel.id] = shown[-1].ts
        if channel.kind == "im":
            for app in self._workspace.apps_in(channel):
                context = self._sandbox.assistants.entities(reader.id)
                self._sandbox.events.home_opened(app, reader.id, "messages", None, context)
        self._sandbox.assistants.look(reader.id, channel)

    async def events(self, request: Request) -> Response:
        """Stream what happens, as Server-Sent Events."""
        try:
            reader = person(self._workspace, dict(request.query_params))
        except SlackError as error:
            return JSONResponse(error.to_json(), status_code=404)
        stream = self._sandbox.hub.stream(reader.id)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"})
