"""``Show answer`` on the Home tab: a kept answer in a modal, for whoever asked."""

from __future__ import annotations

import structlog
from slack_bolt import Ack, App

from bot.desk import Desk
from bot.home.form import taken_view
from bot.home.view import OPEN_ANSWER
from bot.records.ledger import WITHDRAWN
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from workers.contract import Json

_log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Acknowledge at once: the trigger that opens a modal lives for three seconds."""

    def acknowledge(ack: Ack) -> None:
        ack()

    def open_answer(body: Json) -> None:
        show_answer(desk, body["user"]["id"], str(body["actions"][0].get("value")), body["trigger_id"])

    app.action(OPEN_ANSWER)(ack=acknowledge, lazy=[open_answer])


def show_answer(desk: Desk, user: str, request_id: str, trigger_id: str) -> None:
    """Open the modal with the answer to the person's own question; of anybody else's, and one that is gone, nothing."""
    request, record = desk.ledger.get(request_id), desk.outcomes.answer_to(request_id)
    if request and record and request.user == user and request.failure != WITHDRAWN:
        desk.looks.open("answer", request, user, request.channel, trigger_id)
        return
    words = desk.homes.words_for(user)
    try:
        call(desk.client.views_open, trigger_id=trigger_id, view=taken_view(words, words.why_gone))
    except (RateLimited, SlackUnreachable, SlackRefused) as error:
        _log.warning("answer_not_shown", error=str(error))
