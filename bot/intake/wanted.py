"""Whether an answer that nobody asked us for is wanted: asked before a worker looks for one, and before it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from slack_sdk import WebClient

from bot.intake.audience import Audience
from bot.records.channel_rules import ChannelBook
from bot.records.ledger import utc_now
from bot.records.models import Request
from bot.records.offers import Offers
from bot.records.people import People
from bot.slack.api import SlackRefused, call
from workers.contract import Json

WAIT_FOR_PEOPLE: Final = timedelta(seconds=60)
"""From a question to a channel until we look for an answer, so that somebody there can give one."""
_LONGEST: Final = timedelta(minutes=15)
"""After that people have gone on to other things."""
_LOOKED_AT: Final = 20
"""Messages below the question."""
_SPOKEN: Final = frozenset({None, "thread_broadcast", "file_share"})

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Decides by what the channel and the asker chose, and by what people said since, which is asked of Slack."""

    client: WebClient
    channels: ChannelBook
    people: People
    offers: Offers
    audience: Audience

    def is_wanted(self, request: Request) -> bool:
        """Whether it is. Where Slack refuses to say what was said since, it is not.

        Raises RateLimited or SlackUnreachable where it may say so later, and redis.RedisError.
        """
        rules = self.channels.rules(request.channel)
        return (
            rules.enabled
            and rules.unasked
            and not self.people.choices(request.user).unoffered
            and utc_now() - request.created_at < _LONGEST
            and self.offers.any_left(request.channel, rules.offers_a_day)
            and self.audience.is_among_ourselves(request.user, request.channel)
            and not self._somebody_spoke(request)
        )

    def _somebody_spoke(self, request: Request) -> bool:
        """Whether anybody said something in the question's thread, or another person below it in the channel."""
        asked_at, channel = request.message_ts or "", request.channel
        try:
            thread = call(self.client.conversations_replies, channel=channel, ts=asked_at, limit=_LOOKED_AT)
            below = call(self.client.conversations_history, channel=channel, oldest=asked_at, limit=_LOOKED_AT)
        except SlackRefused as refused:
            _log.info("offer_not_looked_after", request_id=request.id, error=refused.code)
            return True
        in_thread = any(message.get("ts") != asked_at for message in thread["messages"])
        return in_thread or any(_is_of_somebody_else(message, request) for message in below["messages"])


def _is_of_somebody_else(message: Json, request: Request) -> bool:
    by_person = message.get("subtype") in _SPOKEN and not message.get("bot_id")
    return by_person and message.get("user") != request.user and str(message.get("ts")) > (request.message_ts or "")
