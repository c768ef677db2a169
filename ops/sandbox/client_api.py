"""The page's own API at /client/: everything as the employee whom the visitor acts as."""

from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from ops.sandbox.acting import Acting
from ops.sandbox.acting_apps import ActingWithApps
from ops.sandbox.core import Sandbox
from ops.sandbox.errors import SlackError
from ops.sandbox.model import Channel, Json, Message, User
from ops.sandbox.requests import json_route, open_place, person, place, thread_of
from ops.sandbox.web_api.files import MOST_BYTES

PAGE_LENGTH = 60
# Only these are shown by the browser itself; everything else is downloaded.
INLINE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


class ClientApi:
    """Boot data, history, live events, uploads; and the acts of `Acting`."""

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
            Route("/client/events", self.events, methods=["GET"]),
            Route("/client/upload", self.upload, methods=["POST"]),
            Route("/client/files/{file}", self.file, methods=["GET"]),
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
        return {**answer, "chat": chat.ts} if chat else answer

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

    async def upload(self, request: Request) -> Response:
        """Post a file with an optional text."""
        try:
            fields, name, content = await _uploaded(request)
            user = person(self._workspace, fields)
            channel = open_place(self._workspace, fields, user)
            thread_ts = thread_of(self._workspace, channel, fields)
            thread_ts = thread_ts or self._sandbox.assistants.chat_in(channel, user.id)
            file = self._acting.keep_file(user, name, content)
        except SlackError as error:
            return JSONResponse(error.to_json())
        text = str(fields.get("text") or "")
        message = self._sandbox.posting.typed(user.id, channel.id, text, thread_ts, [file])
        ids = self._sandbox.posting.post(message)
        return JSONResponse({"ok": True, "ts": message.ts, "event_ids": ids})

    async def file(self, request: Request) -> Response:
        """Serve a file's bytes to the page."""
        file = self._workspace.files.get(request.path_params["file"])
        if file is None or file.content is None:
            return JSONResponse({"ok": False, "error": "file_not_found"}, status_code=404)
        headers = {"Content-Security-Policy": "default-src 'none'; sandbox"}
        if file.mimetype in INLINE_TYPES:
            return Response(file.content, media_type=file.mimetype, headers=headers)
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
        return Response(file.content, media_type="application/octet-stream", headers=headers)


async def _uploaded(request: Request) -> tuple[Json, str, bytes]:
    """Return the fields of an upload form, and the name and the bytes of its file."""
    async with request.form(max_files=1, max_part_size=MOST_BYTES) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise SlackError("no_file_data")
        content = await file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise SlackError("file_upload_size_restricted")
    return fields, file.filename or "file", content
