"""A worker process whose tasks do nothing and report when they began: Frontdesk's own, or a bare Celery one.

Run as ``python -m tests.bench.idle_worker own|bare <redis url>``. Times are of CLOCK_MONOTONIC, which all processes of
a machine share.
"""

from __future__ import annotations

import json
import sys
import time
from unittest.mock import patch

from celery import Celery
from celery.signals import task_postrun, task_prerun
from redis import Redis

from knowledge.domain import Answer, Question
from workers import app, wiring
from workers.settings import WorkerSettings

BARE_TASK = "bare"
DONE = "bench:done"
"""Redis list of ``{"id", "began"}``, one entry when a task has ended."""


class IdleAnswering:
    """Answers at once, with nothing."""

    def answer(self, question: Question, **_: object) -> Answer:
        """An abstention."""
        return Answer(question.id, "-", question.language, (), True, (), "none", "none")


def main(kind: str, url: str) -> None:
    """Work until SIGTERM."""
    redis = Redis.from_url(url)
    began: dict[str, float] = {}

    def begins(task_id: str, **_: object) -> None:
        began[task_id] = time.monotonic()

    def ends(task_id: str, **_: object) -> None:
        redis.rpush(DONE, json.dumps({"id": task_id, "began": began.pop(task_id)}))

    task_prerun.connect(begins)
    task_postrun.connect(ends)
    settings = WorkerSettings.read(redis_url=url)
    if kind == "own":
        _own(settings)
    else:
        _bare(settings)


def _own(settings: WorkerSettings) -> None:
    """The real worker; only what it answers with is replaced."""
    idle = wiring.Knowledge(answering=IdleAnswering(), embedder=None, actions={}, writing=None, jobs={})  # type: ignore[arg-type]  # a double
    with patch.object(wiring, "knowledge", return_value=idle):
        app.run_worker(settings)


def _bare(settings: WorkerSettings) -> None:
    """Celery as it comes, with as many threads."""
    bare = Celery("bare", broker=settings.redis_url)

    @bare.task(name=BARE_TASK)  # type: ignore[untyped-decorator]
    def nothing() -> None: ...

    bare.Worker(pool="threads", concurrency=settings.worker_threads, loglevel="WARNING", quiet=True).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
