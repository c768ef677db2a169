"""``Why this answer``: a modal with what was found, and how well it fitted."""

from __future__ import annotations

from slack_bolt import App

from bot.desk import Desk
from bot.listeners.actions.modals import Modal
from bot.slack.blocks import WHY_ACTION, WHY_PAGE_ACTION

_WHY = Modal(
    "why",
    WHY_ACTION,
    WHY_PAGE_ACTION,
    refused=lambda words: words.why_refused,
    failed=lambda words: words.why_failed,
)


def register(app: App, desk: Desk) -> None:
    """The button below an answer, and those that turn the modal's pages."""
    _WHY.register(app, desk)
