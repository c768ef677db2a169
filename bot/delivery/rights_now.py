"""Whether a reply may still be shown where it was asked for: who reads there is asked anew at the moment of posting."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Final

import structlog

from bot.intake.audience import Audience, Rights
from bot.intake.preparing import address_of
from bot.intake.publishing import Publisher
from bot.records.found import is_open
from bot.records.ledger import Ledger, utc_now
from bot.records.models import Request
from bot.slack.api import SlackUnreachable
from workers.contract import EDGE, Reply

_PATIENCE: Final = timedelta(seconds=40)
"""Since a worker could have the question, with a Slack that does not say who reads it: after that, fewer rights."""

_log = structlog.get_logger()


class RightsNow:
    """Compares what a reply was made from with what its readers may read now. May raise redis.RedisError."""

    def __init__(self, audience: Audience) -> None:
        self._audience = audience

    def still_hold(self, request: Request) -> bool:
        """Whether its readers hold all that the question was searched with, so that words may be shown as they come."""
        return set(request.payload.get("principals", ())) <= self._of(request).principals

    def narrower_for(self, request: Request, reply: Reply | None) -> Rights | None:
        """What the readers hold now, where that is too little for the reply; None where all may read it.

        Raises SlackUnreachable while Slack may say more in a moment.
        """
        if reply is None or (reply.answer is None and reply.written is None) or "principals" not in request.payload:
            return None
        now = self._of(request)
        if _may_be_shown(request, reply, now.principals):
            return None
        asked_at = request.published_at or request.created_at
        if now.may_be_known_soon and utc_now() - asked_at < _PATIENCE:
            raise SlackUnreachable("Slack does not say who reads the reply.")
        _log.warning("answer_withdrawn", request_id=request.id, gaps=[gap.method for gap in now.gaps])
        return now

    def _of(self, request: Request) -> Rights:
        shared = bool(request.payload.get(EDGE, {}).get("shared_outside"))
        return self._audience.of(address_of(request), shared_outside=shared)


def _may_be_shown(request: Request, reply: Reply, principals: frozenset[str]) -> bool:
    """An answer may where all that was found for it may be read; a draft where all holds that it was written with."""
    if reply.answer is not None:
        return is_open(reply.answer["retrieved"], principals)
    return set(request.payload["principals"]) <= principals


class Again:
    """Asks a question again for readers who hold less than those whom it was asked for."""

    def __init__(self, ledger: Ledger, publisher: Publisher) -> None:
        self._ledger = ledger
        self._publisher = publisher

    def ask(self, request: Request, rights: Rights) -> None:
        """Publish the question with the rights that hold now, as another one to workers: no older reply fits it.

        Called under the request's lock. May raise QueueUnavailable; the reaper goes on.
        """
        edge = {**request.payload.get(EDGE, {}), "gaps": [asdict(gap) for gap in rights.gaps]}
        payload = {**request.payload, "principals": sorted(rights.principals), EDGE: edge}
        narrowed = self._ledger.narrowed(request, payload)
        if narrowed is not None:
            self._publisher.publish(narrowed)
