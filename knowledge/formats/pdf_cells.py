"""Letters in the cells of a table with lines -> rows of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from knowledge.formats.leftward import reads_leftward
from knowledge.formats.pdf_beside import goes_on
from knowledge.formats.pdf_layout import joined
from knowledge.formats.pdf_letters import Letter
from knowledge.formats.pdf_ruled import RuledTable
from knowledge.formats.pdf_runs import Row, Run, rows_of, runs_of, words_of

Cells = tuple[str, ...]
_Lines = Mapping[int, list[Row]]

_ONE_LINE: Final = 0.5  # of a letter's size: what the base lines of one row may differ by across cells
_LONGEST: Final = 8  # lines of a cell across the whole table: more are no row, but what the table frames
_FIGURE: Final = re.compile(r"\d|^\W+$")


def words_of_cells(
    table: RuledTable, letters: Mapping[int, Sequence[Letter]]
) -> tuple[Cells, tuple[Cells, ...]] | None:
    """Return the titles and the rows, a merged cell in all places that it covers; None for a frame, which is no table.

    Rows that only a wide gap parts, as in many a table of figures, are told apart; a head of two lines becomes one.
    """
    lines = {cell: rows_of(runs_of(within)) for cell, within in letters.items()}
    if len(lines) < 2 or any(_is_frame(row, lines) for row in table.slots):  # noqa: PLR2004
        return None
    first = next((index for index, row in enumerate(table.slots) if len(set(row)) > 1), 0)
    titles = tuple(_words(row, lines)[0] for row in table.slots[:first])
    slots = table.slots[first:]
    depth = _depth_of_head(slots)
    head = _merged([_words(row, lines) for row in slots[:depth]])
    rows = [head, *(row for below in slots[depth:] for row in _rows(below, lines))]
    leftward = reads_leftward("".join(cell for row in rows for cell in row))
    return titles, tuple(row[::-1] if leftward else row for row in rows)


def _is_frame(row: Sequence[int], lines: _Lines) -> bool:
    """Whether one cell alone fills a row of the table with so much that it is a text of its own."""
    filled = {cell for cell in row if cell in lines}
    return len(filled) == 1 and len(lines[filled.pop()]) > _LONGEST


def _depth_of_head(slots: Sequence[tuple[int, ...]]) -> int:
    """Count the lines of the head: below a cell that heads several columns, each of them may have a head of its own."""
    if len(slots) <= 2:  # noqa: PLR2004 -- such a head, and a row
        return 1
    parts: dict[int, set[int]] = {}
    for above, below in zip(slots[0], slots[1], strict=True):
        parts.setdefault(above, set()).add(below)
    return 2 if any(len(below) > 1 for below in parts.values()) else 1


def _words(slots: Sequence[int], lines: _Lines) -> Cells:
    return tuple(joined([words_of(row) for row in lines.get(cell, ())]) for cell in slots)


def _once_across(slots: Sequence[int], row: Cells) -> Cells:
    """Say what a cell across the whole table says but once."""
    return (row[0], *[""] * (len(row) - 1)) if len(set(slots)) == 1 else row


def _merged(rows: Sequence[Cells]) -> Cells:
    return tuple(" ".join(dict.fromkeys(filter(None, column))) for column in zip(*rows, strict=True))


def _rows(slots: Sequence[int], lines: _Lines) -> Iterator[Cells]:
    bases = _stacked(slots, lines)
    if not bases:
        yield _once_across(slots, _words(slots, lines))
    for base in bases:
        yield tuple(_at(base, bases, lines.get(cell, ())) for cell in slots)


def _stacked(slots: Sequence[int], lines: _Lines) -> list[float]:
    """Return the base lines of the rows in a row of cells, where their lines are level and mostly figures."""
    stacks = [lines[cell] for cell in dict.fromkeys(slots) if len(lines.get(cell, ())) > 1]
    if len(stacks) < 2:  # noqa: PLR2004 -- one cell of several lines is a paragraph
        return []
    bases = [row[0].base for row in max(stacks, key=len)]
    level = all(any(_is_level(base, row) for base in bases) for stack in stacks for row in stack)
    texts = [[words_of(row) for row in stack] for stack in stacks]
    figures = sum(all(_FIGURE.search(text) for text in stack) for stack in texts)
    wrapped = any(goes_on(above, below) for stack in texts for above, below in pairwise(stack))
    return bases if level and not wrapped and 2 * figures >= len(stacks) else []


def _is_level(base: float, row: Row) -> bool:
    return isinstance(row[0], Run) and abs(row[0].base - base) <= _ONE_LINE * row[0].size


def _at(base: float, bases: Sequence[float], rows: Sequence[Row]) -> str:
    """Return what stands on a base line; what stands between them all belongs to each."""
    if not any(_is_level(each, row) for each in bases for row in rows):
        return joined([words_of(row) for row in rows])
    return next((words_of(row) for row in rows if _is_level(base, row)), "")
