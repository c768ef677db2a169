"""What came of the requests: answers, people's verdicts on them, and the audit trail of administrative actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select

from bot.records.database import Database
from bot.records.ledger import utc_now
from bot.records.models import IN_THREADS, AnswerRecord, AuditEntry, Feedback, Request
from bot.slack.markup import storable
from workers.contract import EDGE, FILES, Json

APPROVED: Final = 50
"""Questions asked again at once: what a worker answers in the time of one request."""


_PACKED: Final = (
    "text",
    "language",
    "abstained",
    "citations",
    "retrieved",
    "knowledge_version",
    "generator",
    "timings",
    "kind",
    "confidence",
    "cached",
    "shortfall",
    "refused",
)
"""What is kept of a packed answer, under the same names."""


class Outcomes:
    """Writes the tables that reports, audits and training read."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    def record_of(self, request: Request, answer: Json) -> AnswerRecord:
        """A packed answer (`workers.contract.pack_answer`) as it will be kept. Raises KeyError when it lacks a part."""
        now = self._now()
        return AnswerRecord(
            request_id=request.id,
            text=storable(answer["text"]),
            language=answer["language"],
            abstained=answer["abstained"],
            citations=answer["citations"],
            retrieved=answer["retrieved"],
            knowledge_version=answer["knowledge_version"],
            generator=answer["generator"],
            timings=answer["timings"],
            kind=answer.get("kind", "answer"),  # a worker of the release before does not say these
            confidence=answer.get("confidence"),
            cached=answer.get("cached", ""),
            shortfall=answer.get("shortfall", ""),
            refused=answer.get("refused", []),
            elapsed_s=(now - request.created_at).total_seconds(),
            created_at=now,
        )

    def answer_to(self, request_id: str) -> AnswerRecord | None:
        """The answer that was kept, detached."""
        with self._database.read() as session:
            return session.get(AnswerRecord, request_id)

    def answered(self, record: AnswerRecord) -> None:
        """Keep an answer; doing it again changes nothing. Verdicts on another answer to the request go with that."""
        with self._database.write() as session:
            former = session.get(AnswerRecord, record.request_id)
            if former is not None and former.text != record.text:
                session.execute(delete(Feedback).where(Feedback.request_id == record.request_id))
            session.merge(record)

    def judged(self, request_id: str, user: str, *, helpful: bool) -> bool:
        """Keep one person's verdict; False when it is already what they said, or no such answer was given."""
        with self._database.write() as session:
            if session.get(AnswerRecord, request_id) is None:
                return False
            known = session.get(Feedback, (request_id, user))
            if known is not None and known.helpful == helpful:
                return False
            session.merge(Feedback(request_id=request_id, user=user, helpful=helpful, created_at=self._now()))
        return True

    def approved_by(self, user: str, limit: int = APPROVED) -> list[Json]:
        """The questions whose answers this person found helpful last, as ``eval`` takes them; each question once."""
        query = (
            select(Request.payload, AnswerRecord.citations)
            .join(AnswerRecord, AnswerRecord.request_id == Request.id)
            .join(Feedback, Feedback.request_id == Request.id)
            .where(Feedback.user == user, Feedback.helpful, Request.kind.in_(IN_THREADS))
            .order_by(Feedback.created_at.desc())
            .limit(limit)
        )
        with self._database.read() as session:
            pairs = session.execute(query).all()
        newest: dict[str, Json] = {}
        for payload, citations in pairs:
            if payload.get(EDGE, {}).get(FILES):
                continue  # without its file it is another question
            newest.setdefault(payload["text"].casefold(), _approved(payload, citations))
        return list(newest.values())

    def audited(
        self, user: str, action: str, *, allowed: bool, request_id: str | None = None, arguments: Iterable[str] = ()
    ) -> None:
        """Keep an administrative action or a refused try at one, with the names of the arguments that were given."""
        entry = AuditEntry(
            at=self._now(),
            user=user,
            action=action,
            allowed=allowed,
            request_id=request_id,
            arguments=sorted(arguments),
        )
        with self._database.write() as session:
            session.add(entry)


def packed_answer(record: AnswerRecord) -> Json:
    """A kept answer as it was packed; its ``question_id`` is that of the request to which it is kept."""
    return {name: getattr(record, name) for name in _PACKED} | {"question_id": record.request_id}


def _approved(payload: Json, citations: list[Json]) -> Json:
    quotes = [[citation["document"], citation["quote"]] for citation in citations]
    return {
        "question": payload["text"],
        "language": payload["language"],
        "history": payload["history"],
        "quotes": quotes,
    }
