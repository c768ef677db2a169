"""Letters in the cells of a table with lines -> rows of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from knowledge.formats.leftward import reads_leftward
from knowledge.formats.pdf_beside import goes_on
from knowledge.formats.pdf_letters import Letter
from knowledge.formats.pdf_paragraphs import joined, without_leaders
from knowledge.formats.pdf_placed import Cells
from knowledge.formats.pdf_ruled import RuledTable
from knowledge.formats.pdf_runs import Row, Run, rows_of, runs_of, words_of
from knowledge.formats.spans import EMPTY, Cell

_Lines = Mapping[int, list[Row]]

_ONE_LINE: Final = 0.5  # of a letter's size: what the base lines of one row may differ by across cells
_LONGEST: Final = 8  # lines of a cell across the whole table: more are no row, but what the table frames
_FIGURE: Final = re.compile(r"\d|^\W+$")


def rows_of_cells(table: RuledTable, letters: Mapping[int, Sequence[Letter]]) -> tuple[Cells, ...] | None:
    """Return the rows, a merged cell in all places that it covers; None for a frame, which is no table.

    Rows that only a wide gap parts, as in many a table of figures, are told apart.
    """
    lines = {cell: rows_of(runs_of(within)) for cell, within in letters.items()}
    if len(lines) < 2 or any(_is_frame(row, lines) for row in table.slots):  # noqa: PLR2004
        return None
    heads = set(_heads(table.slots))
    cells = {cell: replace(cell_of(within), head=cell in heads) for cell, within in lines.items()}
    rows = [row for slots in table.slots for row in _rows(slots, lines, cells)]
    leftward = reads_leftward("".join(cell.text for row in rows for cell in row))
    return tuple(row[::-1] if leftward else row for row in rows)


def _is_frame(row: Sequence[int], lines: _Lines) -> bool:
    """Whether one cell alone fills a row of the table with so much that it is a text of its own."""
    filled = {cell for cell in row if cell in lines}
    return len(filled) == 1 and len(lines[filled.pop()]) > _LONGEST


def _heads(slots: Sequence[tuple[int, ...]]) -> Iterator[int]:
    """Yield the cells of a head of two lines: below one that heads several columns, each of them has its own."""
    first = next((index for index, row in enumerate(slots) if len(set(row)) > 1), 0)
    above, below = slots[first], slots[min(first + 1, len(slots) - 1)]
    groups = [set(cells) for cells in _below(above, below).values()]
    if len(slots) - first > 2 and any(len(group) > 1 for group in groups):  # noqa: PLR2004 -- such a head, and a row
        yield from (*above, *below)


def _below(above: Sequence[int], below: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for over, under in zip(above, below, strict=True):
        found.setdefault(over, []).append(under)
    return found


def cell_of(lines: Sequence[Row]) -> Cell:
    """Return a cell of these lines; in bold where all of it is."""
    bold = [run.bold for line in lines for run in line if isinstance(run, Run)]
    return Cell(without_leaders(joined([words_of(line) for line in lines])), strong=bool(bold) and all(bold))


def _rows(slots: Sequence[int], lines: _Lines, cells: Mapping[int, Cell]) -> Iterator[Cells]:
    bases = _stacked(slots, lines)
    if not bases:
        yield [cells.get(cell, EMPTY) for cell in slots]
    for base in bases:
        yield [_at(base, bases, lines.get(cell, ()), cells.get(cell, EMPTY)) for cell in slots]


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


def _at(base: float, bases: Sequence[float], rows: Sequence[Row], whole: Cell) -> Cell:
    """Return what stands on a base line; what stands between them all belongs to each."""
    if not any(_is_level(each, row) for each in bases for row in rows):
        return whole
    return next((cell_of([row]) for row in rows if _is_level(base, row)), EMPTY)
