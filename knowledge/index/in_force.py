"""Which rows of a version are in force on a day: what is archived is found only where one asks about the past."""

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


def write_standing(folder: Path, until: Iterable[str | None]) -> None:
    """Write each row's last day in force, as `knowledge.domain.Document` has it."""
    write_numbered(folder, _COLUMN, (() if day is None else (day,) for day in until))


def is_about_the_past(question: str, today: str) -> bool:
    """Whether a question asks about what may no longer be in force: it names an earlier year, or says so."""
    year = year_of(question)
    return bool(_ASKS.search(question)) or "" < year < day_of(today)[:4]


class InForce:
    """The last days in force of a version's rows."""

    def __init__(self, folder: Path) -> None:
        distinct, self._of_row = read_numbered(folder, _COLUMN)
        self._until = [day[0] if day else None for day in distinct]
        self.all = self._until == [None]
        """Whether all rows are in force, on whatever day."""

    def among(self, rows: Rows, today: str) -> Rows:
        """Return those of the rows that are in force on the day, as `editions.day_of` takes it, in their order."""
        if self.all:
            return rows
        return rows[self._on(day_of(today))[self._of_row[rows]]]

    def _on(self, day: str) -> NDArray[np.bool_]:
        return np.array([until is None or until >= day for until in self._until])


_ASKS: Final = re.compile("|".join(profile.past.asks for profile in PROFILES.values()), re.IGNORECASE)
