"""``Why this answer``: a modal for those who may see the answer, with what each of them may read."""

from __future__ import annotations

import json
import re
from typing import Final

import structlog
from slack_bolt import Ack, App

from bot.delivery.messages.why import why_view
from bot.desk import Desk
from bot.records.models import Request
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.slack.blocks import WHY_ACTION, WHY_PAGE_ACTION
from bot.slack.privately import say_privately
from bot.wording import WORDINGS
from knowledge.domain import EVERYONE
from workers.contract import Json

_PAGE: Final = re.compile(f"{WHY_PAGE_ACTION}_.+")
_log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Acknowledge at once: the trigger that opens a modal lives for three seconds."""

    def acknowledge(ack: Ack) -> None:
        ack()

    def open_modal(body: Json) -> None:
        refusal = explain(desk, body)
        if refusal:
            say_privately(body["response_url"], refusal)

    def turn_page(body: Json) -> None:
        turn(desk, body)

    app.action(WHY_ACTION)(ack=acknowledge, lazy=[open_modal])
    app.action(_PAGE)(ack=acknowledge, lazy=[turn_page])


def explain(desk: Desk, body: Json) -> str:
    """Open the modal; return the sentence that says why not, empty where it was opened."""
    user, channel = body["user"]["id"], body["channel"]["id"]
    request = desk.ledger.get(body["actions"][0]["value"])
    if request is None:
        return WORDINGS["en"].why_gone
    words = WORDINGS[request.language]
    if not _may_see(request, user, channel):
        _log.info("explanation_refused", request_id=request.id)
        return words.why_refused
    rights = desk.audience.in_private(user)
    if rights.gaps:
        return words.rights_unknown
    try:
        view = _view(desk, request, rights.principals, channel, 0)
        if view is None:
            return words.why_gone
        call(desk.client.views_open, trigger_id=body["trigger_id"], view=view)
    except (RateLimited, SlackUnreachable, SlackRefused) as error:
        _log.warning("explanation_not_shown", request_id=request.id, error=str(error))
        return words.why_failed
    return ""


def turn(desk: Desk, body: Json) -> None:
    """Show another page of the modal, which only its viewer has; a failure leaves the page that is there."""
    place = json.loads(body["view"]["private_metadata"])
    user, page = body["user"]["id"], int(body["actions"][0]["value"])
    request = desk.ledger.get(place["request"])
    if request is None or not _may_see(request, user, place["channel"]):
        return
    try:
        principals = desk.audience.in_private(user).principals
        view = _view(desk, request, principals, place["channel"], page)
        call(desk.client.views_update, view_id=body["view"]["id"], view=view)
    except (RateLimited, SlackUnreachable, SlackRefused) as error:
        _log.warning("explanation_not_shown", request_id=request.id, error=str(error))


def _may_see(request: Request, user: str, channel: str) -> bool:
    """Whoever asked; where it was asked in a channel, whoever sees that channel, which Slack says with the click."""
    return user == request.user or (request.surface == "channel" and channel == request.channel)


def _view(desk: Desk, request: Request, principals: frozenset[str], channel: str, page: int) -> Json | None:
    """The modal with what the viewer may read now, which may be less than what the answer was made from."""
    record = desk.outcomes.answer_to(request.id)
    if record is None:
        return None
    if request.surface == "channel" and EVERYONE in principals:
        principals |= {f"channel:{request.channel}"}
    place = {"request": request.id, "channel": channel}
    return why_view(record, principals, page, place, WORDINGS[request.language])
