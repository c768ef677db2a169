"""Which sources of documents there are, as far as a worker has told: the edge has no index."""

from __future__ import annotations

import json

import structlog
from redis import Redis, RedisError

from workers.contract import SOURCES_KEY

_log = structlog.get_logger()


class KnownSources:
    """What workers keep in Redis (`workers.known_sources`)."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def names(self) -> tuple[str, ...]:
        """Their names in order; none where no worker has run yet, or Redis does not answer."""
        try:
            kept = self._redis.get(SOURCES_KEY)
            return tuple(map(str, json.loads(kept))) if isinstance(kept, bytes) else ()
        except (RedisError, TypeError, ValueError) as error:
            _log.info("sources_not_read", error=type(error).__name__)
            return ()
