"""When a source is read again by itself: ``every 15 minutes``, ``every 2 hours``, or a cron expression."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from cronsim import CronSim, CronSimError

_EVERY = re.compile(r"every (?:(?P<count>\d+) )?(?P<unit>minute|hour|day)s?")
_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}

LastDue = Callable[[datetime], datetime]
"""The last moment, not after the given one, at which the source was due; both in UTC."""


def parse_schedule(text: str) -> LastDue | None:
    """Return when a source is due; None for an empty schedule. Raises ValueError with a sentence."""
    if not text:
        return None
    if every := _EVERY.fullmatch(text):
        seconds = int(every["count"] or 1) * _SECONDS[every["unit"]]
        if not seconds:
            raise ValueError("a schedule of every 0 is none")
        return lambda now: datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)
    try:
        CronSim(text, datetime.now(UTC))
    except CronSimError:
        raise ValueError(
            f"“{text}” is no schedule; write “every 15 minutes”, “every 2 hours”, “every day” or a cron expression "
            "such as “0 6 * * 1-5”"
        ) from None
    return lambda now: next(CronSim(text, _next_minute(now), reverse=True))


def _next_minute(now: datetime) -> datetime:
    """A reverse search begins before its start, and this very minute counts."""
    return datetime.fromtimestamp(now.timestamp() // 60 * 60 + 60, UTC)
