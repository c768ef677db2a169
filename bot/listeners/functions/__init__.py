"""Slack's search runs our functions: it waits ten seconds for their outputs, and three for the acknowledgement."""

from __future__ import annotations

import structlog
from slack_bolt import App

from bot.desk import Desk
from bot.lookups.searches import FUNCTIONS
from workers.contract import Json

_log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Acknowledge at once; ask a worker afterwards."""

    def executed() -> None:
        """Nothing to do before the acknowledgement."""

    def run(event: Json, body: Json) -> None:
        if event["function"]["callback_id"] in FUNCTIONS:
            desk.searches.run(event, str(body.get("api_app_id") or ""))
        else:
            _log.warning("function_unknown")

    app.event("function_executed")(ack=executed, lazy=[run])
