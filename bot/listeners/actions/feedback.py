"""The two buttons below an answer."""

from __future__ import annotations

import structlog
from slack_bolt import Ack, App, BoltContext

from bot.desk import Desk
from bot.slack.blocks import FEEDBACK_ACTION, verdict_of
from bot.slack.privately import say_privately
from bot.wording import WORDINGS, Wording
from workers.contract import Json

_log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Store the click, then thank for it."""

    def store(ack: Ack, body: Json, context: BoltContext) -> None:
        context["thanks"] = take_click(desk, body)
        ack()

    def thank(body: Json, context: BoltContext) -> None:
        if context["thanks"]:
            say_privately(body["response_url"], context["thanks"])

    app.action(FEEDBACK_ACTION)(ack=store, lazy=[thank])


def take_click(desk: Desk, body: Json) -> str:
    """Store the verdict; return the sentence of thanks, empty where the click changed nothing."""
    request_id, helpful = verdict_of(body["actions"][0]["value"])
    request = desk.ledger.get(request_id)
    if request is None or not desk.outcomes.judged(request_id, body["user"]["id"], helpful=helpful):
        return ""
    _log.info("feedback_stored", request_id=request_id, helpful=helpful)
    words: Wording = WORDINGS[request.language]
    return words.thanks_up if helpful else words.thanks_down
