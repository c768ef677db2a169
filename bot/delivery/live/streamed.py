"""How much of an answer a growing message shows, for whoever finishes it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final, get_args

from redis import Redis

from knowledge.domain import StageName

_KEEP_S: Final = 3600
_SHOWN: Final = b"="
_PERHAPS: Final = b"?"


class Streamed:
    """The text that Slack shows, by request. Every method may raise redis.RedisError."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def text(self, request_id: str) -> str | None:
        """What is shown; None when that is not known."""
        mark, text = self._kept(request_id)
        return text if mark == _SHOWN else None

    def at_most(self, request_id: str) -> str:
        """What is shown, or as much as may be where that is not known; nothing where nothing was kept."""
        return self._kept(request_id)[1]

    def shows(self, request_id: str, text: str) -> None:
        """Slack accepted all of ``text``."""
        self._keep(request_id, _SHOWN, text)

    def uncertain(self, request_id: str, text: str) -> None:
        """A call is about to make it ``text``, which begins with what is shown now."""
        self._keep(request_id, _PERHAPS, text)

    def plans(self, request_id: str, stages: Sequence[StageName]) -> None:
        """A call is about to show these stages as tasks, so that all of them may be there."""
        self._redis.set(_plan_key(request_id), ",".join(stages), ex=_KEEP_S)

    def plan(self, request_id: str) -> tuple[StageName, ...]:
        """The stages that may be shown as tasks; none where the message is no such stream."""
        value = self._redis.get(_plan_key(request_id))
        names = value.decode().split(",") if isinstance(value, bytes) else []
        return tuple(name for name in get_args(StageName) if name in names)

    def forget_plan(self, request_id: str) -> None:
        """The message shows no tasks, or is there no longer."""
        self._redis.delete(_plan_key(request_id))

    def forget(self, request_id: str) -> None:
        """The message is finished."""
        self._redis.delete(_key(request_id), _plan_key(request_id))

    def pause(self, request_id: str, seconds: int) -> None:
        """Slack asked to wait before this answer's next call."""
        self._redis.set(_paused_key(request_id), "1", ex=seconds)

    def paused_s(self, request_id: str) -> int:
        """For how many more seconds, rounded up; 0 where there is no need to wait."""
        left: Any = self._redis.pttl(_paused_key(request_id))
        return max(0, math.ceil(int(left) / 1000))

    def _keep(self, request_id: str, mark: bytes, text: str) -> None:
        self._redis.set(_key(request_id), mark + text.encode(), ex=_KEEP_S)

    def _kept(self, request_id: str) -> tuple[bytes, str]:
        value = self._redis.get(_key(request_id))
        return (value[:1], value[1:].decode()) if isinstance(value, bytes) else (_PERHAPS, "")


def _plan_key(request_id: str) -> str:
    return f"frontdesk:plan:{request_id}"


def _paused_key(request_id: str) -> str:
    return f"frontdesk:paused:{request_id}"


def _key(request_id: str) -> str:
    return f"frontdesk:streamed:{request_id}"
