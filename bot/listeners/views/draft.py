"""The form in which a version of a draft is edited before it is posted."""

from __future__ import annotations

import json

from slack_bolt import Ack, App, BoltContext

from bot.desk import Desk
from bot.listeners.actions.draft import EDITOR, TEXT, post, version_of
from bot.slack.markup import has_words, storable
from bot.slack.privately import say_privately
from bot.wording import WORDINGS
from workers.contract import Json


def register(app: App, desk: Desk) -> None:
    """Enter the post, then say so in place of the versions."""

    def take(ack: Ack, body: Json, context: BoltContext) -> None:
        view = body["view"]
        kept = json.loads(view["private_metadata"])
        fields = (field[TEXT]["value"] or "" for field in view["state"]["values"].values())
        text = storable("\n".join(filter(None, fields))).strip()
        draft, number = version_of(desk, kept["value"], body["user"]["id"])
        context["said"], context["response_url"] = "", kept["response_url"]
        if draft is None:
            ack()
        elif not has_words(text):
            ack(response_action="errors", errors={TEXT: WORDINGS[draft.language].draft_no_words})
        else:
            context["said"] = post(desk, draft, number, text, kept["response_url"])
            ack()

    def say(context: BoltContext) -> None:
        if context["said"]:
            say_privately(context["response_url"], context["said"], replace=True)

    app.view(EDITOR)(ack=take, lazy=[say])
