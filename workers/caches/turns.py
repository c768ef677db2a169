"""Work that many want at once and one should do: the others wait for it, wherever they are.

Whoever sets the key is at work, and extends it while alive. When done, they push onto a list that everybody else waits
at; each waiter moves its item back to the same list, so that one item wakes all of them, one after another.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import structlog
from redis import Redis, RedisError

from workers.coordination import EXTEND_IF_MINE, RELEASE_IF_MINE, Repeating

LIFETIME_S: Final = 6
"""Work that was not extended for this long belongs to a process that died."""
_HEARTBEAT_S: Final = 2
_LOOK_S: Final = 0.5
"""How often a waiter looks whether there is still something to wait for; less than the client's patience."""
_DONE_KEPT_S: Final = 10

log = structlog.get_logger()


class _Mark(Repeating):
    """Extends the mark of whoever is at work."""

    def __init__(self, redis: Redis, key: str, token: str) -> None:
        super().__init__("turn", _HEARTBEAT_S)
        self._redis, self._key, self._token = redis, key, token

    def _step(self) -> None:
        try:
            self._redis.eval(EXTEND_IF_MINE, 1, self._key, self._token, LIFETIME_S)
        except RedisError as error:
            log.warning("turn_not_extended", error=type(error).__name__)


class Turns:
    """One turn for each name. Trouble with Redis is logged, and means that nobody waits."""

    def __init__(self, redis: Redis, prefix: str) -> None:
        self._redis = redis
        self._prefix = prefix

    @contextmanager
    def turn(self, name: str, *, deadline: float, cancelled: Callable[[], bool]) -> Iterator[None]:
        """Run the block at once if nobody is at this work, else when they are done, or must be waited for no longer.

        That is after half of the time until ``deadline``: the other half must do for the block.
        """
        until = (time.monotonic() + deadline) / 2
        token = uuid.uuid4().hex
        if not self._first(name, token, until, cancelled):
            yield
            return
        try:
            with _Mark(self._redis, self._busy(name), token):
                yield
        finally:
            self._end(name, token)

    def _first(self, name: str, token: str, until: float, cancelled: Callable[[], bool]) -> bool:
        """Whether the work is ours; False when somebody did it, or it is not worth waiting for longer."""
        busy, done = self._busy(name), self._done(name)
        try:
            while True:
                if self._redis.set(busy, token, nx=True, ex=LIFETIME_S):
                    self._redis.delete(done)
                    return True
                left = until - time.monotonic()
                if left <= 0 or cancelled():
                    return False
                if self._redis.blmove(done, done, timeout=min(_LOOK_S, left), src="LEFT", dest="RIGHT"):  # type: ignore[arg-type]
                    return False
        except RedisError as error:
            log.warning("turn_not_taken", error=type(error).__name__)
            return False

    def _end(self, name: str, token: str) -> None:
        done = self._done(name)
        try:
            with self._redis.pipeline() as pipe:
                pipe.rpush(done, "done")
                pipe.expire(done, _DONE_KEPT_S)
                pipe.eval(RELEASE_IF_MINE, 1, self._busy(name), token)
                pipe.execute()
        except RedisError as error:
            log.warning("turn_not_ended", error=type(error).__name__)

    def _busy(self, name: str) -> str:
        return f"{self._prefix}{name}"

    def _done(self, name: str) -> str:
        return f"{self._prefix}{name}:done"
