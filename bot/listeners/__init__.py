"""What Slack sends us, one folder a kind; each registers its own."""

from __future__ import annotations

from typing import Final

from slack_bolt import App

from bot.desk import Desk
from bot.listeners import (
    actions,
    commands,
    directory,
    entities,
    functions,
    home,
    links,
    mentions,
    messages,
    sessions,
    shortcuts,
    views,
)

_KINDS: Final = (
    messages,
    mentions,
    sessions,
    commands,
    actions,
    views,
    shortcuts,
    home,
    directory,
    functions,
    links,
    entities,
)


def register_all(app: App, desk: Desk) -> None:
    """Register every kind of listener."""
    for kind in _KINDS:
        kind.register(app, desk)
