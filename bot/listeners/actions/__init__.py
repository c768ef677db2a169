"""Clicks on what we posted."""

from __future__ import annotations

from slack_bolt import App

from bot.desk import Desk
from bot.listeners.actions import draft, feedback, more, next_question, offer, share, why


def register(app: App, desk: Desk) -> None:
    """Register every action."""
    feedback.register(app, desk)
    draft.register(app, desk)
    why.register(app, desk)
    more.register(app, desk)
    share.register(app, desk)
    next_question.register(app, desk)
    offer.register(app, desk)
