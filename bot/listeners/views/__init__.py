"""Forms that were sent."""

from __future__ import annotations

from slack_bolt import App

from bot.desk import Desk
from bot.listeners.views import ask, channel, draft, share


def register(app: App, desk: Desk) -> None:
    """Register every form."""
    ask.register(app, desk)
    draft.register(app, desk)
    share.register(app, desk)
    channel.register(app, desk)
