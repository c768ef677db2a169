"""How much of an answer a growing message shows, for whoever finishes it."""

from __future__ import annotations

from typing import Final

from redis import Redis

_KEEP_S: Final = 3600


class Streamed:
    """The text that Slack is known to show, by request. Every method may raise redis.RedisError."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def text(self, request_id: str) -> str | None:
        """What is shown; None when that is not known."""
        value = self._redis.get(_key(request_id))
        return value.decode() if isinstance(value, bytes) else None

    def shows(self, request_id: str, text: str) -> None:
        """Slack accepted all of ``text``."""
        self._redis.set(_key(request_id), text, ex=_KEEP_S)

    def uncertain(self, request_id: str) -> None:
        """A call is about to change it."""
        self._redis.delete(_key(request_id))


def _key(request_id: str) -> str:
    return f"frontdesk:streamed:{request_id}"
