"""Modals that a button below an answer opens: for those who may see the answer, with what each of them may read now."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from slack_bolt import Ack, App

from bot.desk import Desk
from bot.lookups.looks import Look
from bot.lookups.modals import KindOfModal
from bot.records.models import Request
from bot.slack.privately import say_privately
from bot.wording import WORDINGS, Wording
from workers.contract import Json

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Modal:
    """One kind of modal: the button that opens it, what its pages' buttons begin with, and its sentences."""

    kind: KindOfModal
    action: str
    page_action: str
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
        if desk.outcomes.answer_to(request.id) is None:
            return words.why_gone
        opened = desk.looks.open(self.kind, request, user, channel, body["trigger_id"])
        return "" if opened else self.failed(words)

    def turn(self, desk: Desk, body: Json) -> None:
        """Show another page of the modal, which only its viewer has; the page that is there stays until then."""
        place = json.loads(body["view"]["private_metadata"])
        user, page = body["user"]["id"], int(body["actions"][0]["value"])
        request = desk.ledger.get(place["request"])
        if request is not None and may_see(request, user, place["channel"]):
            desk.looks.look(Look(self.kind, request.id, user, place["channel"], body["view"]["id"], page))


def may_see(request: Request, user: str, channel: str) -> bool:
    """Whoever asked; where it was asked in a channel, whoever sees that channel, which Slack says with the click."""
    return user == request.user or (request.surface == "channel" and channel == request.channel)
