"""The relay: one thread that reads the live stream and drives the shows."""

from __future__ import annotations

import threading
from dataclasses import fields
from typing import Any, Final

import structlog
from redis import Redis, RedisError
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.live.shows import Shows
from workers.contract import LIVE_STREAM, LiveEntry

_WAIT_MS: Final = 100
"""For new entries; also the longest that words wait for the next call to Slack when the budget allows one."""
_AT_ONCE: Final = 500
_FIELDS: Final = frozenset(field.name for field in fields(LiveEntry))

_log = structlog.get_logger()


class Relay:
    """Reads every entry; the shows decide which are theirs."""

    def __init__(self, shows: Shows, redis: Redis) -> None:
        self._shows = shows
        self._redis = redis
        self._last: bytes | None = None

    def run(self, stop: threading.Event) -> None:
        """Relay until told to stop."""
        while not stop.is_set():
            try:
                self.step()
            except (RedisError, SQLAlchemyError) as error:
                _log.warning("relay_interrupted", error=type(error).__name__)
                stop.wait(1)
        self.close()

    def close(self) -> None:
        """Finish the calls to Slack that are in hand."""
        self._shows.close()

    def step(self) -> None:
        """Read once what is new. Entries older than this process are not its own."""
        if self._last is None:
            newest: Any = self._redis.xrevrange(LIVE_STREAM, count=1)
            self._last = newest[0][0] if newest else b"0-0"
        for position, sent in _entries(self._redis.xread({LIVE_STREAM: self._last}, count=_AT_ONCE, block=_WAIT_MS)):
            self._last = position
            self._take(sent)
        self._shows.tick()

    def _take(self, sent: dict[bytes, bytes]) -> None:
        try:
            plain = {name.decode(): value.decode() for name, value in sent.items()}
            known = {name: value for name, value in plain.items() if name in _FIELDS}
            self._shows.take(LiveEntry(**known))  # type: ignore[arg-type]  # a kind we do not know is ignored
        except (KeyError, TypeError, ValueError) as error:
            _log.warning("live_entry_unreadable", error=type(error).__name__)


def _entries(answer: Any) -> list[tuple[bytes, dict[bytes, bytes]]]:  # noqa: ANN401 - differs by protocol version
    """The entries of the one stream that was read: a list of pairs in RESP2, a mapping in RESP3."""
    streams = answer.values() if isinstance(answer, dict) else [entries for _, entries in answer or ()]
    return [entry for entries in streams for entry in entries]
