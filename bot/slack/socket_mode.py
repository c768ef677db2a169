"""Socket Mode: we call Slack, for development and where nothing can be reached from outside."""

from __future__ import annotations

import threading
import time
from typing import Final

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.settings import BotSettings
from bot.slack.requests import socket_request
from workers.contract import Json

_PING_S: Final = 10

_log = structlog.get_logger()


class Handler(SocketModeHandler):
    """Bolt's own, which also acknowledges what Bolt and the SDK cannot read."""

    def __init__(self, app: App, settings: BotSettings) -> None:
        super().__init__(
            app,
            app_token=settings.slack_app_token.get_secret_value(),
            concurrency=settings.threads,
            ping_interval=_PING_S,
        )
        self.client.message_listeners.append(acknowledge_unreadable)

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """Dispatch, and acknowledge unless it failed."""
        started = time.time()
        response = self.app.dispatch(socket_request(req.payload, build_headers(req) or {}))
        send_response(client, req, response, started)


def acknowledge_unreadable(client: BaseSocketModeClient, message: Json, _raw: str | None = None) -> None:
    """Acknowledge an envelope whose payload is nothing that could be dispatched: the SDK only logs it."""
    if isinstance(message.get("envelope_id"), str) and not isinstance(message.get("payload"), dict | str):
        _log.warning("request_malformed", type="socket_mode")
        client.send_socket_mode_response(SocketModeResponse(envelope_id=message["envelope_id"]))


def serve_socket(app: App, settings: BotSettings, stop: threading.Event) -> None:
    """Take what Slack sends over a WebSocket until told to stop; what is not acknowledged comes again."""
    handler = Handler(app, settings)
    handler.connect()  # type: ignore[no-untyped-call]
    try:
        stop.wait()
    finally:
        close(handler)


def close(handler: SocketModeHandler) -> None:
    """Close the connection, also where Slack closes it at the same moment.

    slack_sdk's ``Connection.disconnect`` looks at its socket before it takes its lock, so the thread that reads may
    have closed it in between; the second call finds nothing left to close and stops the client's threads.
    """
    try:
        handler.close()  # type: ignore[no-untyped-call]
    except AttributeError:
        handler.close()  # type: ignore[no-untyped-call]
