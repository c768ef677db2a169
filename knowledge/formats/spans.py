"""Cells that reach over several rows or columns: each place they cover holds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

WIDEST = 1000
"""Columns of a table, as many as HTML lets a cell span; the file of a few bytes that names more fills no memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell as its file has it; one that covers several places of a table is the same object in all of them.

    ``text`` is inline Markdown. ``head`` tells that the file itself says that it heads a column, ``strong`` that it is
    written in bold or names its row. ``down`` and ``across`` count the rows and columns it covers; ``down`` of 0
    reaches to the end.
    """

    text: str = ""
    head: bool = False
    strong: bool = False
    down: int = 1
    across: int = 1


Row = list[Cell]
EMPTY = Cell()


def spread(rows: Sequence[Sequence[Cell]]) -> list[Row]:
    """Return the rows with each cell in all the places that it covers, all rows of one width."""
    reaching: dict[int, tuple[Cell, int]] = {}
    slots = [_placed(row, reaching, len(rows) - number) for number, row in enumerate(rows)]
    width = max(map(len, slots), default=0)
    return [row + [EMPTY] * (width - len(row)) for row in slots]


def without_blanks(slots: Sequence[Row]) -> list[Row]:
    """Return the rows without those rows and columns that are empty, or hold nothing but what their neighbour holds."""
    kept = [row for row, after in zip_longest(slots, slots[1:]) if not is_blank(row) and not _is_within(row, after)]
    columns: list[tuple[Cell, ...]] = []
    places = [
        place
        for place, column in enumerate(zip(*kept, strict=True))
        if not is_blank(column) and not _again(columns, column)
    ]
    return [[row[place] for place in places] for row in kept]


def is_blank(cells: Iterable[Cell]) -> bool:
    """Whether nothing is written in any of the cells."""
    return not any(cell.text for cell in cells)


def is_whole(row: Row) -> bool:
    """Whether one cell covers the whole row."""
    return bool(row[0].text) and all(cell is row[0] for cell in row)


def _is_within(row: Row, after: Row | None) -> bool:
    """Whether all that a row holds reaches down into the next one."""
    return after is not None and all(cell is below or not cell.text for cell, below in zip(row, after, strict=True))


def _again(before: list[tuple[Cell, ...]], column: tuple[Cell, ...]) -> bool:
    """Whether a column is the one before again; if not, it is the next to be compared with."""
    if before and all(cell is left for cell, left in zip(column, before[-1], strict=True)):
        return True
    before[:] = [column]
    return False


def _placed(row: Sequence[Cell], reaching: dict[int, tuple[Cell, int]], left: int) -> Row:
    """Return a row with what reaches into it from above, and note in ``reaching`` what goes on below."""
    placed: Row = []
    for cell in row:
        _fill(placed, reaching)
        down = left if cell.down == 0 else min(cell.down, left)
        for _ in range(max(1, min(cell.across, WIDEST - len(placed)))):
            if down > 1:
                reaching[len(placed)] = (cell, down - 1)
            placed.append(cell)
    for _ in range(len(placed), max(reaching, default=-1) + 1):
        _fill(placed, reaching, or_blank=True)
    return placed


def _fill(placed: Row, reaching: dict[int, tuple[Cell, int]], *, or_blank: bool = False) -> None:
    """Append what reaches into the next places from above; ``or_blank`` leaves a place free where nothing does."""
    if or_blank and len(placed) not in reaching:
        placed.append(EMPTY)
    while len(placed) in reaching:
        cell, left = reaching.pop(len(placed))
        if left > 1:
            reaching[len(placed)] = (cell, left - 1)
        placed.append(cell)
