"""The message shortcut "Translate": any message or answer, for whoever asks alone."""

from __future__ import annotations

from slack_bolt import Ack, App, BoltContext

from bot.desk import Desk
from bot.edge import Address
from bot.listeners.commands.translate import first_words
from bot.slack.privately import say_privately
from bot.wording import WORDINGS
from workers.contract import Json

CALLBACK = "translate_message"


def register(app: App, desk: Desk) -> None:
    """Take the message, then say so."""

    def take(ack: Ack, body: Json, context: BoltContext) -> None:
        address = Address(
            team=desk.identity.team_id,
            channel=body["channel"]["id"],
            user=body["user"]["id"],
            surface="command",
            response_url=body["response_url"],
        )
        text = body["message"].get("text") or ""
        context["said"] = first_words(desk, body["trigger_id"], address, text, may_name=False)
        ack()

    def say(body: Json, context: BoltContext) -> None:
        words = WORDINGS[desk.languages.of_person(body["user"]["id"])]
        say_privately(body["response_url"], context["said"](words))

    app.shortcut(CALLBACK)(ack=take, lazy=[say])
