"""Taking the wish to share an answer. Nothing is asked of Slack here: what comes of it is found out afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import structlog

from bot.edge import Address
from bot.intake.entering import Entering, unprepared
from bot.intake.keys import share_key
from bot.intake.publishing import QueueUnavailable
from bot.records.ledger import Entry, Ledger
from bot.records.models import Request
from bot.records.outcomes import Outcomes
from bot.wording import WORDINGS
from workers.contract import EDGE

OF: Final = "of"
"""In what only the edge knows of a share: the id of the request whose answer it shares."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Sharing:
    """Enters shares, each once for an answer and a channel."""

    entering: Entering
    ledger: Ledger
    outcomes: Outcomes

    def refusal(self, request: Request | None, user: str) -> str:
        """The sentence that says why somebody may not share an answer; empty where they may."""
        if request is None:
            return WORDINGS["en"].share_gone
        if request.user != user or request.surface == "channel":
            _log.info("share_refused", request_id=request.id)
            return WORDINGS[request.language].share_refused
        return "" if is_there(request, self.outcomes) else WORDINGS[request.language].share_gone

    def take(self, request: Request, channel: str, response_url: str) -> str:
        """Have the answer shared in a channel, in the thread where it was asked if it was there.

        Returns the sentence that its sharer reads at once; empty where they hear as soon as it is done. What failed may
        be tried again.
        """
        words, key = WORDINGS[request.language], share_key(request.work_id, channel)
        thread_ts = request.thread_ts if channel == request.channel else None
        address = Address(request.team, channel, request.user, "command", thread_ts, response_url=response_url)
        payload = unprepared({"id": key, EDGE: {OF: request.id}})
        entry = Entry(key, "share", payload, request.language, address)
        try:
            taken = self.entering.enter(entry) or self.entering.enter_again(entry)
        except QueueUnavailable:
            return words.saved_for_later
        return "" if taken else words.share_already.format(channel=channel)


def is_there(request: Request, outcomes: Outcomes) -> bool:
    """Whether the request has an answer that stands."""
    return request.kind == "question" and not request.failure and outcomes.answer_to(request.id) is not None
