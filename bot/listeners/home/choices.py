"""The settings on the Home tab: the language of answers, and whether channels get them."""

from __future__ import annotations

from dataclasses import replace

from slack_bolt import Ack, App

from bot.desk import Desk
from bot.home.view import LANGUAGE, PRIVATE, PRIVATELY, UNOFFERED
from bot.records.people import Choices
from bot.wording import WORDINGS
from knowledge.domain import Language
from workers.contract import Json


def register(app: App, desk: Desk) -> None:
    """Keep the choice, then show the page with it."""

    def choose(ack: Ack, body: Json) -> None:
        user, action = body["user"]["id"], body["actions"][0]
        desk.people.choose(user, chosen(desk.people.choices(user), action))
        ack()

    def show(body: Json) -> None:
        desk.homes.open(body["user"]["id"])

    for name in (LANGUAGE, PRIVATELY):
        app.action(name)(ack=choose, lazy=[show])


def chosen(before: Choices, action: Json) -> Choices:
    """The choices with what was done to one of them."""
    if action["action_id"] == PRIVATELY:
        ticked = {option.get("value") for option in action.get("selected_options") or ()}
        return replace(before, privately=PRIVATE in ticked, unoffered=UNOFFERED in ticked)
    return replace(before, language=_language((action.get("selected_option") or {}).get("value")))


def _language(value: object) -> Language | None:
    """The language of that code; None where it is none, as for the choice of no language."""
    return next((code for code in WORDINGS if code == value), None)
