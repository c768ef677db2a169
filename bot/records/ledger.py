"""The ledger: every request, written down before anything else happens to it, and each step of its life."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, CursorResult, and_, case, delete, func, literal, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.edge import Address, Surface
from bot.records.database import Database
from bot.records.models import ASKED, IN_THREADS, AnswerRecord, Feedback, Kind, Request, State, UtcDateTime
from bot.records.rewording import is_worded_anew, reopen
from knowledge.domain import Language, Turn
from workers.contract import EDGE, FILES, Json

OPEN_STATES: Final[tuple[State, ...]] = ("received", "queued")
WITHDRAWN: Final = "withdrawn"
"""A request's failure from the moment its question is deleted, while it is open still or before it was written down."""
STOPPED: Final = "stopped"
"""A request's failure from the moment its asker presses Stop, while it is open still."""
UNASKED: Final = "unasked"
"""The failure of what nobody asked us and we had nothing to say to: nothing was posted."""
GONE: Final = "9999999999.999999"
"""In place of an edit's time, of a message that was deleted: later than any edit, in every database's order."""
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
    edited_at: str = ""
    """Slack's time of the edit by which it came to these words, if any."""


class Ledger:
    """Requests and their states: received -> queued -> settled or failed."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    def get(self, request_id: str) -> Request | None:
        """Return the request as it is now, detached."""
        with self._database.read() as session:
            return session.get(Request, request_id)

    def known_as(self, key: str, address: Address) -> str:
        """The id of the request that a message became: its ``key``, unless its channel had another id then.

        Slack gives a channel another id when it is shared; `channel_renamed` moves its requests, and their ids stay.
        """
        there = and_(_in_thread(address.channel, address.thread_ts or ""), Request.message_ts == address.message_ts)
        query = select(Request.id).where(or_(Request.id == key, there)).order_by(Request.id != key).limit(1)
        with self._database.read() as session:
            return session.scalar(query) or key

    def receive(self, entry: Entry) -> Request | None:
        """Write a new request down; None when it is there already, so that whoever wrote it takes care of it.

        It counts as queued at once, which saves a second write before Slack is answered: see `not_published`.
        """
        now = self._now()
        return self._added(entry, state="queued", attempts=1, created_at=now, published_at=now, due_at=now + _GRACE)

    def receive_later(self, entry: Entry, wait: timedelta) -> bool:
        """Write down a new request that the reaper is to publish after a while; False when it is there already."""
        now = self._now()
        return self._added(entry, state="queued", created_at=now, due_at=now + wait) is not None

    def reword(self, entry: Entry, wait: timedelta = _GRACE) -> Request | None:
        """Write down the words that a request has now; None where they change nothing, or later ones are known.

        It is open from then on, whatever came of it before: a reply that is there will be changed. It counts as queued,
        as with `receive`.
        """
        with self._database.write() as session:
            request = session.get(Request, entry.id, with_for_update=True)
            if request is None or request.edited_at >= entry.edited_at:
                return None
            request.edited_at = entry.edited_at
            if request.failure != WITHDRAWN and not is_worded_anew(request, entry):
                return None
            reopen(request, entry, self._now(), wait)
            for told in (Feedback, AnswerRecord):  # what was answered, and found helpful, was said to other words
                session.execute(delete(told).where(told.request_id == request.id))
        return request

    def retry(self, entry: Entry) -> Request | None:
        """Begin again what ended without being done: it failed, or became a sentence. None where it did not.

        It counts as queued, as with `receive`.
        """
        with self._database.write() as session:
            request = session.get(Request, entry.id, with_for_update=True)
            if (
                request is None
                or request.state in OPEN_STATES
                or (request.state == "settled" and request.kind == entry.kind)
            ):
                return None
            reopen(request, entry, self._now(), _GRACE)
            request.surface, request.thread_ts = entry.address.surface, entry.address.thread_ts
            request.response_url, request.reply_state = entry.address.response_url, "none"
        return request

    def not_published(self, request_id: str) -> None:
        """The queue did not take it; whoever meets it next puts it there."""
        self._change(request_id, state="received", attempts=0, published_at=None)

    def prepared(self, request: Request, kind: Kind, payload: Json, language: Language) -> bool:
        """The request is as a worker, or its asker, is to get it; False when it is over, or was edited meanwhile."""
        now = self._now()
        values = {"kind": kind, "payload": payload, "language": language, "due_at": now + _GRACE}
        return self._change(request.id, request.revision, attempts=1, published_at=now, **values)

    def narrowed(self, request: Request, payload: Json) -> Request | None:
        """The request is asked again, for readers who may read less: no reply that was made before is one to it.

        None when it is over, or was edited meanwhile. It counts as queued, as with `receive`.
        """
        changed = self._change(
            request.id,
            request.revision,
            payload=payload,
            revision=request.revision + 1,
            attempts=Request.attempts + 1,
            due_at=self._now() + _GRACE,
        )
        return self.get(request.id) if changed else None

    def turned(self, request: Request, kind: Kind, payload: Json, surface: Surface) -> Request | None:
        """The request goes on as something else, for other readers: no reply that was made before is one to it.

        None when it is over, or was edited meanwhile. It counts as queued, as with `receive`.
        """
        now = self._now()
        values = {"kind": kind, "payload": payload, "surface": surface, "revision": request.revision + 1}
        changed = self._change(
            request.id, request.revision, **values, attempts=1, published_at=now, due_at=now + _GRACE
        )
        return self.get(request.id) if changed else None

    def begins_at(self, request_id: str, ts: str) -> None:
        """A post that no message asked for stands at ``ts``, in its thread or as the beginning of one."""
        self._change(request_id, message_ts=ts, thread_ts=func.coalesce(Request.thread_ts, ts))

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
        self._change(request_id, reply_state="none", reply_channel=None, reply_ts=None)

    def streaming(self, request_id: str, channel: str, ts: str) -> None:
        """A stream was started; its message grows until it is stopped."""
        self._change(request_id, reply_state="streaming", reply_channel=channel, reply_ts=ts)

    def changing(self, request_id: str, channel: str, ts: str) -> None:
        """A message that will still be changed as a whole was posted."""
        self._change(request_id, reply_state="changing", reply_channel=channel, reply_ts=ts)

    def settle(
        self,
        request_id: str,
        channel: str | None,
        ts: str | None,
        failure: str | None = None,
        *,
        revision: int | None = None,
    ) -> None:
        """The reply is where the person sees it; with ``failure``, it was the sentence that says so.

        With a ``revision`` that is no longer the last, the message will be changed.
        """
        posted = {"reply_state": "posted", "reply_channel": channel, "reply_ts": ts}
        if not self._close(request_id, failure, revision, **posted) and channel and ts:
            self.changing(request_id, channel, ts)

    def give_up(self, request_id: str, failure: str, *, revision: int | None = None) -> None:
        """The reply cannot reach the person at all; with a ``revision``, unless there is a later one."""
        self._close(request_id, failure, revision)

    def withdraw(self, request_id: str, at: str = GONE) -> bool:
        """Whoever asked took the question back: it is closed in order, but not answered.

        ``at`` is the time of the edit by which they did, Slack's. False when it is over, or was edited again since.
        """
        earlier = and_(Request.id == request_id, Request.edited_at < at)
        withdrawn = case((Request.state.in_(OPEN_STATES), WITHDRAWN), else_=Request.failure)
        with self._database.write() as session:
            session.execute(
                update(Request).where(earlier).values(edited_at=at, failure=withdrawn),
                execution_options={"synchronize_session": False},
            )
        request = self.get(request_id)
        return request is not None and request.state in OPEN_STATES and request.failure == WITHDRAWN

    def forestall(self, request_id: str, address: Address, failure: str = WITHDRAWN, at: str = GONE) -> bool:
        """Close what is not to be answered before it arrives, so that it is known when it does, or does again.

        ``at`` as with `withdraw`. False where it is there already.
        """
        now = self._now()
        entry = Entry(request_id, "question", {}, "en", address, at)
        closed = self._added(entry, state="failed", failure=failure, created_at=now, due_at=now, settled_at=now)
        return closed is not None

    def stop(self, channel: str, thread_ts: str | None, user: str, before: str) -> list[str]:
        """Whoever asked wants no answer any more to what they asked in a thread before the time ``before``, Slack's.

        Without a thread, in the whole channel. Returns the ids of these questions as workers have them; once they are
        closed they are no longer among them.
        """
        theirs = and_(_being_answered(channel, thread_ts), Request.user == user, Request.message_ts < before)
        stopped = select(Request).where(theirs, Request.failure == STOPPED)
        with self._database.write() as session:
            session.execute(
                update(Request).where(theirs, Request.failure.is_(None)).values(failure=STOPPED),
                execution_options={"synchronize_session": False},
            )
            return [request.work_id for request in session.scalars(stopped)]

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

    def is_first(self, request: Request) -> bool:
        """Whether no question was asked in the request's thread before it that was not taken back."""
        earlier = and_(Request.kind == "question", Request.message_ts < (request.message_ts or ""))
        standing = or_(Request.failure.is_(None), Request.failure != WITHDRAWN)
        thread = _in_thread(request.channel, request.thread_ts or "")
        with self._database.read() as session:
            return session.scalar(select(Request.id).where(thread, earlier, standing).limit(1)) is None

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

    def follows(self, channel: str, thread_ts: str, message_ts: str = GONE) -> bool:
        """Whether somebody asked a question in this thread, so that what follows is meant for the bot.

        What nobody asked us counts once we said something; what was asked after the message ``message_ts`` does not,
        nor what was asked privately.
        """
        asked = and_(Request.kind.in_(IN_THREADS), Request.surface != "command")
        query = select(Request).where(_in_thread(channel, thread_ts), asked, Request.message_ts < message_ts)
        with self._database.read() as session:
            return any(request.reply_ts or not request.unasked for request in session.scalars(query))

    def asked_by_bots(self, channel: str, within: timedelta, thread_ts: str | None = None) -> int:
        """How many questions other apps asked lately, in a thread or in all of a channel."""
        place = Request.channel == channel if thread_ts is None else _in_thread(channel, thread_ts)
        by_bot = Request.payload[(EDGE, "by_bot")].as_boolean().is_(True)
        lately = and_(place, by_bot, Request.created_at > self._now() - within)
        with self._database.read() as session:
            return session.scalar(select(func.count()).select_from(Request).where(lately)) or 0

    def told_of(self, channel: str, name: str, within: timedelta) -> int:
        """How often a channel, or a person by their id, was told the sentence of that name lately."""
        there = and_(Request.channel == channel, Request.kind == "notice")
        query = select(Request.payload).where(there, Request.created_at > self._now() - within)
        with self._database.read() as session:
            return sum(payload.get("name") == name for payload in session.scalars(query))

    def known_replies(self, channel: str, thread_ts: str) -> frozenset[str]:
        """The ``ts`` of every message that a request of this thread has as its reply."""
        query = select(Request.reply_ts).where(_in_thread(channel, thread_ts)).where(Request.reply_ts.is_not(None))
        with self._database.read() as session:
            return frozenset(ts for ts in session.scalars(query) if ts)

    def history(
        self, channel: str, thread_ts: str, before: str = GONE, questions: int = 6, *, read_by: str | None = None
    ) -> tuple[Turn, ...]:
        """The last answered questions of a thread before the message ``before``, oldest first.

        Nothing that was said anywhere else. What was answered privately in a channel is there only for what
        ``read_by``, its asker, reads alone, too.
        """
        query = (
            select(Request, AnswerRecord)
            .join(AnswerRecord, AnswerRecord.request_id == Request.id)
            .where(_in_thread(channel, thread_ts), Request.message_ts < before, Request.kind.in_(IN_THREADS))
            .where(or_(Request.surface != "command", Request.user == read_by))
            .order_by(Request.message_ts.desc(), Request.created_at.desc())
            .limit(questions)
        )
        with self._database.read() as session:
            pairs = session.execute(query).all()
        return tuple(
            turn
            for request, answer in reversed(pairs)
            for turn in (Turn("user", request.payload["text"]), Turn("assistant", answer.text))
        )

    def files_shown(self, channel: str, thread_ts: str, user: str, before: str = GONE) -> list[Json]:
        """The files that the person showed last in a thread before the message ``before``, as Slack's events had them.

        A reply in private begins a thread of its own, which belongs to what it answers. Nobody else's files are there.
        """
        replied = and_(Request.reply_channel == channel, Request.reply_ts == thread_ts)
        there = or_(and_(_in_thread(channel, thread_ts), Request.message_ts < before), replied)
        not_taken_back = or_(Request.failure.is_(None), Request.failure != WITHDRAWN)
        query = (
            select(Request.payload)
            .where(there, Request.user == user, not_taken_back)
            .order_by(Request.message_ts.desc())
        )
        with self._database.read() as session:
            shown = (payload.get(EDGE, {}).get(FILES) for payload in session.scalars(query))
            return next((files for files in shown if files), [])

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
            edited_at=entry.edited_at,
            revision=0,
            **standing,
        )
        try:
            with self._database.write() as session:
                session.add(request)
        except IntegrityError:
            return None
        return request

    def _close(self, request_id: str, failure: str | None, revision: int | None, **reply: str | None) -> bool:
        state: State = "failed" if failure else "settled"
        closed = {"state": state, "failure": failure, "settled_at": self._now(), "response_url": None}
        return self._change(request_id, revision, **closed, **reply)

    def _change(self, request_id: str, was: int | None = None, /, **values: Any) -> bool:  # noqa: ANN401 - columns
        """Change it while it is open and, where ``was`` is its revision, not edited since; False where it is not."""
        unchanged = [] if was is None else [Request.revision == was]
        change = update(Request).where(Request.id == request_id, Request.state.in_(OPEN_STATES), *unchanged)
        with self._database.write() as session:
            result = session.execute(change.values(**values), execution_options={"synchronize_session": False})
        return cast("CursorResult[Any]", result).rowcount > 0


def _first(now: datetime) -> ColumnElement[datetime | None]:
    """Keep the time of the first publishing."""
    return func.coalesce(Request.published_at, literal(now, UtcDateTime()))


def _in_thread(channel: str, thread_ts: str) -> ColumnElement[bool]:
    return and_(Request.channel == channel, Request.thread_ts == thread_ts)


def _being_answered(channel: str, thread_ts: str | None) -> ColumnElement[bool]:
    place = Request.channel == channel if thread_ts is None else _in_thread(channel, thread_ts)
    return and_(place, Request.kind.in_(ASKED), Request.state.in_(OPEN_STATES))
