"""Has sources read again when they are due. Every worker looks; what is due is sent once.

A key in Redis for each source and moment decides who sends it, so that no worker is special and any may die. One reload
is sent at a time, and none while one is running: reloads that wait for each other would keep threads from answering.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import structlog
from kombu.exceptions import OperationalError
from redis import Redis, RedisError

from knowledge.errors import FrontdeskError, IndexMissing
from knowledge.index import index_status
from knowledge.index.versions import is_building, is_rolled_back
from knowledge.sources.schedule import parse_schedule
from workers.contract import SCHEDULED, Json
from workers.coordination import Repeating
from workers.library import configuration
from workers.settings import WorkerSettings

log = structlog.get_logger()

LOOK_S: Final = 10
_KEPT_S: Final = 7 * 24 * 3600


class Schedule(Repeating):
    """Looks every `LOOK_S` seconds while the block lasts. ``send`` puts a payload on the queue."""

    def __init__(self, redis: Redis, settings: WorkerSettings, send: Callable[[Json], None]) -> None:
        super().__init__("schedule", LOOK_S)
        self._redis = redis
        self._settings = settings
        self._send = send

    def look(self, now: datetime) -> str | None:
        """Send the first source that is due, and return the request's id; None where there is none.

        After a rollback nothing is due until somebody reloads. Raises SettingError, RedisError, or what ``send`` does.
        """
        if is_rolled_back(self._settings.index_dir) or is_building(self._settings.index_dir):
            return None
        for name, due in self._due(now):
            request_id = f"{SCHEDULED}{name}-{due:%Y%m%dT%H%M}"
            key = f"frontdesk:{request_id}"
            if self._redis.set(key, "sent", nx=True, ex=_KEPT_S):
                self._publish(key, {"id": request_id, "action": "reload", "arguments": {"source": name}})
                return request_id
        return None

    def _due(self, now: datetime) -> list[tuple[str, datetime]]:
        """Return the sources that were not read since they were last due."""
        read = self._read_at()
        due = []
        for source in configuration(self._settings).sources:
            last_due = parse_schedule(source.schedule)
            if last_due and read.get(source.name, "") < last_due(now).isoformat(timespec="seconds"):
                due.append((source.name, last_due(now)))
        return due

    def _read_at(self) -> dict[str, str]:
        try:
            return {state.name: state.read_at for state in index_status(self._settings.index_dir).sources}
        except IndexMissing:
            return {}

    def _publish(self, key: str, payload: Json) -> None:
        try:
            self._send(payload)
        except BaseException:
            self._redis.delete(key)
            raise
        log.info("reload_scheduled", request_id=payload["id"])

    def _step(self) -> None:
        try:
            self.look(datetime.now(UTC))
        except (FrontdeskError, RedisError, OperationalError, OSError) as error:
            log.warning("schedule_not_kept", error=type(error).__name__)
