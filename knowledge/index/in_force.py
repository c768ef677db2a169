"""Which rows of a version are in force on a day: what is archived is found only where one asks about the past.

What begins later is found only where one asks about the future.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.index.columns import read_numbered, write_numbered
from knowledge.index.dense import Rows
from knowledge.index.editions import day_of, year_of
from knowledge.language.profiles import PROFILES

_COLUMN: Final = "until"


def write_standing(folder: Path, days: Iterable[tuple[str | None, str | None]]) -> None:
    """Write each row's first and last day in force, as ``effective`` and ``until`` of `knowledge.domain.Document`."""
    write_numbered(
        folder, _COLUMN, (() if until is None and not since else (since or "", *_last(until)) for since, until in days)
    )


def is_about_the_past(question: str, today: str) -> bool:
    """Whether a question asks about what may no longer be in force: it names an earlier year, or says so."""
    return asks_for_the_old(question) or "" < year_of(question, today) < day_of(today)[:4]


def asks_for_the_old(question: str) -> bool:
    """Whether a question asks in words for what is no longer in force."""
    return bool(_ASKS.search(question))


def is_about_the_future(question: str, today: str) -> bool:
    """Whether a question asks about what may not yet be in force: it names a later year, or says so."""
    return bool(_AWAITS.search(question)) or year_of(question, today) > day_of(today)[:4]


class InForce:
    """The first and the last days in force of a version's rows."""

    def __init__(self, folder: Path) -> None:
        distinct, self._of_row = read_numbered(folder, _COLUMN)
        self._days = [(day[0] if day else "", day[1] if len(day) > 1 else None) for day in distinct]
        self.all = self._days == [("", None)]
        """Whether all rows are in force, on whatever day."""

    def asked_for(self, rows: Rows, question: str, today: str) -> Rows:
        """Return those of the rows that a question on the day, as `editions.day_of` takes it, may be about, in order.

        Those in force, with what is no longer where it asks about the past, and what is not yet where about the future.
        """
        if self.all:
            return rows
        past, future = is_about_the_past(question, today), is_about_the_future(question, today)
        return rows[self._on(day_of(today), past=past, future=future)[self._of_row[rows]]]

    def _on(self, day: str, *, past: bool, future: bool) -> NDArray[np.bool_]:
        return np.array(
            [(future or since <= day) and (past or until is None or until >= day) for since, until in self._days]
        )


def _last(until: str | None) -> tuple[str, ...]:
    return () if until is None else (until,)


_ASKS: Final = re.compile("|".join(profile.past.asks for profile in PROFILES.values()), re.IGNORECASE)
_AWAITS: Final = re.compile("|".join(profile.past.awaits for profile in PROFILES.values()), re.IGNORECASE)
