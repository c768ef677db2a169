"""The tables of a sheet: cells anywhere on it, told apart by the blank rows and columns between them.

A blank row or column alone parts nothing, as it may be there for the eye: a table begins where columns are headed anew.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from knowledge.formats.grid import Cell, grid_of
from knowledge.formats.heads import begins_anew, is_bold_head
from knowledge.formats.spans import EMPTY, Row

Place = tuple[int, int]
"""Row and column."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""

_PAIR = 2
"""Cells of a line of a form: a name and a value."""

_Line = dict[int, Cell]
"""The filled cells of a row by their columns."""


def sheet_markdown(cells: Mapping[Place, Cell], merged: Iterable[Area] = ()) -> str:
    """Return the tables of a sheet and the lines around them as Markdown.

    Only filled cells are looked at, so that it takes no longer where one of them lies far off.
    """
    filled = {place: cell for place, cell in cells.items() if cell.text}
    _fill(filled, merged)
    written: list[str] = []
    captions: list[str] = []
    for table in _tables(filled):
        rows = _rows(table)
        if all(len(set(line.values())) == 1 for line in table):
            captions += [next(iter(line.values())).text for line in table]
        else:
            written += [grid.markdown() for grid in grid_of(rows, captions)]
            captions = []
    return "\n\n".join((*written, *captions))


def _fill(cells: dict[Place, Cell], merged: Iterable[Area]) -> None:
    """Put a merged cell in all its places, in those rows and columns in which anything else stands."""
    rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
    for top, left, bottom, right in merged:
        if cell := cells.get((top, left)):
            for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]:
                for column in columns[bisect_left(columns, left) : bisect_right(columns, right)]:
                    cells[row, column] = cell


def _tables(cells: Mapping[Place, Cell]) -> Iterator[list[_Line]]:
    """Yield the tables from top to bottom; one that goes on behind a blank row is one."""
    last: list[_Line] = []
    for band in _bands(cells):
        sides = _sides(band)
        for table in (part for side in sides for part in _parted(side)):
            named = _under_a_name(table, last)
            if last and len(sides) == 1 and _goes_on(table[len(named) :], last):
                last += [*named, *table[len(named) :]]
                continue
            if last:
                yield last
            last = table
    if last:
        yield last


def _bands(cells: Mapping[Place, Cell]) -> Iterator[list[_Line]]:
    """Yield the rows that lie next to each other."""
    band: list[_Line] = []
    before = None
    for row, group in groupby(sorted(cells), key=lambda place: place[0]):
        if before is not None and row > before + 1:
            yield band
            band = []
        band.append({column: cells[row, column] for _, column in group})
        before = row
    if band:
        yield band


def _sides(band: list[_Line]) -> list[list[_Line]]:
    """Return the tables that lie side by side, each with names of its own in its first column."""
    columns = sorted({column for line in band if len(set(map(id, line.values()))) > 1 for column in line})
    starts = [right for left, right in pairwise(columns) if right > left + 1 and _is_side(band, columns, right)]
    if not starts:
        return [band]
    bounds = [(-1, starts[0]), *pairwise([*starts, max(columns) + 1])]
    sides = [[{c: cell for c, cell in line.items() if first <= c < end} for line in band] for first, end in bounds]
    return [[line for line in side if line] for side in sides]


def _is_side(band: Sequence[_Line], columns: Sequence[int], start: int) -> bool:
    """Whether a table begins in a column behind a blank one: words name its rows, and both sides have two columns."""
    left = sum(column < start for column in columns)
    words = all(line[start].text[:1].isalpha() for line in band if start in line)
    return left > 1 and start + 1 in columns and words


def _parted(lines: list[_Line]) -> list[list[_Line]]:
    """Return rows in tables: a row of words in bold heads columns anew, and so do words over figures below a form."""
    rows = _rows(lines)
    starts = [place for place in range(1, len(rows)) if is_bold_head(rows[place - 1 : place + 2])]
    form = next((place for place, line in enumerate(lines) if len(line) > _PAIR), 0)
    if len(lines[0]) == _PAIR and form not in starts and begins_anew(_rows(lines[form:])):
        starts = sorted([*starts, *([form] if form else [])])
    return [lines[first:end] for first, end in pairwise([0, *starts, len(lines)])]


def _goes_on(lines: Sequence[_Line], last: Sequence[_Line]) -> bool:
    """Whether rows lie in the columns of the table above them and head none of their own."""
    columns, above = {column for line in lines for column in line}, {column for line in last for column in line}
    if len(columns) < 2 or not columns <= above:  # noqa: PLR2004 - one column is a note
        return False
    return len(last) == 1 or not begins_anew(_rows(lines))


def _under_a_name(lines: Sequence[_Line], last: Sequence[_Line]) -> list[_Line]:
    """Return the first row, if it has but one cell, across all columns of the table above: it names those below it."""
    if len(lines) < 2 or len(lines[0]) > 1 or not last:  # noqa: PLR2004 - a name and what it names
        return []
    [cell] = lines[0].values()
    return [dict.fromkeys((column for line in last for column in line), cell)]


def _rows(lines: Sequence[_Line]) -> list[Row]:
    columns = sorted({column for line in lines for column in line})
    return [[line.get(column, EMPTY) for column in columns] for line in lines]
