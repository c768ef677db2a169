"""Shortcuts, one file each."""

from __future__ import annotations

from slack_bolt import App

from bot.desk import Desk
from bot.listeners.shortcuts import ask, translate


def register(app: App, desk: Desk) -> None:
    """Register every shortcut. They also stand in the app's manifest."""
    ask.register(app, desk)
    translate.register(app, desk)
