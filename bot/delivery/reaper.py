"""The reaper: finds requests that are neither queued, nor claimed, nor settled, and brings them back.

A queue on Redis loses messages: in the moment between its pop and its record, with the last second of the append-only
file, or with Redis itself. The ledger does not.
"""

from __future__ import annotations

import json
import os
import socket
import threading
from datetime import timedelta
from typing import Final

import structlog
from redis import Redis, RedisError
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.locks import lock_key
from bot.intake.publishing import CANCEL_KEPT_S, INTAKE, UNPREPARED, CeleryPublisher, QueueUnavailable, delivery_task_id
from bot.records.ledger import Ledger, utc_now
from bot.records.models import Request
from workers.contract import (
    CLAIM_TTL_S,
    KNOWLEDGE,
    QUESTIONS,
    REPLIES,
    Reply,
    cancel_key,
    claim_key,
    presence_key,
    reply_key,
)

_INTERVAL_S: Final = 2
_LOOK_AGAIN: Final = timedelta(seconds=10)
_MOST_ATTEMPTS: Final = 5
_LONGEST_WAIT: Final = timedelta(minutes=15)
"""From the first time it was in the queue: before that nobody could have answered."""
_LOCK: Final = "frontdesk:reaper"

_log = structlog.get_logger()


class Reaper:
    """One thread in each delivery process, of which one at a time is at work."""

    def __init__(self, ledger: Ledger, redis: Redis, publisher: CeleryPublisher) -> None:
        self._ledger = ledger
        self._redis = redis
        self._publisher = publisher
        self._name = f"{socket.gethostname()}:{os.getpid()}"

    def run(self, stop: threading.Event) -> None:
        """Look every two seconds until told to stop. Says that this process is alive, too."""
        while not stop.is_set():
            try:
                self._redis.set(presence_key("delivery", self._name), "ready", ex=CLAIM_TTL_S)
                if self._my_turn():
                    self.reap()
            except (RedisError, SQLAlchemyError, QueueUnavailable) as error:
                _log.warning("reaper_interrupted", error=type(error).__name__)
            stop.wait(_INTERVAL_S)

    def reap(self) -> None:
        """Look once at everything that is due. Raises redis.RedisError, SQLAlchemyError or QueueUnavailable."""
        due = self._ledger.due()
        waiting = self._waiting() if due else frozenset()
        for request in due:
            self._revive(request, waiting)

    def _my_turn(self) -> bool:
        """One process works until it stops renewing its turn."""
        if self._redis.set(_LOCK, self._name, nx=True, ex=CLAIM_TTL_S):
            return True
        if self._redis.get(_LOCK) == self._name.encode():
            self._redis.expire(_LOCK, CLAIM_TTL_S)
            return True
        return False

    def _revive(self, request: Request, waiting: frozenset[str]) -> None:
        stored = self._redis.get(reply_key(request.work_id))
        if self._redis.exists(claim_key(request.work_id), lock_key(request.id)):
            self._ledger.postpone(request.id, _LOOK_AGAIN)
        elif isinstance(stored, bytes):
            self._deliver(request, _unpacked(request, stored), waiting)
        elif self._overdue(request):
            self._redis.set(cancel_key(request.work_id), "overdue", ex=CANCEL_KEPT_S)
            self._deliver(request, Reply(request.work_id, failure="unavailable"), waiting)
        elif request.work_id in waiting:
            self._ledger.postpone(request.id, _LOOK_AGAIN)
        else:
            if request.attempts:
                _log.warning("request_revived", request_id=request.id, state=request.state, attempts=request.attempts)
            self._publisher.publish(request)
            self._ledger.published(request.id, patience=_LOOK_AGAIN)

    def _deliver(self, request: Request, reply: Reply, waiting: frozenset[str]) -> None:
        """Hand the reply over again unless it waits already."""
        if delivery_task_id(request.work_id) not in waiting:
            _log.warning("reply_revived", request_id=request.id)
            self._publisher.deliver(reply)
        self._ledger.postpone(request.id, _LOOK_AGAIN)

    def _overdue(self, request: Request) -> bool:
        since = None if UNPREPARED in request.payload else request.published_at  # no worker could have it yet
        return request.attempts >= _MOST_ATTEMPTS or (since is not None and utc_now() - since > _LONGEST_WAIT)

    def _waiting(self) -> frozenset[str]:
        """The ids of all tasks that wait in the queues, as Kombu writes them into Redis' lists."""
        messages = (
            json.loads(message)
            for queue in (INTAKE, QUESTIONS, KNOWLEDGE, REPLIES)
            for message in _items(self._redis.lrange(queue, 0, -1))
        )
        return frozenset(message["headers"]["id"] for message in messages)


def _unpacked(request: Request, stored: bytes) -> Reply:
    """The stored reply; one that another version wrote differently is a failure of ours."""
    try:
        return Reply(**json.loads(stored))
    except (TypeError, ValueError):
        _log.exception("reply_unreadable", request_id=request.id)
        return Reply(request.work_id, failure="internal")


def _items(answer: object) -> list[bytes]:
    """redis-py types every answer as perhaps awaitable."""
    return answer if isinstance(answer, list) else []
