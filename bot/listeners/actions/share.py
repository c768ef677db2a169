"""``Share in channel`` below a private answer: where it was asked in a channel, there; else a channel is chosen."""

from __future__ import annotations

import structlog
from slack_bolt import Ack, App, BoltContext

from bot.desk import Desk
from bot.sharing.form import channel_of, share_form
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.slack.blocks import SHARE_ACTION
from bot.slack.privately import say_privately
from bot.wording import WORDINGS
from workers.contract import Json

_log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Enter the share before the acknowledgement; open a form after it."""

    def take(ack: Ack, body: Json, context: BoltContext) -> None:
        context["said"] = take_click(desk, body)
        ack()

    def say(body: Json, context: BoltContext) -> None:
        said = choose(desk, body) if context["said"] is None else context["said"]
        if said:
            say_privately(body["response_url"], said)

    app.action(SHARE_ACTION)(ack=take, lazy=[say])


def take_click(desk: Desk, body: Json) -> str | None:
    """Enter the share; return what the person reads at once, None where they must choose a channel first."""
    request = desk.ledger.get(body["actions"][0]["value"])
    refusal = desk.sharing.refusal(request, body["user"]["id"])
    if request is None or refusal:
        return refusal
    channel = channel_of(request)
    return desk.sharing.take(request, channel, body["response_url"]) if channel else None


def choose(desk: Desk, body: Json) -> str:
    """Open the form; return the sentence that says why not. Slack opens it within three seconds or not at all."""
    request = desk.ledger.get(body["actions"][0]["value"])
    words = WORDINGS[request.language if request else "en"]
    view = share_form(body["actions"][0]["value"], body["response_url"], words)
    try:
        call(desk.client.views_open, trigger_id=body["trigger_id"], view=view)
    except (RateLimited, SlackUnreachable, SlackRefused) as error:
        _log.warning("form_not_opened", error=str(error))
        return words.share_not_opened
    return ""
