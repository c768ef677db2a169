"""Modals that a button below an answer opens: for those who may see the answer, with what each of them may read now."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from slack_bolt import Ack, App

from bot.desk import Desk
from bot.records.models import AnswerRecord, Request
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.slack.privately import say_privately
from bot.wording import WORDINGS, Wording
from knowledge.domain import EVERYONE
from workers.contract import Json

View = Callable[[AnswerRecord, frozenset[str], int, Json, Wording], Json]
"""A page of a modal with what these principals may read; the place in it comes back with each click."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Modal:
    """One kind of modal: the button that opens it, what its pages' buttons begin with, its view, and its sentences."""

    action: str
    page_action: str
    view: View
    refused: Callable[[Wording], str]
    """Whoever presses may not see the answer."""
    failed: Callable[[Wording], str]
    """Slack did not open it."""

    def register(self, app: App, desk: Desk) -> None:
        """Acknowledge at once: the trigger that opens a modal lives for three seconds."""

        def acknowledge(ack: Ack) -> None:
            ack()

        def open_modal(body: Json) -> None:
            refusal = self.open(desk, body)
            if refusal:
                say_privately(body["response_url"], refusal)

        def turn_page(body: Json) -> None:
            self.turn(desk, body)

        app.action(self.action)(ack=acknowledge, lazy=[open_modal])
        app.action(re.compile(f"{self.page_action}_.+"))(ack=acknowledge, lazy=[turn_page])

    def open(self, desk: Desk, body: Json) -> str:
        """Open it; return the sentence that says why not, empty where it was opened."""
        user, channel = body["user"]["id"], body["channel"]["id"]
        request = desk.ledger.get(body["actions"][0]["value"])
        if request is None:
            return WORDINGS["en"].why_gone
        words: Wording = WORDINGS[request.language]
        if not may_see(request, user, channel):
            _log.info("modal_refused", request_id=request.id, action=self.action)
            return self.refused(words)
        rights = desk.audience.in_private(user)
        if rights.gaps:
            return words.rights_unknown
        try:
            page = self._page(desk, request, rights.principals, channel, 0)
            if page is None:
                return words.why_gone
            call(desk.client.views_open, trigger_id=body["trigger_id"], view=page)
        except (RateLimited, SlackUnreachable, SlackRefused) as error:
            _log.warning("modal_not_shown", request_id=request.id, action=self.action, error=str(error))
            return self.failed(words)
        return ""

    def turn(self, desk: Desk, body: Json) -> None:
        """Show another page of the modal, which only its viewer has; a failure leaves the page that is there."""
        place = json.loads(body["view"]["private_metadata"])
        user, page = body["user"]["id"], int(body["actions"][0]["value"])
        request = desk.ledger.get(place["request"])
        if request is None or not may_see(request, user, place["channel"]):
            return
        try:
            principals = desk.audience.in_private(user).principals
            view = self._page(desk, request, principals, place["channel"], page)
            call(desk.client.views_update, view_id=body["view"]["id"], view=view)
        except (RateLimited, SlackUnreachable, SlackRefused) as error:
            _log.warning("modal_not_shown", request_id=request.id, action=self.action, error=str(error))

    def _page(self, desk: Desk, request: Request, principals: frozenset[str], channel: str, page: int) -> Json | None:
        """A page with what the viewer may read now, which may be less than what the answer was made from."""
        record = desk.outcomes.answer_to(request.id)
        if record is None:
            return None
        if request.surface == "channel" and EVERYONE in principals:
            principals |= {f"channel:{request.channel}"}
        place = {"request": request.id, "channel": channel}
        return self.view(record, principals, page, place, WORDINGS[request.language])


def may_see(request: Request, user: str, channel: str) -> bool:
    """Whoever asked; where it was asked in a channel, whoever sees that channel, which Slack says with the click."""
    return user == request.user or (request.surface == "channel" and channel == request.channel)
