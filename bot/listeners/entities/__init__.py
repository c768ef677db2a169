"""Work Objects that somebody opens: below a link, or among what a search found."""

from __future__ import annotations

from slack_bolt import App

from bot.desk import Desk
from workers.contract import Json


def register(app: App, desk: Desk) -> None:
    """Acknowledge at once; ask a worker afterwards."""

    def requested() -> None:
        """Nothing to do before the acknowledgement."""

    def look_up(event: Json) -> None:
        desk.details.requested(event)

    app.event("entity_details_requested")(ack=requested, lazy=[look_up])
