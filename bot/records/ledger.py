"""The ledger: every request, written down before anything else happens to it, and each step of its life."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, literal, select, update
from sqlalchemy.exc import IntegrityError

from bot.edge import Address
from bot.records.database import Database
from bot.records.models import ASKED, AnswerRecord, Kind, Request, State, UtcDateTime
from knowledge.domain import Language, Turn
from workers.contract import Json

OPEN_STATES: Final[tuple[State, ...]] = ("received", "queued")
WITHDRAWN: Final = "withdrawn"
"""A request's failure from the moment its question is deleted, while it is open still or before it was written down."""
STOPPED: Final = "stopped"
"""A request's failure from the moment its asker presses Stop, while it is open still."""
_GRACE: Final = timedelta(seconds=5)
"""How long a request is left to the ordinary way before the reaper looks at it."""


def utc_now() -> datetime:
    """The present, aware."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """A new request as it is written into the ledger."""

    id: str
    kind: Kind
    payload: Json
    language: Language
    address: Address


class Ledger:
    """Requests and their states: received -> queued -> settled or failed."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    def get(self, request_id: str) -> Request | None:
        """Return the request as it is now, detached."""
        with self._database.read() as session:
            return session.get(Request, request_id)

    def receive(self, entry: Entry) -> Request | None:
        """Write a new request down; None when it is there already, so that whoever wrote it takes care of it.

        It counts as queued at once, which saves a second write before Slack is answered: see `not_published`.
        """
        now = self._now()
        return self._added(entry, state="queued", attempts=1, created_at=now, published_at=now, due_at=now + _GRACE)

    def not_published(self, request_id: str) -> None:
        """The queue did not take it; whoever meets it next puts it there."""
        self._change(request_id, state="received", attempts=0, published_at=None)

    def prepared(self, request_id: str, kind: Kind, payload: Json, language: Language) -> bool:
        """The request is as a worker, or its asker, is to get it; False when it is over."""
        due_at = self._now() + _GRACE
        self._change(request_id, kind=kind, payload=payload, language=language, due_at=due_at)
        request = self.get(request_id)
        return request is not None and request.state in OPEN_STATES

    def published(self, request_id: str, *, patience: timedelta = _GRACE) -> None:
        """The request entered the queue; the reaper leaves it alone for ``patience``."""
        now = self._now()
        self._change(
            request_id,
            state="queued",
            attempts=Request.attempts + 1,
            due_at=now + patience,
            published_at=_first(now),
        )

    def postpone(self, request_id: str, patience: timedelta) -> None:
        """Keep the reaper away: somebody is at work on it."""
        self._change(request_id, due_at=self._now() + patience)

    def posting(self, request_id: str, channel: str) -> None:
        """A message is about to be sent to ``channel``; after a crash it must be looked for before another is sent."""
        self._change(request_id, reply_state="posting", reply_channel=channel)

    def starting(self, request_id: str, channel: str) -> None:
        """A stream is about to be started in ``channel``; it has no mark by which it could be told from others."""
        self._change(request_id, reply_state="starting", reply_channel=channel)

    def not_posted(self, request_id: str) -> None:
        """Slack refused: it is certain that nothing was posted."""
        self._change(request_id, reply_state="none", reply_channel=None)

    def streaming(self, request_id: str, channel: str, ts: str) -> None:
        """A stream was started; its message grows until it is stopped."""
        self._change(request_id, reply_state="streaming", reply_channel=channel, reply_ts=ts)

    def changing(self, request_id: str, channel: str, ts: str) -> None:
        """A message that will still be changed as a whole was posted."""
        self._change(request_id, reply_state="changing", reply_channel=channel, reply_ts=ts)

    def settle(self, request_id: str, channel: str | None, ts: str | None, failure: str | None = None) -> None:
        """The reply is where the person sees it; with ``failure``, it was the sentence that says so."""
        self._close(request_id, failure, reply_state="posted", reply_channel=channel, reply_ts=ts)

    def give_up(self, request_id: str, failure: str) -> None:
        """The reply cannot reach the person at all."""
        self._close(request_id, failure)

    def withdraw(self, request_id: str) -> bool:
        """Whoever asked took the question back: it is closed in order, but not answered. False when it is over."""
        self._change(request_id, failure=WITHDRAWN)
        request = self.get(request_id)
        return request is not None and request.state in OPEN_STATES

    def forestall(self, request_id: str, address: Address, failure: str = WITHDRAWN) -> bool:
        """Close what is not to be answered before it arrives, so that it is known when it does, or does again.

        False where it is there already.
        """
        now = self._now()
        entry = Entry(request_id, "question", {}, "en", address)
        closed = self._added(entry, state="failed", failure=failure, created_at=now, due_at=now, settled_at=now)
        return closed is not None

    def stop(self, channel: str, thread_ts: str | None, user: str, before: str) -> list[str]:
        """Whoever asked wants no answer any more to what they asked in a thread before the time ``before``, Slack's.

        Without a thread, in the whole channel. Returns the ids of these questions; once they are closed they are no
        longer among them.
        """
        theirs = and_(_being_answered(channel, thread_ts), Request.user == user, Request.message_ts < before)
        stopped = select(Request.id).where(theirs, Request.failure == STOPPED)
        with self._database.write() as session:
            session.execute(
                update(Request).where(theirs, Request.failure.is_(None)).values(failure=STOPPED),
                execution_options={"synchronize_session": False},
            )
            return list(session.scalars(stopped))

    def channel_renamed(self, old: str, new: str) -> None:
        """Slack gave a channel another id, as it does when one is shared: its threads and replies are there now."""
        with self._database.write() as session:
            for column in (Request.channel, Request.reply_channel):
                session.execute(update(Request).where(column == old).values({column: new}))

    def is_answering(self, channel: str, thread_ts: str) -> bool:
        """Whether a question that was asked in the thread is still to be answered."""
        query = select(Request.id).where(_being_answered(channel, thread_ts)).limit(1)
        with self._database.read() as session:
            return session.scalar(query) is not None

    def due(self, limit: int = 200) -> list[Request]:
        """Open requests that nobody has touched for longer than they should wait, oldest first."""
        query = (
            select(Request)
            .where(Request.state.in_(OPEN_STATES), Request.due_at <= self._now())
            .order_by(Request.created_at)
            .limit(limit)
        )
        with self._database.read() as session:
            return list(session.scalars(query))

    def follows(self, channel: str, thread_ts: str) -> bool:
        """Whether somebody asked a question in this thread, so that what follows is meant for the bot."""
        query = select(Request.id).where(_in_thread(channel, thread_ts)).where(Request.kind == "question").limit(1)
        with self._database.read() as session:
            return session.scalar(query) is not None

    def known_replies(self, channel: str, thread_ts: str) -> frozenset[str]:
        """The ``ts`` of every message that a request of this thread has as its reply."""
        query = select(Request.reply_ts).where(_in_thread(channel, thread_ts)).where(Request.reply_ts.is_not(None))
        with self._database.read() as session:
            return frozenset(ts for ts in session.scalars(query) if ts)

    def history(self, channel: str, thread_ts: str, questions: int = 6) -> tuple[Turn, ...]:
        """The last answered questions of a thread, oldest first; nothing that was said anywhere else."""
        query = (
            select(Request, AnswerRecord)
            .join(AnswerRecord, AnswerRecord.request_id == Request.id)
            .where(_in_thread(channel, thread_ts))
            .order_by(Request.created_at.desc())
            .limit(questions)
        )
        with self._database.read() as session:
            pairs = session.execute(query).all()
        return tuple(
            turn
            for request, answer in reversed(pairs)
            for turn in (Turn("user", request.payload["text"]), Turn("assistant", answer.text))
        )

    def _added(self, entry: Entry, **standing: object) -> Request | None:
        """Write it down; None when one with its id is there already."""
        address = entry.address
        request = Request(
            id=entry.id,
            kind=entry.kind,
            payload=entry.payload,
            language=entry.language,
            team=address.team,
            channel=address.channel,
            thread_ts=address.thread_ts,
            message_ts=address.message_ts,
            user=address.user,
            surface=address.surface,
            response_url=address.response_url,
            **standing,
        )
        try:
            with self._database.write() as session:
                session.add(request)
        except IntegrityError:
            return None
        return request

    def _close(self, request_id: str, failure: str | None, **reply: str | None) -> None:
        state: State = "failed" if failure else "settled"
        self._change(request_id, state=state, failure=failure, settled_at=self._now(), response_url=None, **reply)

    def _change(self, request_id: str, **values: Any) -> None:  # noqa: ANN401 - columns and expressions
        with self._database.write() as session:
            session.execute(
                update(Request).where(Request.id == request_id, Request.state.in_(OPEN_STATES)).values(**values),
                execution_options={"synchronize_session": False},
            )


def _first(now: datetime) -> ColumnElement[datetime | None]:
    """Keep the time of the first publishing."""
    return func.coalesce(Request.published_at, literal(now, UtcDateTime()))


def _in_thread(channel: str, thread_ts: str) -> ColumnElement[bool]:
    return and_(Request.channel == channel, Request.thread_ts == thread_ts)


def _being_answered(channel: str, thread_ts: str | None) -> ColumnElement[bool]:
    place = Request.channel == channel if thread_ts is None else _in_thread(channel, thread_ts)
    return and_(place, Request.kind.in_(ASKED), Request.state.in_(OPEN_STATES))
