"""Tables without lines: runs that stand in columns become rows of cells; wrapped cells are put together again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import mean
from typing import Final

from knowledge.formats.pdf_beside import blocks_of, goes_on, may_go_on
from knowledge.formats.pdf_cells import cell_of
from knowledge.formats.pdf_columns import Aligned
from knowledge.formats.pdf_paragraphs import has_leader
from knowledge.formats.pdf_placed import Cells
from knowledge.formats.pdf_runs import Row, Run, rows_of, words_of
from knowledge.formats.spans import is_blank

_MOSTLY: Final = 0.6
_HALF: Final = 0.5
_PAGES: Final = 4  # entries; so many make a table of contents


def rows_of_table(table: Aligned) -> tuple[list[Row], list[Cells], list[Row]]:
    """Return lines before a table, its rows with empty cells kept, and lines behind it; no rows where it is none."""
    rows = rows_of(table.runs)
    full = [index for index, row in enumerate(rows) if len(_filled(row, table)) > 1]
    if len(full) < 2 or _is_list(rows, table):  # noqa: PLR2004 -- a head and a row
        return rows, [], []
    first = next(index for index, row in enumerate(rows) if index == full[0] or 0 not in _filled(row, table))
    last = full[-1]
    while last + 1 < len(rows) and _wrapped(rows[last], rows[last + 1], table):
        last += 1
    return rows[:first], _with_groups(_cells(rows[first : last + 1], table)), rows[last + 1 :]


def _with_groups(rows: list[Cells]) -> list[Cells]:
    """Let rows of but a first cell reach across the table where they name those below, alike in each group."""
    alone = [index for index, row in enumerate(rows) if index and row[0].text and is_blank(row[1:])]
    names = [row[0].text for index, row in enumerate(rows) if index not in alone]
    if len(alone) < 2 or len(set(names)) == len(names):  # noqa: PLR2004 -- two groups
        return rows
    return [[row[0]] * len(row) if index in alone else row for index, row in enumerate(rows)]


def _filled(row: Row, table: Aligned) -> set[int]:
    return {_column(each, table) for each in row if isinstance(each, Run)}


def _column(run: Run, table: Aligned) -> int:
    middle = (run.x0 + run.x1) / 2
    return next(index for index, (left, right) in enumerate(table.columns) if left <= middle <= right)


def _is_list(rows: Sequence[Row], table: Aligned) -> bool:
    """Whether it is a form's list of labels, filled in or with colons, or the entries of a table of contents."""
    if any(isinstance(each, Run) and each.filled for each in rows[0]):
        return True
    if len(table.columns) > 2:  # noqa: PLR2004 -- a label and what belongs to it
        return False
    pairs = [_texts(row, table) for row in rows]
    if mean(pair[0].endswith((":", "：")) or has_leader(pair[0]) for pair in pairs) >= _MOSTLY:
        return True
    pages = [int(pair[1]) if pair[1].isdecimal() else -1 for pair in pairs]
    return len(pages) >= _PAGES and min(pages) > 0 and pages == sorted(pages)


def _texts(row: Row, table: Aligned) -> list[str]:
    return [words_of(runs) for runs in _in_columns(row, table)]


def _in_columns(row: Row, table: Aligned) -> list[Row]:
    cells: list[Row] = [[] for _ in table.columns]
    for each in row:
        if isinstance(each, Run):
            cells[_column(each, table)].append(each)
    return cells


def _wrapped(above: Row, below: Row, table: Aligned) -> bool:
    """Whether a row only goes on with cells of the row above."""
    pairs = list(zip(_texts(above, table), _texts(below, table), strict=True))
    if all(under for _, under in pairs):
        return False
    tell = goes_on if pairs[0][1] else may_go_on
    return all(over and tell(over, under) for over, under in pairs if under)


def _cells(rows: Sequence[Row], table: Aligned) -> list[Cells]:
    """Put the lines of each row of the table together: by the gaps between rows, else by what goes on."""
    blocks = blocks_of(rows)
    if len(blocks) > 1 and any(len(block) > 1 for block in blocks) and all(_begins(block, table) for block in blocks):
        return [_merged(block, table) for block in blocks]
    merged: list[list[Row]] = [[rows[0]]]
    for above, below in pairwise(rows):
        if _wrapped(above, below, table) or (len(merged) == 1 and _headless(merged[0], table)):
            merged[-1].append(below)
        else:
            merged.append([below])
    return [_merged(block, table) for block in merged]


def _begins(block: Sequence[Row], table: Aligned) -> bool:
    """Whether a block is one row: it has a first cell, and no later line that begins all cells anew."""
    heads = [index for index, row in enumerate(block) if 0 in _filled(row, table)]
    later = [pair for pair in pairwise(block) if len(_filled(pair[1], table)) == len(table.columns)]
    return bool(heads) and all(_goes_on(above, below, table) for above, below in later)


def _goes_on(above: Row, below: Row, table: Aligned) -> bool:
    """Whether most cells go on below; some begin with a small letter."""
    pairs = zip(_texts(above, table), _texts(below, table), strict=True)
    return mean(goes_on(over, under) for over, under in pairs) >= _HALF


def _headless(rows: Sequence[Row], table: Aligned) -> bool:
    """Whether the lines of a head have come to no first cell yet."""
    return all(0 not in _filled(row, table) for row in rows)


def _merged(block: Sequence[Row], table: Aligned) -> Cells:
    lines = [_in_columns(row, table) for row in block]
    return [cell_of([line[index] for line in lines if line[index]]) for index in range(len(table.columns))]
