"""What is counted in Redis for an administrator to read: how often something was seen of late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog
from redis import Redis, RedisError

from knowledge.domain import Answer
from knowledge.injection import QUESTION
from workers.contract import Json

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class DailyCounts:
    """Counts by name, a hash for each day, which ends by itself when it is ``days`` old. Raises redis.RedisError."""

    prefix: str
    days: int

    def add(self, redis: Redis, names: Iterable[str]) -> None:
        """Count each of the names once more, today."""
        today = self._key(0)
        with redis.pipeline() as pipe:
            for name in names:
                pipe.hincrby(today, name, 1)
            pipe.expire(today, timedelta(days=self.days + 1))
            pipe.execute()

    def totals(self, redis: Redis) -> Counter[str]:
        """The counts of the last days together."""
        with redis.pipeline() as pipe:
            for ago in range(self.days):
                pipe.hgetall(self._key(ago))
            days: list[Any] = pipe.execute()
        totals: Counter[str] = Counter()
        for day in days:
            totals.update({name.decode(): int(count) for name, count in day.items()})
        return totals

    def _key(self, days_ago: int) -> str:
        return f"{self.prefix}{datetime.now(UTC) - timedelta(days=days_ago):%Y-%m-%d}"


SUSPICIONS: Final = DailyCounts("frontdesk:suspicions:", days=30)
"""Of `knowledge.injection`, by place."""


SHORTFALLS: Final = DailyCounts("frontdesk:shortfalls:", days=7)
"""Of answers, by `knowledge.domain.Shortfall`."""


class Counts:
    """Counts what answers came across. A failure here is logged and never harms the answer."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def count(self, answer: Answer) -> None:
        """Count the places of attempts to inject instructions, and what kept the model from writing."""
        try:
            if answer.suspicions:
                SUSPICIONS.add(self._redis, answer.suspicions)
            if answer.shortfall:
                SHORTFALLS.add(self._redis, [answer.shortfall])
        except RedisError as error:
            log.warning("answer_not_counted", error=type(error).__name__)


def suspected(redis: Redis) -> Json:
    """How many questions were suspected of late, and how often each document. Raises redis.RedisError."""
    places = SUSPICIONS.totals(redis)
    questions = places.pop(QUESTION, 0)
    documents = [{"document": document, "times": times} for document, times in places.most_common()]
    return {"questions": questions, "documents": documents}


def fell_short(redis: Redis) -> Json:
    """How often the model failed or was late in the last days. Raises redis.RedisError."""
    totals = SHORTFALLS.totals(redis)
    return {"failed": totals["failed"], "late": totals["late"]}
