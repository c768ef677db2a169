"""Many ask the same at once: one answers, the others wait, and nobody waits for the dead."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from redis import Redis

from knowledge.domain import Message, ModelProfile, Sampling
from knowledge.errors import GenerationFailed
from tests.workers.caches.conftest import Make
from workers.caches.turns import Turns

_AT_ONCE = 16


@dataclass
class SlowGenerator:
    """Writes when it is let go; or fails."""

    fails: bool = False
    name: str = "slow"
    profile: ModelProfile = ModelProfile(frozenset({"en"}))  # noqa: RUF009 - it is frozen
    started: int = 0
    go: threading.Event = field(default_factory=threading.Event)
    _counting: threading.Lock = field(default_factory=threading.Lock)

    def generate(
        self,
        prompt: Sequence[Message],
        *,
        max_new_tokens: int,
        deadline: float,
        cancelled: Callable[[], bool],
        sampling: Sampling | None = None,
    ) -> Iterator[str]:
        """Yield one sentence."""
        with self._counting:
            self.started += 1
        assert self.go.wait(300)
        if self.fails:
            raise GenerationFailed("broken")
        yield "Annual leave is 25 working days per year."

    def close(self) -> None:
        """Nothing is held."""


@dataclass
class Clock:
    """Stands still until somebody moves it."""

    now: float = 0.0

    def monotonic(self) -> float:
        """Seconds."""
        return self.now


def _until(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + 120
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("fails", [False, True])
def test_the_same_question_asked_by_many_at_once_is_generated_once(
    make: Make, redis_url: str, monkeypatch: pytest.MonkeyPatch, *, fails: bool
) -> None:
    """As if each were a process of its own. Where it fails, nobody goes without an answer."""
    # Whoever waits is woken, however slow the machine: nobody looks by themselves, or is taken for dead.
    monkeypatch.setattr("workers.caches.turns.LIFETIME_S", 600)
    monkeypatch.setattr("workers.caches.turns._LOOK_S", 300)
    monkeypatch.setattr("workers.caches.turns._DONE_KEPT_S", 600)
    generator = SlowGenerator(fails)
    with ExitStack() as stack, ThreadPoolExecutor(_AT_ONCE) as pool:
        clients = [stack.enter_context(Redis.from_url(redis_url, socket_timeout=None)) for _ in range(_AT_ONCE)]
        asked = [
            pool.submit(make(generator=generator, client=client).ask, id=f"q-{n}", deadline=1200)
            for n, client in enumerate(clients)
        ]
        _until(lambda: generator.started)
        _until(lambda: clients[0].info("clients")["blocked_clients"] == _AT_ONCE - 1)  # type: ignore[index]
        generator.go.set()
        answers = [future.result() for future in asked]

    assert {"Annual leave is **25 working days** per year. [1]"} == {answer.text for answer in answers}
    assert [f"q-{n}" for n in range(_AT_ONCE)] == [answer.question_id for answer in answers]
    assert (_AT_ONCE if fails else 1) == generator.started


def test_nobody_waits_for_a_process_that_died(redis: Redis) -> None:
    """Its mark ends by itself, and one of those who wait goes on."""
    redis.set("t:work", "a process that died", px=300)
    done: list[bool] = []
    with Turns(redis, "t:").turn("work", deadline=time.monotonic() + 60, cancelled=lambda: False):
        done.append(True)

    assert done
    assert not redis.exists("t:work")


@pytest.mark.parametrize(("cancelled", "left"), [(False, 30.0), (True, 60.0)])
def test_waiting_ends_in_time_to_do_the_work_alone(
    redis: Redis, monkeypatch: pytest.MonkeyPatch, *, cancelled: bool, left: float
) -> None:
    """Before the deadline, and at once when the asker gave up."""
    redis.set("t:work", "another process", ex=600)
    clock, wait = Clock(), redis.blmove

    def waited(*lists: str, timeout: float, **ends: str) -> Any:  # noqa: ANN401 - as Redis' own
        clock.now += timeout
        return wait(*lists, timeout=0.001, **ends)  # type: ignore[arg-type]

    monkeypatch.setattr(redis, "blmove", waited)
    monkeypatch.setattr("workers.caches.turns.time", clock)
    with Turns(redis, "t:").turn("work", deadline=60, cancelled=lambda: cancelled):
        assert left == 60 - clock.now

    assert b"another process" == redis.get("t:work")


def test_long_work_keeps_its_turn(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mark is extended for as long as its process lives."""
    monkeypatch.setattr("workers.caches.turns._HEARTBEAT_S", 0.02)
    monkeypatch.setattr("workers.caches.turns.LIFETIME_S", 600)  # no pause of this machine outlasts it
    with Turns(redis, "t:").turn("work", deadline=time.monotonic() + 60, cancelled=lambda: False):
        for _ in range(2):
            redis.expire("t:work", 300)
            _until(lambda: redis.ttl("t:work") > 300)  # type: ignore[operator]
