"""What changed in Slack about people, groups and channels, told to every process of the edge.

An event reaches one process of the bot. The delivery processes, which decide who may read what, hear of it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

from redis import Redis

Subject = Literal["user", "groups", "channel"]

_STREAM: Final = "frontdesk:directory_changes"
_LENGTH: Final = 20_000
"""Far more than a workspace changes in the minute for which a look-up is remembered."""


class Changes:
    """A stream in Redis, and how far this process has read it. Every method may raise redis.RedisError.

    ``unread`` is not safe between threads: whoever asks holds a lock.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._last: bytes | None = None

    def tell(self, subject: Subject, name: str = "") -> None:
        """Say that what is known of ``name`` is out of date: a user's or a channel's id; of groups, of all of them."""
        self._redis.xadd(_STREAM, {"subject": subject, "name": name}, maxlen=_LENGTH, approximate=True)

    def unread(self) -> Iterator[tuple[Subject, str]]:
        """What was told since the last time; nothing the first time, since nothing is remembered yet."""
        if self._last is None:
            newest: Any = self._redis.xrevrange(_STREAM, count=1)
            self._last = newest[0][0] if newest else b"0-0"
            return
        entries: Any = self._redis.xrange(_STREAM, min=b"(" + self._last)
        for position, fields in entries:
            self._last = position
            yield fields[b"subject"].decode(), fields[b"name"].decode()
