"""``Show answer`` on the Home tab: a kept answer in a modal, for whoever asked."""

from __future__ import annotations

import structlog
from slack_bolt import Ack, App

from bot.desk import Desk
from bot.home.form import taken_view
from bot.home.kept_answer import kept_answer_view
from bot.home.view import OPEN_ANSWER
from bot.records.ledger import WITHDRAWN
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.wording import WORDINGS
from workers.contract import Json

_log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Acknowledge at once: the trigger that opens a modal lives for three seconds."""

    def acknowledge(ack: Ack) -> None:
        ack()

    def open_answer(body: Json) -> None:
        user = body["user"]["id"]
        view = answer_view(desk, user, str(body["actions"][0].get("value")))
        try:
            call(desk.client.views_open, trigger_id=body["trigger_id"], view=view)
        except (RateLimited, SlackUnreachable, SlackRefused) as error:
            _log.warning("answer_not_shown", error=str(error))

    app.action(OPEN_ANSWER)(ack=acknowledge, lazy=[open_answer])


def answer_view(desk: Desk, user: str, request_id: str) -> Json:
    """The modal with the answer to the person's own question; for anybody else's, and one that is gone, a sentence."""
    request, record = desk.ledger.get(request_id), desk.outcomes.answer_to(request_id)
    if request is None or record is None or request.user != user or request.failure == WITHDRAWN:
        words = desk.homes.words_for(user)
        return taken_view(words, words.why_gone)
    words, rights = WORDINGS[request.language], desk.audience.in_private(user)
    if rights.gaps:
        return taken_view(words, words.rights_unknown)
    return kept_answer_view(request.payload["text"], record, rights.principals, words)
