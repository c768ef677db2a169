"""Apps for the sandbox to talk to, and the names that its tests share."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import pytest
import uvicorn
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.slack.socket_mode import close
from ops.sandbox.running import RunningSandbox, wait_until

PATIENCE_S = 30.0
"""For whatever only bounds a hang: Slack's three seconds and httpx's five are too few for a loaded machine."""

BOT_TOKEN = "xoxb-sandbox-frontdesk"
APP_TOKEN = "xapp-sandbox-frontdesk"
SECRET = "sandbox-signing-secret"
EVERY_SCOPE = [
    "app_mentions:read", "assistant:write", "bookmarks:read", "bookmarks:write", "canvases:write", "channels:history",
    "channels:join", "channels:manage", "channels:read", "chat:write", "commands", "files:read", "files:write",
    "groups:history", "groups:read", "groups:write", "im:history", "im:read", "im:write", "links:read", "links:write",
    "mpim:history", "mpim:read", "mpim:write", "pins:read", "pins:write", "reactions:read", "reactions:write",
    "team:read", "usergroups:read", "users:read", "users:read.email",
]  # fmt: skip
EVERY_EVENT = [
    "agent_session_stopped", "agent_session_title_changed", "app_home_opened", "app_mention", "channel_archive",
    "channel_created",
    "channel_id_changed", "channel_rename", "channel_shared", "channel_unarchive", "channel_unshared", "file_shared",
    "group_archive", "group_rename", "group_unarchive", "member_joined_channel", "member_left_channel",
    "message.channels", "message.groups", "message.im", "message.mpim", "reaction_added", "reaction_removed",
    "subteam_created", "subteam_members_changed", "subteam_updated", "team_join", "user_change",
]  # fmt: skip

Start = Callable[[App], None]
"""Connects a Bolt app to the sandbox."""


def error_of(method: Callable[..., Any], **arguments: object) -> str:
    """Make a call that is refused, and return Slack's error code."""
    with pytest.raises(SlackApiError) as refused:
        method(**arguments)
    return str(refused.value.response["error"])


class Served:
    """An ASGI app on a free port of the loopback; `url` is its request URL."""

    def __init__(self, app: ASGIApp) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/slack/events"
        # Who sends closes an idle connection first: closed here, a request could be on its way into it.
        config = uvicorn.Config(app, log_level="critical", lifespan="off", timeout_keep_alive=600)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],))

    def __enter__(self) -> Self:
        """Start, and wait until it answers."""
        self._thread.start()
        wait_until(lambda: self._server.started)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop."""
        self._server.should_exit = True
        self._thread.join(timeout=60)
        self._socket.close()


@dataclass
class Receiver:
    """A bare request URL that records what it is sent.

    `answers` are its next statuses, then 200; so many of the next requests as `held` says get no answer before
    `released` is set.
    """

    answers: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    held: int = 0
    released: threading.Event = field(default_factory=threading.Event)
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def endpoint(self, request: Request) -> Response:
        """Record a request."""
        self.received.append((dict(request.headers), await request.body()))
        status = self.answers.pop(0) if self.answers else 200
        if self.held:
            self.held -= 1
            await asyncio.to_thread(self.released.wait)
        return Response(status_code=status, headers=self.headers)

    def served(self) -> Served:
        """Return the server for it."""
        return Served(Starlette(routes=[Route("/slack/events", self.endpoint, methods=["POST"])]))


def connect_http(app: App, slack: RunningSandbox, stack: ExitStack) -> None:
    """Serve the app over HTTP and tell the sandbox its request URL."""
    _be_patient(app)
    handler = SlackRequestHandler(app)

    async def endpoint(request: Request) -> Response:
        return await handler.handle(request)

    served = stack.enter_context(Served(Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])))
    slack.control("app", request_url=served.url)


def connect_socket(app: App, slack: RunningSandbox, stack: ExitStack) -> None:
    """Connect the app over Socket Mode and wait until it is there."""
    _be_patient(app)
    handler = SocketModeHandler(app, APP_TOKEN)
    handler.connect()
    stack.callback(_disconnect(handler, slack))
    wait_until(lambda: slack.state()["sockets"]["A0FDESK"])


def _be_patient(app: App) -> None:
    """Have Bolt wait for each listener's `ack()` as long as the sandbox waits for the app's."""
    for listener in app._listeners:
        listener.ack_timeout = PATIENCE_S


def _disconnect(handler: SocketModeHandler, slack: RunningSandbox) -> Callable[[], None]:
    def stop() -> None:
        handler.client.auto_reconnect_enabled = False
        slack.control("faults", target="socket", kind="disconnect", value="abort", times=None)
        close(handler)  # waits for its socket's next frame, which the disconnect spares us

    return stop
