"""``More``: a modal with all of an answer that its message had no room for."""

from __future__ import annotations

from slack_bolt import App

from bot.desk import Desk
from bot.listeners.actions.modals import Modal
from bot.slack.blocks import MORE_ACTION, MORE_PAGE_ACTION

_MORE = Modal(
    "more",
    MORE_ACTION,
    MORE_PAGE_ACTION,
    refused=lambda words: words.more_refused,
    failed=lambda words: words.more_failed,
)


def register(app: App, desk: Desk) -> None:
    """The button below an answer, and those that turn the modal's pages."""
    _MORE.register(app, desk)
