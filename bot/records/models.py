"""The tables. Times are aware UTC datetimes; SQLite and PostgreSQL store the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final, Literal

from sqlalchemy import JSON, DateTime, Dialect, Float, ForeignKey, Index, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.edge import Surface
from knowledge.domain import AnswerKind, Cached, Language, Refusal, Shortfall
from workers.contract import EDGE, Action

Kind = Literal["question", "draft", "translate", "notice", "announcement", "chosen", "share"] | Action
"""``notice``, ``announcement`` and ``chosen`` (a version of a draft): nothing to ask a worker, only something to post,
such as "I cannot read files". ``share``: an answer given privately, on its way into a channel."""
ASKED: Final[tuple[Kind, ...]] = ("question", "draft", "translate")
"""What a worker writes an answer to, where people talk."""
IN_THREADS: Final[tuple[Kind, ...]] = ("question", "share")
"""What is answered in a thread, and so what follows there goes on from."""
State = Literal["received", "queued", "settled", "failed"]
ReplyState = Literal["none", "posting", "starting", "streaming", "changing", "posted"]
"""``posting`` and ``starting`` (of a stream) are written before Slack is called: after a crash they say that a message
may be there already."""


OWN_WORDS: Final = "own_words"
"""Below `EDGE` of a question about a forwarded message: what its asker wrote; the rest is nothing to show others."""


def work_id(request_id: str, revision: int) -> str:
    """The id under which workers have a wording of a request."""
    return f"{request_id}.{revision}" if revision else request_id


def request_of(work_id: str) -> str:
    """The id of the request that a worker's id belongs to."""
    return work_id.partition(".")[0]


class UtcDateTime(TypeDecorator[datetime]):
    """SQLite forgets the time zone; this gives it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return an aware datetime."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Store UTC."""
        return value.astimezone(UTC) if value is not None else None


class Base(DeclarativeBase):
    """All tables."""


class Request(Base):
    """One thing somebody asked for, from the moment it arrives: the ledger that lets nothing be lost or done twice."""

    __tablename__ = "requests"
    __table_args__ = (
        Index("ix_requests_due", "state", "due_at"),
        Index("ix_requests_thread", "channel", "thread_ts", "created_at"),
        Index("ix_requests_user", "user_id", "kind", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """The idempotency key."""
    kind: Mapped[Kind] = mapped_column(String(16))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What the worker gets; of what is only posted, the sentence's name and values."""
    language: Mapped[Language] = mapped_column(String(8))

    team: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(32))
    thread_ts: Mapped[str | None] = mapped_column(String(32))
    message_ts: Mapped[str | None] = mapped_column(String(32))
    user: Mapped[str] = mapped_column("user_id", String(32))
    surface: Mapped[Surface] = mapped_column(String(16))
    response_url: Mapped[str | None] = mapped_column(Text)
    """A secret of half an hour; erased when the request is settled."""

    state: Mapped[State] = mapped_column(String(16), default="received")
    attempts: Mapped[int] = mapped_column(default=0)
    """How often it was put into the queue."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it first entered the queue."""
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Before this the reaper leaves it alone."""
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    reply_channel: Mapped[str | None] = mapped_column(String(32))
    """Where the reply was posted: not always where it was asked."""
    reply_ts: Mapped[str | None] = mapped_column(String(32))
    reply_state: Mapped[ReplyState] = mapped_column(String(16), default="none")
    failure: Mapped[str | None] = mapped_column(String(64))

    revision: Mapped[int] = mapped_column(default=0)
    """How often it was worded anew since it was asked."""
    edited_at: Mapped[str] = mapped_column(String(32), default="")
    """Slack's time of the last edit that was heard of, so that an older one that arrives late changes nothing."""

    @property
    def work_id(self) -> str:
        """The id under which workers have it: each wording has its own, so that no reply to another one is taken."""
        return work_id(self.id, self.revision)

    @property
    def offered(self) -> bool:
        """Whether its answer is offered to its asker alone, who had asked a channel and not us."""
        return bool(self.payload.get(EDGE, {}).get("offered"))

    @property
    def by_bot(self) -> bool:
        """Whether another app asked."""
        return bool(self.payload.get(EDGE, {}).get("by_bot"))

    @property
    def pressed(self) -> bool:
        """Whether it was asked by a button below an answer, so that no message says it."""
        return bool(self.payload.get(EDGE, {}).get("pressed"))

    @property
    def asked(self) -> str:
        """The question as others may see it: in its asker's own words, perhaps none."""
        return str(self.payload.get(EDGE, {}).get(OWN_WORDS, self.payload["text"]))

    @property
    def unasked(self) -> bool:
        """Whether nobody called us: then only an answer is worth interrupting people."""
        return bool(self.payload.get(EDGE, {}).get("unasked"))


class AnswerRecord(Base):
    """What was answered, from what, and how long it took."""

    __tablename__ = "answers"

    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[Language] = mapped_column(String(8))
    abstained: Mapped[bool]
    citations: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    retrieved: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    knowledge_version: Mapped[str] = mapped_column(String(128))
    generator: Mapped[str] = mapped_column(String(256))
    timings: Mapped[dict[str, float]] = mapped_column(JSON)
    """Seconds by stage."""
    kind: Mapped[AnswerKind] = mapped_column(String(16), default="answer")
    confidence: Mapped[float | None] = mapped_column(Float)
    """None where it was not kept yet."""
    cached: Mapped[Cached] = mapped_column(String(16), default="")
    shortfall: Mapped[Shortfall] = mapped_column(String(16), default="")
    refused: Mapped[list[Refusal]] = mapped_column(JSON, default=list)
    """Why sentences of the model were not shown."""
    elapsed_s: Mapped[float] = mapped_column(Float)
    """From the question's arrival to the answer's settling."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Feedback(Base):
    """One person's verdict on one answer; the last click counts."""

    __tablename__ = "feedback"

    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id"), primary_key=True)
    user: Mapped[str] = mapped_column("user_id", String(32), primary_key=True)
    helpful: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Person(Base):
    """What one person chose, and their Home tab as Slack has it."""

    __tablename__ = "people"

    user: Mapped[str] = mapped_column("user_id", String(32), primary_key=True)
    language: Mapped[Language | None] = mapped_column(String(8))
    """The language to answer them in; None for that of each question."""
    privately: Mapped[bool] = mapped_column(default=False)
    """Whether what they ask in channels is answered in their direct messages."""
    unoffered: Mapped[bool] = mapped_column(default=False)
    """Whether they want no answers that they did not ask for."""
    home_hash: Mapped[str | None] = mapped_column(String(64))
    """Slack's mark of the Home tab that was published last."""
    home_opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ChannelRow(Base):
    """How the bot behaves in one channel."""

    __tablename__ = "channels"

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)
    """`bot.records.channel_rules.ChannelRules` as a dictionary."""
    version: Mapped[int]
    """How often they were saved."""
    changed_by: Mapped[str] = mapped_column(String(32))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    form: Mapped[str] = mapped_column(String(64))
    """The form that they were saved with last, so that sending it twice saves once."""


class Offer(Base):
    """One answer that was offered to somebody who had not asked us; written down before it is shown."""

    __tablename__ = "offers"
    __table_args__ = (Index("ix_offers_channel", "channel", "at"),)

    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AuditEntry(Base):
    """One administrative action, carried out or refused."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    user: Mapped[str] = mapped_column("user_id", String(32))
    action: Mapped[str] = mapped_column(String(64))
    allowed: Mapped[bool]
    request_id: Mapped[str | None] = mapped_column(String(64))
    arguments: Mapped[list[str]] = mapped_column(JSON)
    """Which ones were given, not what they were: a question is nobody's business."""
