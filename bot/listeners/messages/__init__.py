"""Messages: direct ones, and what follows in a channel's thread."""

from __future__ import annotations

from slack_bolt import App

from bot.desk import Desk
from bot.listeners.messages.message import is_shared_outside, take_message
from workers.contract import Json


def register(app: App, desk: Desk) -> None:
    """Listen to messages of every place the bot is in."""

    @app.event("message")
    def message(event: Json, body: Json) -> None:
        take_message(desk, event, shared_outside=is_shared_outside(body))
