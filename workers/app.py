"""The worker process: a Celery app on the queues ``questions`` and ``knowledge``, one model shared by its threads."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from functools import partial

import structlog
from celery import Celery
from celery.signals import setup_logging

from knowledge.errors import IndexIncompatible, IndexMissing, SettingError
from knowledge.formats.bounded import Converters
from knowledge.ports import Index
from workers import wiring
from workers.contract import (
    ALONE,
    ANSWER_TASK,
    DELIVER_TASK,
    FILES_WAIT_S,
    KNOWLEDGE,
    KNOWLEDGE_TASK,
    QUESTIONS,
    WRITE_TASK,
    Json,
    Reply,
    celery_config,
)
from workers.coordination import Claims, Live, Replies, connect
from workers.counting import Counts
from workers.files import AskedFiles, FileDesk, file_limits
from workers.known_sources import KnownSources
from workers.library import limits_of
from workers.orders import Orders
from workers.schedule import Schedule
from workers.settings import WorkerSettings
from workers.tasks import Desk

log = structlog.get_logger()


def create_app(redis_url: str, desk: Callable[[], Desk]) -> Celery:
    """The Celery app with its three tasks; ``desk`` is asked when a task runs."""
    app = Celery("frontdesk")
    app.conf.update(celery_config(redis_url))

    @app.task(name=ANSWER_TASK)  # type: ignore[untyped-decorator]
    def answer(payload: Json) -> None:
        desk().answer(payload)

    @app.task(name=KNOWLEDGE_TASK)  # type: ignore[untyped-decorator]
    def knowledge(payload: Json) -> None:
        desk().knowledge(payload)

    @app.task(name=WRITE_TASK)  # type: ignore[untyped-decorator]
    def write(payload: Json) -> None:
        desk().write(payload)

    return app


def run_worker(settings: WorkerSettings) -> None:
    """Load the models, warm them up, then take questions until SIGTERM; what is in hand is finished.

    Raises SettingError if no Redis is configured, and what loading the models raises.
    """
    if not settings.redis_url:
        raise SettingError("FRONTDESK_REDIS_URL is missing: set it to the queue's address, or run `frontdesk up`.")
    redis = connect(settings.redis_url)
    knowledge = wiring.knowledge(settings)
    _look_for_index(knowledge.answering.index)
    app = create_app(settings.redis_url, lambda: desk)
    with (
        closing(knowledge),
        Claims(redis, "worker") as claims,
        Converters(file_limits(limits_of(settings))) as converters,
        Schedule(redis, settings, partial(_request, app)),
        KnownSources(redis, settings),
    ):
        live = Live(redis)
        desk = Desk(
            answering=wiring.cached(settings, wiring.offering(knowledge.answering, live.others_wait)),
            files=FileDesk(
                knowledge.answering, knowledge.embedder, AskedFiles(redis, partial(_order, app)), converters
            ),
            actions=knowledge.actions,
            jobs=knowledge.jobs,
            ordered=Orders(knowledge.answering.intents),
            claims=claims,
            replies=Replies(redis),
            live=live,
            counts=Counts(redis),
            send=lambda reply: _send(app, reply),
            answer_seconds=settings.answer_seconds,
        )
        log.info("worker_ready", generator=settings.generator, threads=settings.worker_threads)
        setup_logging.connect(_leave_logging_alone)
        app.Worker(
            pool="threads",
            concurrency=settings.worker_threads,
            queues=[QUESTIONS, KNOWLEDGE],
            hostname=f"worker-{os.getpid()}@%h",
            quiet=True,
            **ALONE,
        ).start()


def _look_for_index(index: Index) -> None:
    """Say at the start that there is nothing to answer from. A worker runs without: it is who reloads."""
    try:
        index.current()
    except (IndexMissing, IndexIncompatible) as error:
        remedy = "frontdesk kb build, or /kb reload in Slack"
        log.error("index_missing", error=str(error), remedy=remedy)  # noqa: TRY400 - a sentence, and no stack trace


def _leave_logging_alone(**_: object) -> None:
    """Keep Celery from setting the root logger's level; a connected receiver is all that it asks for."""


def _request(app: Celery, payload: Json) -> None:
    """Publish a knowledge request of our own."""
    app.send_task(KNOWLEDGE_TASK, args=[payload], task_id=payload["id"], retry=False)


def _order(app: Celery, task: str, payload: Json) -> None:
    """Have the delivery process do something for us, as long as somebody here waits for it."""
    app.send_task(task, args=[payload], expires=FILES_WAIT_S, retry=False)


def _send(app: Celery, reply: Reply) -> None:
    """Publish the reply. If that fails the task fails, and the ledger's reaper finds the stored reply."""
    app.send_task(DELIVER_TASK, args=[asdict(reply)], task_id=f"deliver-{reply.id}", retry=True)
