"""Putting requests into the queue, with an answer within Slack's three seconds whatever state the queue is in."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Final, Protocol

import redis
import structlog
from celery import Celery
from kombu.exceptions import OperationalError

from bot.records.ledger import WITHDRAWN
from bot.records.models import ASKED, Request
from knowledge.errors import FrontdeskError
from workers.contract import (
    ANSWER_TASK,
    DELIVER_TASK,
    EDGE,
    KNOWLEDGE_TASK,
    LIVE_STREAM,
    LIVE_STREAM_LENGTH,
    QUESTIONS,
    REPLIES,
    ROUTES,
    WAITING_KEPT_S,
    WRITE_TASK,
    Json,
    LiveEntry,
    Reply,
    cancel_key,
    celery_config,
    reply_key,
    waiting_key,
)

NOTICE_TASK: Final = "frontdesk.notice"
"""On ``replies``, from the edge to itself: post what the notice or the announcement with this ``id`` says."""

PREPARE_TASK: Final = "frontdesk.prepare"
"""On ``intake``, from the edge to itself: find out what the request with this ``id`` needs (`bot.intake.preparing`)."""
GIVE_UP_TASK: Final = "frontdesk.give_up"
"""On ``replies``, from the edge to itself, later: say in the modal with this ``id`` that no worker answered."""
UNPREPARED: Final = "unprepared"
"""In the payload of a request that no worker may have yet: what to find out."""
INTAKE: Final = "intake"
"""A queue of its own: what waits for Slack's permission to post must not hold up new questions."""

_OWN_ROUTES: Final = {
    NOTICE_TASK: {"queue": REPLIES},
    GIVE_UP_TASK: {"queue": REPLIES},
    PREPARE_TASK: {"queue": INTAKE},
}

POSTED_ONLY: Final = frozenset({"notice", "announcement", "chosen"})
"""Kinds of requests that no worker sees."""

_ONLY_OURS: Final = frozenset({EDGE, "by_admin"})
"""In the payload of a request, what never enters the queue."""
CANCEL_KEPT_S: Final = 3600

_TIMEOUT_S: Final = 0.6
"""For one wait on the broker. A server that hangs is found out after three of them, within Slack's three seconds."""

_log = structlog.get_logger()
_BROKER_ERRORS: Final = (OperationalError, redis.RedisError, OSError)


class QueueUnavailable(FrontdeskError):
    """The request could not be put into the queue; the ledger has it, and the reaper will."""


class Publisher(Protocol):
    """Where requests and replies go."""

    def publish(self, request: Request) -> None:
        """Put the request into the queue that its kind belongs to. Raises QueueUnavailable."""
        ...

    def deliver(self, reply: Reply) -> None:
        """Hand a finished reply to the delivery processes. Raises QueueUnavailable."""
        ...

    def look_up(self, request_id: str, action: str, arguments: Json, patience_s: int = 0) -> None:
        """Ask a worker for what the ledger does not keep, such as what a page shows. Raises QueueUnavailable.

        With a patience, whoever waits for it is told when it is over.
        """
        ...

    def written(self, request_id: str) -> Json | None:
        """What a worker wrote for a request, as long as its reply is kept: a day. None if it cannot be had."""
        ...

    def cancel(self, request_id: str) -> None:
        """Ask the worker to stop. Where that cannot be said, it works for nothing."""
        ...


class CeleryPublisher:
    """Publishes over a Celery app of its own: short time-outs and one retry; a worker's would wait for minutes."""

    def __init__(self, redis_url: str) -> None:
        config = celery_config(redis_url)
        transport = config["broker_transport_options"] | {
            "socket_timeout": _TIMEOUT_S,
            "socket_connect_timeout": _TIMEOUT_S,
        }
        self._app = Celery("frontdesk-publisher", set_as_current=False)
        self._app.conf.update(
            config,
            task_routes=ROUTES | _OWN_ROUTES,
            broker_transport_options=transport,
            broker_connection_timeout=_TIMEOUT_S,
            broker_pool_limit=32,
            task_publish_retry_policy={"max_retries": 1, "interval_start": 0},
        )
        self._redis = redis.Redis.from_url(redis_url, socket_timeout=_TIMEOUT_S)

    def warm_up(self) -> None:
        """Load and open once what the first request would else wait for; a queue that is down is met again by it."""
        try:
            with self._app.producer_pool.acquire(block=True) as producer:
                producer.connection.ensure_connection(max_retries=1)
            self._redis.ping()
            _log.debug("queue_connected", backend=type(self._app.backend).__name__)
        except _BROKER_ERRORS as error:
            _log.warning("queue_unavailable", error=type(error).__name__)

    def publish(self, request: Request) -> None:
        """Put the request into the queue that its kind belongs to, and tell the delivery processes that it waits."""
        task, payload = task_of(request)
        self._send(task, payload, request.work_id)
        prepared = task != PREPARE_TASK
        if request.kind in ASKED or (prepared and request.kind not in POSTED_ONLY):  # a reload may yet be refused
            self._announce(request.work_id, is_in_the_queue=prepared)

    def deliver(self, reply: Reply) -> None:
        """Hand a finished reply to the delivery processes."""
        self._send(DELIVER_TASK, asdict(reply), delivery_task_id(reply.id))

    def look_up(self, request_id: str, action: str, arguments: Json, patience_s: int = 0) -> None:
        """Ask a worker for what the ledger does not keep, and have it given up where none answers in time."""
        if patience_s:
            self._send(GIVE_UP_TASK, {"id": request_id}, f"give-up-{request_id}", countdown=patience_s)
        self._send(KNOWLEDGE_TASK, {"id": request_id, "action": action, "arguments": arguments}, request_id)

    def written(self, request_id: str) -> Json | None:
        """What a worker wrote for a request."""
        try:
            stored = self._redis.get(reply_key(request_id))
            return Reply(**json.loads(stored)).written if isinstance(stored, bytes) else None
        except (redis.RedisError, TypeError, ValueError) as error:
            _log.warning("draft_not_read", request_id=request_id, error=type(error).__name__)
            return None

    def cancel(self, request_id: str) -> None:
        """Ask the worker to stop; a worker that takes the request later does not begin."""
        try:
            self._redis.set(cancel_key(request_id), WITHDRAWN, ex=CANCEL_KEPT_S)
        except redis.RedisError as error:
            _log.warning("request_not_cancelled", request_id=request_id, error=type(error).__name__)

    def check(self) -> None:
        """Raise redis.RedisError when the queue does not answer."""
        self._redis.ping()

    def close(self) -> None:
        """Give the connections back."""
        self._app.close()
        self._redis.close()

    def _send(self, task: str, payload: Json, task_id: str, countdown: float | None = None) -> None:
        try:
            self._app.send_task(task, args=(payload,), task_id=task_id, countdown=countdown)
        except _BROKER_ERRORS as error:
            _log.warning("queue_unavailable", request_id=task_id, task=task, error=type(error).__name__)
            raise QueueUnavailable("The queue cannot be reached.") from error

    def _announce(self, request_id: str, *, is_in_the_queue: bool) -> None:
        """Show the person that something happens before a worker is free, and how many wait before them.

        And begin to count their time. Nothing is lost when this is.
        """
        try:
            self._redis.set(waiting_key(request_id), "", ex=WAITING_KEPT_S)
            before = max(0, int(self._redis.llen(QUESTIONS)) - is_in_the_queue)
            entry: dict[Any, Any] = asdict(LiveEntry(request_id, "queued", str(before)))
            self._redis.xadd(LIVE_STREAM, entry, maxlen=LIVE_STREAM_LENGTH, approximate=True)
        except redis.RedisError as error:
            _log.info("status_not_announced", request_id=request_id, error=type(error).__name__)


def delivery_task_id(request_id: str) -> str:
    """The id of the task that delivers a request's reply; workers give it the same."""
    return f"deliver-{request_id}"


def task_of(request: Request) -> tuple[str, Json]:
    """The task and the payload that a request becomes in the queue."""
    if UNPREPARED in request.payload:
        return PREPARE_TASK, {"id": request.id}
    if request.kind in POSTED_ONLY:
        return NOTICE_TASK, {"id": request.id}
    plain = {name: value for name, value in request.payload.items() if name not in _ONLY_OURS}
    return _worker_task(request), {**plain, "id": request.work_id}


def _worker_task(request: Request) -> str:
    """The task that does what is asked; a share has a question where its answer is made anew."""
    if request.kind in {"draft", "translate"}:
        return WRITE_TASK
    has_question = request.kind == "question" or (request.kind == "share" and "text" in request.payload)
    return ANSWER_TASK if has_question else KNOWLEDGE_TASK
