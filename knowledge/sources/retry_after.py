"""What a site answered with ``Retry-After`` is not asked for again before that, in the next reload neither."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

import structlog

from knowledge.errors import DocumentUnavailable

_LONGEST: Final = timedelta(days=1)
"""No site is left alone for longer, whatever it asks."""

log = structlog.get_logger()


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class RetryAfter:
    """The moments in UTC by address, kept in ``file``; None keeps them until the end only."""

    file: Path | None = None
    now: Callable[[], datetime] = _utc_now
    _until: dict[str, datetime] | None = field(default=None)

    def check(self, url: str) -> None:
        """Raise DocumentUnavailable where it is too early to ask again."""
        until = self._moments().get(url)
        if until and until > self.now():
            raise DocumentUnavailable(f"{url} asked to be left alone until {until:%Y-%m-%d %H:%M} UTC. Reload then.")

    def noted(self, url: str, header: str) -> float:
        """Keep what the header says (RFC 9110, 10.2.3), and return how many seconds that is; 0 where it says none."""
        seconds = min(_seconds(header, self.now()), _LONGEST.total_seconds())
        if seconds > 0:
            self._moments()[url] = self.now() + timedelta(seconds=seconds)
            self._save()
        return max(seconds, 0)

    def forget(self, url: str) -> None:
        """Ask again all the same."""
        if self._moments().pop(url, None):
            self._save()

    def _moments(self) -> dict[str, datetime]:
        if self._until is None:
            self._until = _loaded(self.file)
        return self._until

    def _save(self) -> None:
        """Write down what lies ahead. A disk that is full only means that a site is asked too early."""
        ahead = {url: until.isoformat() for url, until in self._moments().items() if until > self.now()}
        if self.file is None:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.write_text(json.dumps(ahead), encoding="utf-8")
        except OSError as error:
            log.warning("retry_after_not_kept", error=str(error))


def _seconds(header: str, now: datetime) -> float:
    """Return what a header says: a number of seconds, or a date."""
    if header.strip().isdigit():
        return float(header)
    try:
        date = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return 0
    return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now.timestamp()


def _loaded(file: Path | None) -> dict[str, datetime]:
    try:
        kept = json.loads(file.read_text(encoding="utf-8")) if file else {}
        return {url: datetime.fromisoformat(until) for url, until in kept.items()}
    except (OSError, ValueError):
        return {}  # nothing was kept, or half of it
