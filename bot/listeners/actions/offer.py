"""Below an answer that nobody asked us for: take it away, or get no more of them."""

from __future__ import annotations

from dataclasses import replace

from slack_bolt import Ack, App

from bot.desk import Desk
from bot.slack.blocks import OFFER_DISMISS, OFFER_NEVER
from bot.slack.privately import say_privately, take_away
from workers.contract import Json


def register(app: App, desk: Desk) -> None:
    """Both are for whoever clicks, who alone sees the message."""

    def acknowledge(ack: Ack) -> None:
        ack()

    def dismiss(body: Json) -> None:
        take_away(body["response_url"])

    def never(ack: Ack, body: Json) -> None:
        user = body["user"]["id"]
        desk.people.choose(user, replace(desk.people.choices(user), unoffered=True))
        ack()

    def confirm(body: Json) -> None:
        user = body["user"]["id"]
        say_privately(body["response_url"], desk.homes.words_for(user).offer_never_said, replace=True)
        desk.homes.refresh(user)

    app.action(OFFER_DISMISS)(ack=acknowledge, lazy=[dismiss])
    app.action(OFFER_NEVER)(ack=never, lazy=[confirm])
