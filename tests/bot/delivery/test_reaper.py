"""The reaper: what a queue loses comes back, and what cannot be answered is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import update

from bot.delivery.locks import Locks
from bot.delivery.process import Parts
from bot.records.database import Database
from bot.records.ledger import utc_now
from bot.records.models import Request
from tests.bot.office import Office
from workers.contract import Json, Reply, cancel_key, claim_key, reply_key


@pytest.fixture
def due(office: Office) -> Callable[..., Request]:
    """A question that has waited for longer than it should."""

    def ask(**changed: object) -> Request:
        request = office.ask()
        with office.database.write() as session:
            values = {"due_at": utc_now() - timedelta(seconds=1), **changed}
            session.execute(update(Request).where(Request.id == request.id).values(**values))
        return request

    return ask


def test_a_question_that_the_queue_lost_is_published_again(
    office: Office, parts: Parts, redis: Redis, due: Callable[..., Request]
) -> None:
    """Redis popped it and the worker died before it was recorded."""
    request = due()
    redis.delete("questions")
    parts.reaper.reap()
    parts.reaper.reap()
    now = office.ledger.get(request.id)

    assert [request.id] == [payload["id"] for payload in office.queued("questions")]
    assert now is not None
    assert ("queued", 2) == (now.state, now.attempts)


def test_a_question_that_never_was_published_is_published(
    office: Office, parts: Parts, redis: Redis, due: Callable[..., Request]
) -> None:
    """The queue was down when it came; what the person was told is true."""
    request = due(state="received", attempts=0, published_at=None)
    redis.delete("questions")
    parts.reaper.reap()

    assert [request.id] == [payload["id"] for payload in office.queued("questions")]


def test_a_question_that_waits_in_the_queue_is_left_there(
    office: Office, parts: Parts, due: Callable[..., Request]
) -> None:
    """All workers are busy; a second copy would only make it worse."""
    due()
    parts.reaper.reap()

    assert 1 == len(office.queued("questions"))


def test_a_question_that_a_worker_has_claimed_is_left_to_it(
    office: Office, parts: Parts, redis: Redis, due: Callable[..., Request]
) -> None:
    """Even when it takes long: the claim is kept alive by its worker."""
    request = due(attempts=9, published_at=utc_now() - timedelta(hours=1))
    redis.delete("questions")
    redis.set(claim_key(request.id), "worker-1")
    parts.reaper.reap()

    assert [] == office.queued("questions")
    assert [] == office.queued("replies")


def test_a_reply_that_was_lost_is_sent_again_and_not_made_again(
    office: Office, parts: Parts, redis: Redis, due: Callable[..., Request]
) -> None:
    """The worker kept it for this."""
    request = due()
    redis.delete("questions")
    reply = Reply(request.id, failure="deadline")
    redis.set(reply_key(request.id), json.dumps(asdict(reply)))
    parts.reaper.reap()

    assert [asdict(reply)] == office.queued("replies")
    assert [] == office.queued("questions")


def test_a_reply_that_still_waits_is_not_sent_twice(
    office: Office, parts: Parts, redis: Redis, due: Callable[..., Request], database: Database
) -> None:
    """Delivery is behind, not broken."""
    request = due()
    redis.set(reply_key(request.id), json.dumps(asdict(Reply(request.id, failure="deadline"))))
    for _ in range(2):
        parts.reaper.reap()
        with database.write() as session:
            session.execute(update(Request).values(due_at=utc_now() - timedelta(seconds=1)))

    assert 1 == len(office.queued("replies"))


def test_a_reply_that_is_being_posted_is_not_sent_again(
    office: Office, parts: Parts, redis: Redis, due: Callable[..., Request]
) -> None:
    """Slack is slow, nothing is lost."""
    request = due()
    redis.set(reply_key(request.id), json.dumps(asdict(Reply(request.id, failure="deadline"))))
    with Locks(redis).hold(request.id, 0):
        parts.reaper.reap()

    assert [] == office.queued("replies")


def test_a_stored_reply_that_cannot_be_read_does_not_stop_the_others(
    office: Office, parts: Parts, redis: Redis, due: Callable[..., Request]
) -> None:
    """Its person reads that something went wrong."""
    first, second = due(), due()
    redis.delete("questions")
    redis.set(reply_key(first.id), '{"id": "x", "of_a_later_version": 1}')
    parts.reaper.reap()

    assert [asdict(Reply(first.id, failure="internal"))] == office.queued("replies")
    assert [second.id] == [payload["id"] for payload in office.queued("questions")]


@pytest.mark.parametrize(
    "changed", [{"attempts": 5}, {"published_at": utc_now() - timedelta(minutes=16)}], ids=["attempts", "age"]
)
def test_what_cannot_be_answered_is_said(
    office: Office, parts: Parts, redis: Redis, due: Callable[..., Request], changed: Json
) -> None:
    """After five tries or fifteen minutes the person reads a sentence, and a late worker is told to stop."""
    request = due(**changed)
    redis.delete("questions")
    parts.reaper.reap()

    assert [asdict(Reply(request.id, failure="unavailable"))] == office.queued("replies")
    assert [] == office.queued("questions")
    assert redis.exists(cancel_key(request.id))


def test_a_question_from_before_a_long_outage_is_still_answered(
    office: Office, parts: Parts, redis: Redis, due: Callable[..., Request]
) -> None:
    """The fifteen minutes begin with the queue, not with the question."""
    request = due(state="received", attempts=0, published_at=None, created_at=utc_now() - timedelta(hours=3))
    redis.delete("questions")
    parts.reaper.reap()

    assert [request.id] == [payload["id"] for payload in office.queued("questions")]


def test_a_lost_notice_comes_back(office: Office, parts: Parts, redis: Redis, database: Database) -> None:
    """A notice needs no worker; its sentence is in the office.ledger."""
    request = office.ask(text="🎉")
    redis.delete("replies")
    with database.write() as session:
        session.execute(update(Request).values(due_at=utc_now() - timedelta(seconds=1)))
    parts.reaper.reap()

    assert [{"id": request.id}] == office.queued("replies")


def test_a_settled_request_is_never_touched(
    office: Office, parts: Parts, redis: Redis, due: Callable[..., Request]
) -> None:
    """Whatever Redis has forgotten."""
    request = due()
    office.ledger.settle(request.id, "D0MAYA", "1.0")
    redis.delete("questions")
    parts.reaper.reap()

    assert [] == office.queued("questions")


def test_one_reaper_works_at_a_time(parts: Parts, redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two would publish everything twice; the next one takes over when the first is silent."""
    monkeypatch.setattr("bot.delivery.reaper.CLAIM_TTL_S", 600)  # silent is what the test says
    first: Any = parts.reaper
    other: Any = type(first)(first._ledger, redis, first._publisher)
    other._name = "other:1"
    turns = [first._my_turn(), other._my_turn(), first._my_turn()]
    redis.delete("frontdesk:reaper")

    assert [True, False, True] == turns
    assert other._my_turn()
