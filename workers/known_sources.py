"""Tells the edge which sources there are: it offers them where a channel's sources are chosen, and has no index."""

from __future__ import annotations

import json

import structlog
from redis import Redis, RedisError

from knowledge.errors import FrontdeskError, IndexMissing
from knowledge.index import index_status
from workers.contract import SOURCES_KEY
from workers.coordination import Repeating
from workers.library import configuration
from workers.settings import WorkerSettings

log = structlog.get_logger()

TELL_S = 30


class KnownSources(Repeating):
    """Tells them every `TELL_S` seconds while the block lasts: what is configured, and what is published."""

    def __init__(self, redis: Redis, settings: WorkerSettings) -> None:
        super().__init__("known-sources", TELL_S)
        self._redis = redis
        self._settings = settings

    def tell(self) -> None:
        """Tell them once. Raises SettingError or redis.RedisError."""
        names = {source.name for source in configuration(self._settings).sources} | self._published()
        self._redis.set(SOURCES_KEY, json.dumps(sorted(names)))

    def _published(self) -> set[str]:
        try:
            return {state.name for state in index_status(self._settings.index_dir).sources}
        except IndexMissing:
            return set()

    def _step(self) -> None:
        try:
            self.tell()
        except (FrontdeskError, RedisError, OSError) as error:
            log.warning("sources_not_told", error=type(error).__name__)
