"""The buttons below an answer that ask what else its sources answer: in the same place, by whoever presses."""

from __future__ import annotations

import re

import structlog
from slack_bolt import Ack, App, BoltContext

from bot.desk import Desk
from bot.edge import Address
from bot.intake.checks import problem_with
from bot.intake.keys import next_key
from bot.intake.publishing import QueueUnavailable
from bot.listeners.actions.modals import may_see
from bot.records.models import Request
from bot.slack.blocks import NEXT_ACTION, next_question_of
from bot.slack.privately import say_privately
from bot.wording import WORDINGS, Wording
from workers.contract import Json

_log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Enter the question, then say what is in its way, if anything."""

    def take(ack: Ack, body: Json, context: BoltContext) -> None:
        context["said"] = take_click(desk, body)
        ack()

    def say(body: Json, context: BoltContext) -> None:
        if context["said"]:
            say_privately(body["response_url"], context["said"])

    app.action(re.compile(f"{NEXT_ACTION}_.+"))(ack=take, lazy=[say])


def take_click(desk: Desk, body: Json) -> str:
    """Enter the question; return the sentence that says why it is not answered (yet), empty where it is."""
    request_id, question = next_question_of(body["actions"][0]["value"])
    request, user = desk.ledger.get(request_id), body["user"]["id"]
    if request is None:
        return WORDINGS["en"].why_gone
    words: Wording = WORDINGS[request.language]
    if not may_see(request, user, body["channel"]["id"]):
        _log.info("next_question_refused", request_id=request_id)
        return words.next_refused
    if problem := problem_with(question):
        return str(getattr(words, problem))
    try:
        key = next_key(desk.identity.team_id, user, request_id, question)
        desk.asking.take_pressed(key, place_of(desk, request, body), question)
    except QueueUnavailable:
        return words.saved_for_later
    return ""


def place_of(desk: Desk, request: Request, body: Json) -> Address:
    """Where the answer stands that the button is below: its thread, or for whom it was meant alone.

    The question was asked when the button was pressed: what was said in the thread before is before it.
    """
    team, user, channel = desk.identity.team_id, body["user"]["id"], body["channel"]["id"]
    if request.surface != "command" and channel == request.channel:
        pressed_at = body["actions"][0]["action_ts"]
        return Address(team, channel, user, request.surface, request.thread_ts, pressed_at)
    if (body.get("container") or {}).get("is_ephemeral"):
        return Address(team, channel, user, "command", response_url=body["response_url"])
    return Address(team, user, user, "command")
