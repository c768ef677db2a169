"""Links to our documents that somebody posts, wherever that is."""

from __future__ import annotations

from slack_bolt import App

from bot.desk import Desk
from bot.listeners.messages.message import is_shared_outside
from workers.contract import Json

_COMPOSER = "composer"
"""Where a message is still being written: nobody knows yet who will read it. It is told again once it was sent."""


def register(app: App, desk: Desk) -> None:
    """Acknowledge at once; ask a worker afterwards."""

    def shared() -> None:
        """Nothing to do before the acknowledgement."""

    def look_up(event: Json, body: Json) -> None:
        if event.get("source") != _COMPOSER:
            desk.links.shared(event, shared_outside=is_shared_outside(body))

    app.event("link_shared")(ack=shared, lazy=[look_up])
