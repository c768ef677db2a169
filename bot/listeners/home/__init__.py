"""The app's own page in Slack: the Home tab and what can be done on it; suggestions in an empty Messages tab."""

from __future__ import annotations

from slack_bolt import App

from bot.desk import Desk
from bot.listeners.home import answers, asking, choices, opened


def register(app: App, desk: Desk) -> None:
    """Register everything that happens on the page."""
    opened.register(app, desk)
    asking.register(app, desk)
    answers.register(app, desk)
    choices.register(app, desk)
