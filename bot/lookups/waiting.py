"""What a look-up is for, while a worker has it: where the answer goes, and for whom."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, Final

import structlog
from redis import Redis

from bot.intake.publishing import Publisher
from workers.contract import Json

_KEPT_S: Final = 3600
"""As long as Slack may send an event again."""
_DONE: Final = ""

_log = structlog.get_logger()


class Waiting:
    """Look-ups under way, in Redis: ids and the addresses of links, no token. Methods may raise redis.RedisError."""

    def __init__(self, redis: Redis, publisher: Publisher) -> None:
        self._redis = redis
        self._publisher = publisher

    def ask(self, request_id: str, action: str, arguments: Json, purpose: Json) -> None:
        """Ask a worker, once however often Slack sends the event. Raises QueueUnavailable."""
        if self._redis.set(_key(request_id), json.dumps(purpose), nx=True, ex=_KEPT_S):
            self._publisher.look_up(request_id, action, arguments)

    def answer(self, request_id: str, tell: Callable[[Json], None]) -> None:
        """Have told what came of it, for what it was asked; once that is done, nothing that comes again is.

        Whatever ``tell`` raises is raised, and leaves it to be told again.
        """
        purpose: Any = self._redis.get(_key(request_id))
        if not purpose:
            _log.info("look_up_answered_before")
            return
        tell(json.loads(purpose))
        self._redis.set(_key(request_id), _DONE, xx=True, keepttl=True)


def event_key(event: Json) -> str:
    """The same for an event that Slack sends again, and for no other."""
    return hashlib.sha256(json.dumps(event, sort_keys=True).encode()).hexdigest()[:32]


def _key(request_id: str) -> str:
    return f"frontdesk:look-up:{request_id}"
