"""A share on its way into a channel: whether it may go there, who may read what it is from, the answer for its readers.

First a worker says what all who read the channel may read by now. Where that is all that the answer was made from, it
is posted as its asker saw and chose it. Else the question is asked anew with the channel's rights, so that nothing of
the private answer is in the shared one; where that says nothing, nothing is posted. The sharer is told privately. A
share is its sharer's alone (the surface ``command``) until it has an answer for the channel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

import structlog
from slack_sdk import WebClient

from bot.intake.audience import Audience, Rights
from bot.intake.preparing import Prepared
from bot.intake.publishing import Publisher
from bot.records.found import Sight, documents_of
from bot.records.ledger import Ledger, utc_now
from bot.records.models import OWN_WORDS, AnswerRecord, Request
from bot.records.outcomes import Outcomes, packed_answer
from bot.sharing.places import Places, closed_by
from bot.sharing.taking import OF, is_there
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.slack.privately import say_privately
from bot.wording import WORDINGS
from knowledge.domain import Question, Turn
from workers.contract import EDGE, READABLE, Json, Reply, pack_question

_LOOK_UP: Final = "arguments"
"""In the payload of a share for which a worker says what may be read."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Shares:
    """Takes shares further, under their locks. May raise redis.RedisError."""

    client: WebClient
    ledger: Ledger
    outcomes: Outcomes
    audience: Audience
    places: Places
    publisher: Publisher

    def prepared(self, request: Request) -> Prepared:
        """The share as a worker gets it, or the sentence why it cannot be posted there.

        Raises RateLimited or SlackUnreachable while Slack may say more in a moment.
        """
        shared = self._shared(request)
        if shared is None:
            return self.refused(request, "share_gone")
        closed = self.places.closed_to(request.user, request.channel)
        if closed:
            return self.refused(request, closed)
        rights = self.audience.in_channel(request.channel)
        if rights.may_be_known_soon:
            raise SlackUnreachable("Slack does not say who reads the channel.")
        documents, principals = sorted(documents_of(shared[1])), sorted(rights.principals)
        asked = {"action": READABLE, _LOOK_UP: {"documents": documents, "principals": principals}}
        edge = {EDGE: request.payload[EDGE]}
        return Prepared("share", {"id": request.id, **asked, **edge}, request.language)

    def refused(self, request: Request, name: str) -> Prepared:
        """The share as a sentence to its sharer alone."""
        return Prepared("notice", _sentence(request, name), request.language)

    def waits(self, request: Request) -> bool:
        """Whether it is a share for which a worker looks up what may be read."""
        return request.kind == "share" and _LOOK_UP in request.payload

    def looked_up(self, request: Request, reply: Reply | None) -> None:
        """Have the answer delivered to the channel, or the question asked anew for its readers.

        Raises QueueUnavailable; the reaper goes on.
        """
        shared, report = self._shared(request), (reply.report if reply else None) or {}
        if shared is None or "readable" not in report:
            self.tell(request, "share_failed" if shared else "share_gone")
            return
        rights = self.audience.in_channel(request.channel)
        asked = self.ledger.turned(request, "share", self._question(request, shared[0], rights), "channel")
        if asked is None:
            return
        if Sight(rights.principals, frozenset(report["readable"])).has_answer(shared[1]):
            self.publisher.deliver(Reply(asked.work_id, answer=packed_answer(shared[1])))
        else:
            _log.info("share_asked_anew", request_id=request.id)
            self.publisher.publish(asked)

    def tell(self, request: Request, name: str, error: str = "") -> None:
        """Let the share end as a sentence to its sharer alone. Raises QueueUnavailable; the reaper goes on."""
        told = self.ledger.turned(request, "notice", _sentence(request, name, error), "command")
        if told is not None:
            self.publisher.publish(told)

    def not_posted(self, request: Request, error: str) -> None:
        """Tell the sharer why Slack refuses the post."""
        self.tell(request, closed_by(error), error)

    def say_done(self, request: Request, reply: Reply | None) -> None:
        """Tell the sharer that it is there, and whether parts were held back; never which."""
        answer = (reply.answer if reply else None) or {}
        whole = answer.get("question_id") == request.payload[EDGE][OF]
        words = WORDINGS[request.language]
        sentence = (words.share_done if whole else words.share_held_back).format(channel=request.channel)
        if request.response_url and say_privately(request.response_url, sentence):
            return
        try:
            call(self.client.chat_postMessage, channel=request.user, text=sentence)
        except (RateLimited, SlackRefused, SlackUnreachable) as error:
            _log.warning("sentence_not_shown", request_id=request.id, error=str(error))

    def _shared(self, request: Request) -> tuple[Request, AnswerRecord] | None:
        """What is shared; None where its answer stands no more."""
        shared = self.ledger.get(request.payload[EDGE][OF])
        record = self.outcomes.answer_to(shared.id) if shared else None
        return (shared, record) if shared and record and is_there(shared, self.outcomes) else None

    def _question(self, request: Request, shared: Request, rights: Rights) -> Json:
        """The question for all who read the channel; what was answered privately before is no part of it."""
        asked = shared.payload
        said = _said_by_people(asked.get("history", ()))
        day = self.audience.today(request.user, utc_now())
        today = day.isoformat() if day else ""
        question = Question(request.id, asked["text"], asked["language"], rights.principals, said, today)
        edge = {**request.payload[EDGE], OWN_WORDS: shared.asked, "gaps": [asdict(gap) for gap in rights.gaps]}
        return {**pack_question(question), EDGE: edge}


def _sentence(request: Request, name: str, error: str = "") -> Json:
    return {"name": name, "values": {"channel": request.channel, "error": error}}


def _said_by_people(history: Sequence[Json]) -> tuple[Turn, ...]:
    return tuple(Turn(**turn) for turn in history if turn["role"] == "user")
