"""Offering an answer to somebody who asked a channel and not us: to them alone, in that channel, at most once.

What only one person sees cannot be looked for in Slack. So each offer is written down before it is made, and one whose
end is unknown is not made again: nobody waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import structlog
from slack_sdk import WebClient

from bot.delivery.locks import Held
from bot.delivery.posting import BLOCKS_REFUSED
from bot.intake.wanted import Wanted
from bot.records.channel_rules import ChannelBook
from bot.records.models import Request
from bot.records.offers import Offers
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.slack.blocks import OFFER_DISMISS, OFFER_NEVER, Message
from bot.slack.elements import actions, button, context, section
from bot.slack.limits import LONGEST_TEXT
from bot.slack.markup import shortened
from bot.wording import WORDINGS
from workers.contract import Json, Reply

LEAST_CONFIDENCE: Final = 0.85
"""Of an answer that nobody asked us for, where no setting says otherwise; an asked one needs less.

On the sample policies, of thirteen questions among colleagues that none of them answers the surest has 0.79."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Offering:
    """Offers answers. ``least_confidence`` is in [0, 1]."""

    client: WebClient
    channels: ChannelBook
    offers: Offers
    wanted: Wanted
    least_confidence: float = LEAST_CONFIDENCE

    def is_sure(self, reply: Reply | None) -> bool:
        """Whether the reply is an answer from the policies, and a sure one."""
        answer = reply.answer if reply else None
        if answer is None or answer.get("abstained") or answer.get("kind", "answer") != "answer":
            return False
        return float(answer.get("confidence") or 0) >= self.least_confidence

    def offer(self, request: Request, message: Message, held: Held) -> bool:
        """Show the answer to its asker if they still want one; False where nothing was shown, or nobody knows.

        Raises RateLimited, SlackUnreachable or redis.RedisError where it is to be tried again.
        """
        most = self.channels.rules(request.channel).offers_a_day
        if not self.wanted.is_wanted(request) or not self.offers.claim(request.id, request.channel, most):
            return False
        held.renew()
        try:
            self._show(request, message)
        except RateLimited:
            self.offers.not_made(request.id)
            raise
        except SlackRefused as refused:
            self.offers.not_made(request.id)
            _log.warning("offer_refused", request_id=request.id, error=refused.code)
            return False
        except SlackUnreachable:
            _log.warning("offer_uncertain", request_id=request.id)
            return False
        return True

    def _show(self, request: Request, message: Message) -> None:
        """Where Slack refuses the message's blocks, with its words alone."""
        show, place = self.client.chat_postEphemeral, {"channel": request.channel, "user": request.user}
        try:
            call(show, **place, text=message.notification, blocks=_blocks(request, message.blocks))
        except SlackRefused as refused:
            if refused.code not in BLOCKS_REFUSED:
                raise
            _log.error("blocks_refused", request_id=request.id, error=refused.code)
            words = section(shortened(message.notification, LONGEST_TEXT))
            call(show, **place, text=message.notification, blocks=_blocks(request, [words]))


def _blocks(request: Request, answer: list[Json]) -> list[Json]:
    """Why it is there, the answer, and how to be rid of it and of any further ones."""
    words = WORDINGS[request.language]
    dismiss = button(words.offer_dismiss, OFFER_DISMISS, request.id)
    never = button(words.offer_never, OFFER_NEVER, request.id)
    return [context(words.offer_head), *answer, actions([dismiss, never])]
