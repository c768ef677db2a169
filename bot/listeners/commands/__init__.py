"""Slash commands, one file each."""

from __future__ import annotations

from slack_bolt import App

from bot.desk import Desk
from bot.listeners.commands import ask, draft, kb, translate


def register(app: App, desk: Desk) -> None:
    """Register every slash command. They also stand in the app's manifest."""
    ask.register(app, desk)
    kb.register(app, desk)
    draft.register(app, desk)
    translate.register(app, desk)
