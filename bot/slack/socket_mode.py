"""Socket Mode: we call Slack, for development and where nothing can be reached from outside."""

from __future__ import annotations

import threading
from typing import Final

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.settings import BotSettings

_PING_S: Final = 10


def serve_socket(app: App, settings: BotSettings, stop: threading.Event) -> None:
    """Take what Slack sends over a WebSocket until told to stop; what is not acknowledged comes again."""
    handler = SocketModeHandler(
        app,
        app_token=settings.slack_app_token.get_secret_value(),
        concurrency=settings.threads,
        ping_interval=_PING_S,
    )
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
