"""What people asked and what came of it, read for their own pages; and how many questions had no answer, for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import func, or_, select

from bot.records.database import Database
from bot.records.ledger import OPEN_STATES, STOPPED, WITHDRAWN, utc_now
from bot.records.models import AnswerRecord, Request
from knowledge.attached import is_attached
from knowledge.domain import AnswerKind
from workers.contract import EDGE

Outcome = Literal["open", "answered", "unsaid", "asked_back", "withdrawn", "stopped", "failed"]
"""What came of a question. ``unsaid``: the policies do not say; ``withdrawn``: its asker deleted it."""

_OF_FAILURES: Final[Mapping[str, Outcome]] = {WITHDRAWN: "withdrawn", STOPPED: "stopped"}
_OF_ANSWERS: Final[Mapping[AnswerKind, Outcome]] = {"abstention": "unsaid", "clarification": "asked_back"}
_ASKED_US: Final = Request.payload[(EDGE, "unasked")].as_boolean().is_not(True)
"""What people asked each other is no question without an answer."""
_LOOKED_BACK: Final = 50
"""Answers whose documents are asked after: what somebody asked long ago is no news to them."""


@dataclass(frozen=True, slots=True)
class Past:
    """One question of a person's.

    ``text`` is empty where they deleted it; ``channel`` and ``ts`` are its reply's; ``kept``: its answer can be shown.
    """

    id: str
    text: str
    outcome: Outcome
    asked_at: datetime
    channel: str | None
    ts: str | None
    kept: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that answers rested on: the version of the last of them, and the link they had."""

    document: str
    version: str
    url: str


class Histories:
    """Reads the ledger and the answers; never changes them."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    def asker_of(self, request_id: str) -> str | None:
        """Who asked a question; None where it is none."""
        query = select(Request.user).where(Request.id == request_id, Request.kind == "question")
        with self._database.read() as session:
            return session.scalar(query)

    def last(self, user: str, limit: int) -> list[Past]:
        """The person's own last questions, newest first; what nobody asked us only where we said something."""
        query = (
            select(Request, AnswerRecord.kind)
            .outerjoin(AnswerRecord, AnswerRecord.request_id == Request.id)
            .where(Request.user == user, Request.kind == "question", or_(_ASKED_US, AnswerRecord.kind.is_not(None)))
            .order_by(Request.created_at.desc(), Request.id)
            .limit(limit)
        )
        with self._database.read() as session:
            return [_past(request, kind) for request, kind in session.execute(query)]

    def cited_for(self, user: str) -> list[Cited]:
        """The documents that the person's last answers rested on, each once with its latest answer, newest first."""
        query = (
            select(AnswerRecord.citations, AnswerRecord.knowledge_version)
            .join(Request, Request.id == AnswerRecord.request_id)
            .where(Request.user == user, Request.kind == "question")
            .order_by(Request.created_at.desc())
            .limit(_LOOKED_BACK)
        )
        found: dict[str, Cited] = {}
        with self._database.read() as session:
            for citations, version in session.execute(query):
                for citation in (one for one in citations if not is_attached(one["document"])):
                    name = citation["document"]
                    found.setdefault(name, Cited(name, version, citation.get("url", "")))
        return list(found.values())

    def unanswered(self, days: int) -> Counter[str]:
        """How many questions of the last days had no answer, by why: ``unsaid``, or the name of the failure.

        What its asker took back or stopped is none of them; of whose they were and what they said nothing is told.
        """
        query = (
            select(Request.failure, AnswerRecord.kind, func.count())
            .outerjoin(AnswerRecord, AnswerRecord.request_id == Request.id)
            .where(Request.kind == "question", Request.created_at >= self._now() - timedelta(days=days), _ASKED_US)
            .where(Request.state.not_in(OPEN_STATES))
            .group_by(Request.failure, AnswerRecord.kind)
        )
        counted: Counter[str] = Counter()
        with self._database.read() as session:
            for failure, answered, count in session.execute(query).all():
                if reason := _reason(failure, answered):
                    counted[reason] += count
        return counted


def outcome_of(request: Request, answered: AnswerKind | None) -> Outcome:
    """What came of a question whose answer, if there is one, is of this kind."""
    if request.failure is not None and request.failure in _OF_FAILURES:
        return _OF_FAILURES[request.failure]
    if request.state in OPEN_STATES:
        return "open"
    if request.failure:
        return "failed"
    return _OF_ANSWERS.get(answered, "answered") if answered else "answered"  # an order has what was written


def _past(request: Request, answered: AnswerKind | None) -> Past:
    outcome = outcome_of(request, answered)
    deleted = outcome == "withdrawn"
    text = "" if deleted else str(request.payload.get("text") or "")
    return Past(
        id=request.id,
        text=text,
        outcome=outcome,
        asked_at=request.created_at,
        channel=request.reply_channel,
        ts=None if deleted else request.reply_ts,
        kept=answered is not None and not deleted,
    )


def _reason(failure: str | None, answered: AnswerKind | None) -> str | None:
    """Why a question that is over has no answer; None where it has one, or where nobody waits for it any more."""
    if failure is not None:
        return None if failure in _OF_FAILURES else failure
    return "unsaid" if answered == "abstention" else None
