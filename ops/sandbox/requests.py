"""Reading the JSON requests of the page and of tests, and answering SlackErrors the same way everywhere."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ops.sandbox.errors import SlackError
from ops.sandbox.model import Channel, Json, User
from ops.sandbox.workspace import Workspace

Handler = Callable[[Json], Awaitable[Json]]


def json_route(path: str, handler: Handler, method: str = "POST") -> Route:
    """Return a route whose handler takes the query and the JSON body as one dict and returns the answer's fields."""

    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse({"ok": True, **await handler(await _read(request))})
        except SlackError as error:
            return JSONResponse(error.to_json())

    return Route(path, endpoint, methods=[method])


async def _read(request: Request) -> Json:
    fields: dict[str, Any] = dict(request.query_params)
    return {**fields, **await read_json(request)}


async def read_json(request: Request) -> Json:
    """Return the JSON object in a request's body, {} without one; raise `invalid_json` or `json_not_object`."""
    body = await request.body()
    try:
        value = parse_json(body or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value


def parse_json(source: str | bytes) -> Any:  # noqa: ANN401  # it is JSON
    """Parse JSON; half of a surrogate pair, which no encoding can carry on, becomes a question mark.

    Raises ValueError.
    """
    text = source.decode() if isinstance(source, bytes) else source
    value = json.loads(text)
    if "\\u" in text:
        return json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
    return value


def required(fields: Json, name: str) -> Any:  # noqa: ANN401  # it is JSON
    """Return a field that must be given; raise `invalid_arguments`."""
    if name not in fields:
        raise SlackError("invalid_arguments", missing=name)
    return fields[name]


def person(workspace: Workspace, fields: Json) -> User:
    """Return the acting user; raise `user_not_found`."""
    user = workspace.users.get(str(fields.get("user", "")))
    if user is None:
        raise SlackError("user_not_found")
    return user


def place(workspace: Workspace, fields: Json, user: User) -> Channel:
    """Return the channel that is acted in, if `user` is a member; raise `channel_not_found`."""
    channel = workspace.channels.get(str(fields.get("channel", "")))
    if channel is None or user.id not in channel.members:
        raise SlackError("channel_not_found")
    return channel


def open_place(workspace: Workspace, fields: Json, user: User) -> Channel:
    """Return the channel that is written in; raise `channel_not_found`, and `is_archived` where nobody may write."""
    channel = place(workspace, fields, user)
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel


def thread_of(workspace: Workspace, channel: Channel, fields: Json) -> str | None:
    """Return the root of the thread that `thread_ts` names, if it is given; raise `thread_not_found`."""
    thread_ts = fields.get("thread_ts")
    if not thread_ts:
        return None
    root = workspace.thread_root(channel.id, str(thread_ts))
    if root is None:
        raise SlackError("thread_not_found")
    return root.ts


def change(target: object, fields: Json, names: tuple[str, ...]) -> None:
    """Set those attributes of `target` that `fields` has."""
    for name in names:
        if name in fields:
            setattr(target, name, fields[name])
