"""Runs of a page in reading order: column by column, and what stands beside each other as a table apart.

A region is cut along the gutter that has the most lines on both sides; what crosses it, a headline above or a paragraph
below, is read before and after (the recursive XY-cut of Nagy and Seth, 1984, with crossing lines allowed).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from knowledge.formats.leftward import reads_leftward
from knowledge.formats.pdf_beside import Columns, are_marks, belongs_together, is_prose, rows_agree
from knowledge.formats.pdf_runs import Placed, Row, Ruled, Run, rows_of

_LEAST_LINES: Final = 2  # on both sides of a gutter
_GUTTER: Final = 0.95  # of the usual size of letters: its least width
_SAME_BLOCK: Final = 1.0  # of the size of letters: a line beside nothing belongs to the column that it is so near
_FILLED: Final = 0.8  # of a column's width: only its own lines come so far
_NARROW: Final = 0.6  # of the widest column of prose: a column of cells beside it
_RAGGED: Final = 0.1  # of a column's width, by which its longest lines differ
_LIKE: Final = 1.2  # what the sizes of letters of one column may differ by
_STEP: Final = 2.0  # points between two places at which a gutter is looked for


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table without lines: its runs, and the left and right of each column, in reading order."""

    runs: tuple[Run, ...]
    columns: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class _Cut:
    """Rows that a gutter parts, of all rows those from ``first`` to ``last``; ``lines`` stand on its emptier side."""

    gutter: float
    first: int
    last: int
    lines: int


def regions(placed: Sequence[Placed]) -> Iterator[list[Row] | Aligned]:
    """Yield stretches of rows to be read from top to bottom, and tables without lines, in reading order."""
    rows = rows_of(placed)
    cut = _best_cut(rows)
    if not cut:
        yield rows
        return
    yield from regions(_all(rows[: cut.first]))
    yield from _beside(_all(rows[cut.first : cut.last + 1]))
    yield from regions(_all(rows[cut.last + 1 :]))


def _all(rows: Sequence[Row]) -> list[Placed]:
    return [each for row in rows for each in row]


def _best_cut(rows: Sequence[Row]) -> _Cut | None:
    runs = [each for row in rows for each in row if isinstance(each, Run)]
    if len(rows) < _LEAST_LINES or not runs:
        return None
    width = _GUTTER * median(run.size for run in runs)
    places = sorted({round(each.x1 / _STEP) * _STEP for row in rows for each in row})
    cuts = [cut for place in places for cut in _cuts(rows, place, width)]
    return max(cuts, key=lambda cut: (cut.lines, cut.last - cut.first), default=None)


def _cuts(rows: Sequence[Row], left: float, width: float) -> Iterator[_Cut]:
    """Yield the stretches of rows that an empty gutter right of a place parts."""
    first = 0
    for index in range(len(rows) + 1):
        if index == len(rows) or any(_crosses(each, left, width) for each in rows[index]):
            if cut := _trimmed(rows, first, index - 1, left + width / 2):
                yield cut
            first = index + 1


def _crosses(each: Placed, left: float, width: float) -> bool:
    return each.x0 < left + width - _STEP / 2 and each.x1 > left + _STEP / 2


def _trimmed(rows: Sequence[Row], first: int, last: int, gutter: float) -> _Cut | None:
    """Leave rows on one side of the gutter alone where they are far from those that have something beside them."""
    lefts, rights = {}, {}
    for index in range(first, last + 1):
        lefts[index] = [each for each in rows[index] if each.x1 < gutter]
        rights[index] = [each for each in rows[index] if each.x0 > gutter]
    lefts, rights = ({index: row for index, row in side.items() if row} for side in (lefts, rights))
    if min(len(lefts), len(rights)) < _LEAST_LINES:
        return None
    top, bottom = max(min(lefts), min(rights)), min(max(lefts), max(rights))
    if bottom <= top or are_marks([each for row in lefts.values() for each in row]):
        return None
    sides = [_kept(side, top, bottom) for side in (lefts, rights)]
    if min(map(len, sides)) < _LEAST_LINES:
        return None
    return _Cut(gutter, min(map(min, sides)), max(map(max, sides)), min(map(len, sides)))


def _kept(side: Mapping[int, Row], top: int, bottom: int) -> list[int]:
    """Return the rows of one side from ``top`` to ``bottom``, and those that go on above and below without a gap."""
    kept = [index for index in side if top <= index <= bottom]
    for index in reversed([index for index in side if index < top]):
        if not kept or not _near(side[index], side[kept[0]]):
            break
        kept.insert(0, index)
    kept = _with_near(side, kept)
    return _with_near(side, [*kept, *_rest_of_prose(side, kept)])


def _with_near(side: Mapping[int, Row], kept: list[int]) -> list[int]:
    """Return the rows with those that go on below them without a gap."""
    near = list(kept)
    for index in (index for index in side if kept and index > kept[-1]):
        if not _near(side[near[-1]], side[index]):
            break
        near.append(index)
    return near


def _rest_of_prose(side: Mapping[int, Row], kept: Sequence[int]) -> list[int]:
    """Return the rows down to the last one that fills the column, where it is prose: the other column ended before."""
    column = [each for index in kept for each in side[index]]
    left, right = min((each.x0 for each in column), default=0.0), max((each.x1 for each in column), default=0.0)
    below = [index for index in side if kept and index > kept[-1]]
    wide = [index for index in below if max(each.x1 for each in side[index]) >= left + _FILLED * (right - left)]
    rest = [index for index in below if wide and index <= wide[-1]]
    within = all(each.x1 <= right + _RAGGED * (right - left) for index in rest for each in side[index])
    is_one = within and is_prose([*column, *(each for index in rest for each in side[index])])
    return rest if is_one else []


def _near(above: Row, below: Row) -> bool:
    """Whether two rows are so near, and so alike, that both belong to one column."""
    sizes = {each.size for each in (*above, *below) if isinstance(each, Run)}
    if not sizes or max(sizes) > _LIKE * min(sizes):
        return False
    gap = min(each.top for each in below) - max(each.bottom for each in above)
    return gap <= _SAME_BLOCK * min(sizes)


def _beside(placed: Sequence[Placed]) -> Iterator[list[Row] | Aligned]:
    """Yield what stands beside each other: columns one after the other, or one table."""
    columns = _columns(placed)
    if any(isinstance(each, Ruled) for each in placed):
        yield from _one_by_one(columns)
        return
    prose = [is_prose(column) for column in columns]
    agree = rows_agree(columns)
    if all(prose) and not agree:
        yield from _one_by_one(columns)
    elif any(prose) and not (agree and _narrow(columns, prose)) and not belongs_together(columns, prose):
        for group in _groups(columns, prose):
            yield from _one_by_one(group) if len(group) == 1 else [_aligned(group)]
    else:
        yield _aligned(columns)


def _narrow(columns: Columns, prose: Sequence[bool]) -> bool:
    """Whether the columns of cells are narrower than those of prose; two columns of a page are about as wide.

    More than two whose rows agree are a table, however wide.
    """
    if len(columns) > 2:  # noqa: PLR2004
        return True
    widths = [max(each.x1 for each in column) - min(each.x0 for each in column) for column in columns]
    widest = max((width for width, running in zip(widths, prose, strict=True) if running), default=0.0)
    return all(running or width <= _NARROW * widest for width, running in zip(widths, prose, strict=True))


def _columns(placed: Sequence[Placed]) -> Columns:
    """Part runs where no run stands below another, from the left."""
    width = _GUTTER * median([each.size for each in placed if isinstance(each, Run)] or [0.0])
    columns: Columns = []
    right = 0.0
    for each in sorted(placed, key=lambda each: each.x0):
        if not columns or each.x0 - right >= width - _STEP / 2:
            columns.append([])
            right = each.x1
        columns[-1].append(each)
        right = max(right, each.x1)
    return columns


def _one_by_one(columns: Columns) -> Iterator[list[Row] | Aligned]:
    for column in _in_order(columns):
        yield from regions(column)


def _groups(columns: Columns, prose: Sequence[bool]) -> Iterator[Columns]:
    """Yield columns of prose each for itself, and neighbouring ones of cells together."""
    group: Columns = []
    for column, running in zip(columns, prose, strict=True):
        if running and group:
            yield group
            group = []
        group.append(column)
        if running:
            yield group
            group = []
    if group:
        yield group


def _aligned(columns: Columns) -> Aligned:
    ordered = _in_order(columns)
    runs = [each for column in ordered for each in column if isinstance(each, Run)]
    bounds = ((min(each.x0 for each in column), max(each.x1 for each in column)) for column in ordered)
    return Aligned(tuple(runs), tuple(bounds))


def _in_order(columns: Columns) -> Columns:
    text = "".join(each.text for column in columns for each in column if isinstance(each, Run))
    return columns[::-1] if reads_leftward(text) else columns
