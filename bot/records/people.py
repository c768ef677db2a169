"""What people chose for themselves, and which of them look at their Home tab."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.exc import IntegrityError

from bot.records.database import Database
from bot.records.ledger import utc_now
from bot.records.models import Person
from knowledge.domain import Language

_LOOKED_AT: Final = timedelta(hours=1)
"""How long a Home tab that was opened is kept up to date; later it waits until it is opened again."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody chose. ``language`` is that of their answers, None for that of each question.

    ``privately``: what they ask in channels is answered in their direct messages. ``unoffered``: they want no answers
    that they did not ask for.
    """

    language: Language | None = None
    privately: bool = False
    unoffered: bool = False


class People:
    """The table of people; whoever is not in it chose nothing."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    def choices(self, user: str) -> Choices:
        """What the person chose."""
        person = self._get(user)
        return Choices(person.language, person.privately, person.unoffered) if person else Choices()

    def choose(self, user: str, choices: Choices) -> None:
        """Keep what the person chose."""
        self._change(user, **asdict(choices))

    def opened_home(self, user: str) -> None:
        """The person looks at their Home tab."""
        self._change(user, home_opened_at=self._now())

    def looks_at_home(self, user: str) -> bool:
        """Whether the person looked at their Home tab a short while ago."""
        person = self._get(user)
        return person is not None and (person.home_opened_at or _long_ago(self._now())) > self._now() - _LOOKED_AT

    def home_hash(self, user: str) -> str | None:
        """Slack's mark of the Home tab that was published last; None where none was."""
        person = self._get(user)
        return person.home_hash if person else None

    def published_home(self, user: str, home_hash: str) -> None:
        """Slack has a new Home tab of the person."""
        self._change(user, home_hash=home_hash)

    def _get(self, user: str) -> Person | None:
        with self._database.read() as session:
            return session.get(Person, user)

    def _change(self, user: str, **values: Any) -> None:  # noqa: ANN401 - columns
        """Change some columns. Two processes may meet a new person at the same time: the second finds them there."""
        try:
            self._set(user, values)
        except IntegrityError:
            self._set(user, values)

    def _set(self, user: str, values: dict[str, Any]) -> None:
        with self._database.write() as session:
            person = session.get(Person, user)
            if person is None:
                person = Person(user=user, privately=False, unoffered=False)
                session.add(person)
            for name, value in values.items():
                setattr(person, name, value)


def _long_ago(now: datetime) -> datetime:
    return now - 2 * _LOOKED_AT
