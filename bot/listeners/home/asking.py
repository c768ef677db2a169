"""The Home tab's field to ask in: sent with Enter or with its button, answered in the direct messages."""

from __future__ import annotations

import structlog
from slack_bolt import Ack, App, BoltContext

from bot.desk import Desk
from bot.home.form import LONGEST_FIELD, form_view, typed_in
from bot.home.view import ASK, SEND
from bot.intake.checks import Form, Problem, problem_with
from bot.intake.keys import field_key
from bot.listeners.views.ask import enter
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from workers.contract import Json

_log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Enter the question, then show it as being answered; where there is none, ask for it in a modal."""

    def take(ack: Ack, body: Json, context: BoltContext) -> None:
        context["wrong"] = take_field(desk, body)
        ack()

    def show(body: Json, context: BoltContext) -> None:
        if context["wrong"]:
            _ask_again(desk, body, context["wrong"])
        desk.homes.open(body["user"]["id"])

    for action in (ASK, SEND):
        app.action(action)(ack=take, lazy=[show])


def take_field(desk: Desk, body: Json) -> Problem | None:
    """Enter what stands in the field, or say what keeps it from being a question."""
    view, user, team = body["view"], body["user"]["id"], desk.identity.team_id
    text = typed_in(view, ASK)
    problem = problem_with(text)
    if problem is None:
        key = field_key(team, user, str(view.get("id")), str(view.get("hash")), text)
        enter(desk, Form(key, team, user, text))  # the page shows it as open also where the queue is down
    return problem


def _ask_again(desk: Desk, body: Json, problem: Problem) -> None:
    """Say it above a field to ask in; a click on a page has no other place for words to its person alone."""
    words = desk.homes.words_for(body["user"]["id"])
    said = str(getattr(words, problem)).format(count=LONGEST_FIELD, limit=LONGEST_FIELD)
    try:
        call(desk.client.views_open, trigger_id=body["trigger_id"], view=form_view(words, said=said))
    except (RateLimited, SlackUnreachable, SlackRefused) as error:
        _log.info("form_not_opened", error=str(error))
