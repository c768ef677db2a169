"""The channel in which an answer is to be shared, chosen."""

from __future__ import annotations

import json

from slack_bolt import Ack, App

from bot.desk import Desk
from bot.sharing.form import CHANNEL, FORM, chosen_in, told_view
from bot.wording import WORDINGS
from workers.contract import Json


def register(app: App, desk: Desk) -> None:
    """Enter the share, and say so in the form's place."""

    @app.view(FORM)
    def take(ack: Ack, body: Json) -> None:
        kept, channel = json.loads(body["view"]["private_metadata"]), chosen_in(body["view"])
        request = desk.ledger.get(kept["request"])
        words = WORDINGS[request.language if request else "en"]
        refusal = desk.sharing.refusal(request, body["user"]["id"])
        if request is None or refusal:
            ack(response_action="update", view=told_view(refusal, words))
        elif not channel:
            ack(response_action="errors", errors={CHANNEL: words.share_no_channel})
        else:
            said = desk.sharing.take(request, channel, kept["response_url"])
            ack(response_action="update", view=told_view(said or words.share_taken, words))
