"""The Home tab's field to ask in: sent with Enter or with its button, answered in the direct messages."""

from __future__ import annotations

import structlog
from slack_bolt import Ack, App, BoltContext

from bot.desk import Desk
from bot.home.form import form_view, typed_in
from bot.home.view import ASK, SEND
from bot.intake.asking import problem_with
from bot.intake.forms import Form, field_key
from bot.listeners.views.ask import enter
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.wording import WORDINGS
from workers.contract import Json

_log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Enter the question, then show it as being answered; where there is none, ask for it in a modal."""

    def take(ack: Ack, body: Json, context: BoltContext) -> None:
        context["said"] = take_field(desk, body)
        ack()

    def show(body: Json, context: BoltContext) -> None:
        if context["said"]:
            _ask_again(desk, body, context["said"])
        desk.homes.open(body["user"]["id"])

    for action in (ASK, SEND):
        app.action(action)(ack=take, lazy=[show])


def take_field(desk: Desk, body: Json) -> str:
    """Enter what stands in the field; return what is wrong with it, or with us; empty where it will be answered."""
    view, user, team = body["view"], body["user"]["id"], desk.identity.team_id
    text = typed_in(view, ASK)
    words = WORDINGS[desk.asking.language_for(text, user)]
    problem = problem_with(text)
    if problem:
        return str(getattr(words, problem))
    key = field_key(team, user, str(view.get("id")), str(view.get("hash")), text)
    said = enter(desk, Form(key, team, user, text), words)
    return "" if said == words.ask_taken else said


def _ask_again(desk: Desk, body: Json, said: str) -> None:
    """Say it above a field to ask in; a click on a page has no other place for words to its person alone."""
    view = form_view(desk.homes.words_for(body["user"]["id"]), said=said)
    try:
        call(desk.client.views_open, trigger_id=body["trigger_id"], view=view)
    except (RateLimited, SlackUnreachable, SlackRefused) as error:
        _log.info("form_not_opened", error=str(error))
