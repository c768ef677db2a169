"""Which look-ups Slack refuses, so that an administrator learns why people are told less than they may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import structlog
from redis import Redis, RedisError

_KEY: Final = "frontdesk:slack_refusals"
_KEPT_S: Final = 24 * 3600

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A method that Slack refuses, and its error."""

    method: str
    error: str


class Refusals:
    """The refusals of the last day, in Redis, until the method works again."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._working: set[str] = set()
        """Methods that this process knows to work, so that saying so again costs nothing."""

    def note(self, method: str, error: str) -> None:
        """Keep that Slack refused; a notice that cannot be kept is in the log."""
        _log.warning("slack_lookup_failed", method=method, error=error)
        self._working.discard(method)
        try:
            self._redis.hset(_KEY, method, error)
            self._redis.expire(_KEY, _KEPT_S)
        except RedisError as failure:
            _log.info("refusal_not_kept", method=method, error=type(failure).__name__)

    def worked(self, method: str) -> None:
        """Forget the refusals of a method that works again."""
        if method in self._working:
            return
        self._working.add(method)
        try:
            self._redis.hdel(_KEY, method)
        except RedisError as failure:
            _log.info("refusal_not_forgotten", method=method, error=type(failure).__name__)

    def current(self) -> list[Refusal]:
        """What Slack refused in the last day and has not granted since, by method. May raise redis.RedisError."""
        kept: dict[bytes, bytes] = self._redis.hgetall(_KEY)  # type: ignore[assignment]  # perhaps awaitable, it says
        return [Refusal(method.decode(), error.decode()) for method, error in sorted(kept.items())]
