"""One lock a request, so that the live show and the final post never call Slack for it at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from redis import Redis
from redis.exceptions import LockError
from redis.lock import Lock

from knowledge.errors import FrontdeskError

_LIFETIME_S: Final = 40
"""Renewed before each call to Slack, which takes less than half of it; after a crash it is free again this soon."""


def lock_key(request_id: str) -> str:
    """Redis key that whoever is at work on the request holds."""
    return f"frontdesk:post:{request_id}"


class Busy(FrontdeskError):
    """Somebody else is at work on this request, or took over because we were too slow."""


class Held:
    """The lock while it is ours."""

    def __init__(self, lock: Lock) -> None:
        self._lock = lock

    def renew(self) -> None:
        """Start its lifetime anew. Raises Busy when it was lost."""
        try:
            self._lock.reacquire()
        except LockError:
            raise Busy("The request's lock was lost.") from None


class Locks:
    """The locks of all requests, in Redis. Every method may raise redis.RedisError."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    @contextmanager
    def hold(self, request_id: str, wait_s: float) -> Iterator[Held]:
        """Hold the request's lock for the block. Raises Busy when it is not free within ``wait_s`` seconds."""
        lock = self._redis.lock(lock_key(request_id), timeout=_LIFETIME_S, thread_local=False)
        if not lock.acquire(blocking=wait_s > 0, blocking_timeout=wait_s or None):
            raise Busy("Somebody else is at work on this request.")
        try:
            yield Held(lock)
        finally:
            try:
                lock.release()
            except LockError:
                raise Busy("The request's lock was lost.") from None
