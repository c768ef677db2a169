"""What was found on the pages of a PDF, with its place: lines of text, and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.formats.spans import Cell

Cells = Sequence[Cell]
"""A row of a table; a cell that covers several places is the same object in all of them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; ``top`` and ``bottom`` in points or pixels from the top of its page.

    ``size`` is that of most of its letters; ``goes_on`` tells whether it goes on with the paragraph of the line above,
    where that is known, and ``margin`` whether it stands apart at the top or bottom of its page.
    ``room`` is what its column has left behind it.
    """

    page: int
    top: float
    bottom: float
    size: float
    bold: bool
    text: str
    goes_on: bool | None = None
    margin: bool = False
    room: float = 0.0


@dataclass(frozen=True, slots=True)
class Grid:
    """One table; ``breaks`` are the pages it goes on to, each with the number of its first row there.

    ``size`` is that of its letters, 0 where it is not known.
    """

    page: int
    top: float
    rows: tuple[Cells, ...]
    breaks: tuple[tuple[int, int], ...] = ()
    size: float = 0.0

    @property
    def pages(self) -> tuple[tuple[int, int], ...]:
        """All of its pages, each with the number of its first row there."""
        return ((self.page, 0), *self.breaks)


Item = Line | Grid
Paragraph = list[Line]
