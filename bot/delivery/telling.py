"""Telling whom a channel named that a question there has no answer: where it is, and never what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from bot.edge import Address
from bot.home.view import link_to
from bot.intake.entering import unprepared
from bot.intake.keys import told_key
from bot.intake.publishing import Publisher, QueueUnavailable
from bot.records.channel_rules import ChannelBook, Kept
from bot.records.ledger import Entry, Ledger
from bot.records.models import Request
from bot.slack.api import Identity
from workers.contract import Reply

_MOST_A_DAY: Final = 20
"""Sentences to one person or one channel."""
_SENTENCE: Final = "channel_unanswered"

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Telling:
    """Enters what is told as notices, each once. May raise SQLAlchemyError."""

    ledger: Ledger
    publisher: Publisher
    channels: ChannelBook
    identity: Identity

    def tell(self, request: Request, reply: Reply | None) -> None:
        """Tell of a question of a channel that the policies do not answer; doing it again changes nothing.

        What nobody asked us is none of them, nor is what was asked below a command, which no message shows.
        """
        answer = reply.answer if reply else None
        shown = request.message_ts and not (request.pressed and request.surface == "command")
        if answer is None or not answer.get("abstained") or request.unasked or not shown:
            return
        kept = self.channels.kept(request.channel)
        for entry in self._entries(request, kept):
            if self.ledger.told_of(entry.address.channel, _SENTENCE, timedelta(days=1)) >= _MOST_A_DAY:
                _log.info("unanswered_not_told", request_id=request.id)
            elif (notice := self.ledger.receive(entry)) is not None:
                try:
                    self.publisher.publish(notice)
                except QueueUnavailable:
                    self.ledger.not_published(entry.id)

    def _entries(self, request: Request, kept: Kept) -> Iterator[Entry]:
        """To a person in their language; to a channel, and to whoever named it where it does not let us in."""
        link = link_to(self.identity.url, request.channel, request.message_ts or "")
        payload = {"name": _SENTENCE, "values": {"channel": request.channel, "link": link}}
        team, person, channel = request.team, kept.rules.told_user, kept.rules.told_channel
        if person:
            there = Address(team, person, person, "dm")
            yield Entry(told_key(request.id, person), "notice", unprepared(payload), "en", there)
        if channel:
            there, language = Address(team, channel, kept.changed_by, "channel"), kept.rules.language
            yield Entry(told_key(request.id, channel), "notice", payload, language or request.language, there)
