"""A reload that takes longer than the queue waits for it: its message is handed out again, and it stays one reload."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from redis import Redis

from tests.knowledge.answering_doubles import ListIndex, answering
from tests.knowledge.intent_doubles import FewWords
from tests.workers.shown import file_desk
from workers.actions import Progress
from workers.contract import Json, Reply, claim_key
from workers.coordination import Claims, Live, Replies
from workers.counting import Counts
from workers.orders import Orders
from workers.tasks import Desk

RELOAD = {"id": "r-1", "action": "reload"}
DONE = Reply("r-1", report={"action": "reload", "version": "v000002"})
PATIENCE_S = 30


class _Gate:
    """A reload that has begun and goes on when it is let; ``begun`` counts how many there were."""

    def __init__(self) -> None:
        self.begun = 0
        self.running, self.go_on = Event(), Event()

    def __call__(self, _arguments: Json, _progress: Progress) -> Json:
        self.begun += 1
        self.running.set()
        assert self.go_on.wait(PATIENCE_S)
        return {"version": "v000002"}


@pytest.fixture
def gate() -> _Gate:
    """A reload that is in the making."""
    return _Gate()


def _desk(redis: Redis, gate: _Gate, sent: list[Reply]) -> Desk:
    return Desk(
        answering=answering(ListIndex([])),
        files=file_desk(redis, ListIndex([])),
        actions={"reload": gate},
        jobs={},
        ordered=Orders(FewWords()),
        claims=Claims(redis, "worker"),
        replies=Replies(redis),
        live=Live(redis),
        counts=Counts(redis),
        send=sent.append,
        answer_seconds=300,
    )


@contextmanager
def _reloading(desk: Desk, gate: _Gate) -> Iterator[None]:
    """One delivery of the message is being worked on; at the end of the block it is let go on, and done."""
    with ThreadPoolExecutor(1) as worker:
        done = worker.submit(desk.knowledge, RELOAD)
        assert gate.running.wait(PATIENCE_S)
        try:
            yield
        finally:
            gate.go_on.set()
            done.result(PATIENCE_S)


def test_a_reload_whose_message_is_handed_out_again_is_one_reload(redis: Redis, gate: _Gate) -> None:
    """To another worker or to the same one, while it runs and when it is done."""
    sent: list[Reply] = []
    desk, another = _desk(redis, gate, sent), _desk(redis, gate, sent)
    with _reloading(desk, gate):
        another.knowledge(RELOAD)
        desk.knowledge(RELOAD)
        meanwhile = list(sent)
    another.knowledge(RELOAD)

    assert [] == meanwhile
    assert [DONE, DONE] == sent
    assert 1 == gate.begun


def test_a_claim_that_ran_out_while_the_machine_slept_is_taken_up_again(redis: Redis, gate: _Gate) -> None:
    """Before the queue hands the message to another worker."""
    sent: list[Reply] = []
    desk, another = _desk(redis, gate, sent), _desk(redis, gate, sent)
    with _reloading(desk, gate):
        redis.delete(claim_key("r-1"))
        desk.claims._extend()
        another.knowledge(RELOAD)

    assert 1 == gate.begun
    assert [DONE] == sent
    assert not redis.exists(claim_key("r-1"))
