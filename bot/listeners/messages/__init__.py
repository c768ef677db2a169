"""Messages: direct ones, and what follows in a channel's thread."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.desk import Desk
from bot.listeners.messages.message import take_message


def register(app: App, desk: Desk) -> None:
    """Listen to messages of every place the bot is in."""

    @app.event("message")
    def message(event: dict[str, Any]) -> None:
        take_message(desk, event)
