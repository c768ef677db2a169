"""Tables with lines: from the ruling lines of a page to cells, by pdfplumber's finder, and to rows without holes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from knowledge.formats.pdf_letters import Box, Point

_SLANT: Final = 1.0  # points that a level or upright line may deviate
_THICKEST: Final = 3.0  # points; a filled box that is thinner is a line
_SHORTEST: Final = 4.0  # points of a line that may bound a cell
_TOLERANCE: Final = 3.0  # points, as pdfplumber's own default
_MOST_EDGES: Final = 4000  # of a page; beyond it there is a drawing, which would take minutes
_NONE: Final = -1


@dataclass(frozen=True, slots=True)
class RuledTable:
    """The lines between columns and between rows, and for each row the number of the cell in each column.

    A merged cell has its number in several places; where there is no cell, the number is -1.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    slots: tuple[tuple[int, ...], ...]

    @property
    def box(self) -> Box:
        """What the table covers."""
        return self.columns[0], self.rows[0], self.columns[-1], self.rows[-1]

    def cell_at(self, place: Point) -> int | None:
        """Return the number of the cell at a place; None outside of the table."""
        column, row = bisect_right(self.columns, place[0]) - 1, bisect_right(self.rows, place[1]) - 1
        inside = 0 <= column < len(self.columns) - 1 and 0 <= row < len(self.rows) - 1
        return self.slots[row][column] if inside else None


def ruled_tables(edges: Sequence[Box]) -> list[RuledTable]:
    """Return the tables of at least two rows and two columns that lines make."""
    lines = list(_lines(edges))
    if not lines or len(lines) > _MOST_EDGES:
        return []
    merged = merge_edges(lines, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    cells = intersections_to_cells(edges_to_intersections(merged, _TOLERANCE, _TOLERANCE))
    tables = [_table(cells) for cells in cells_to_tables(cells)]
    return [table for table in tables if len(table.slots) > 1 and len(table.slots[0]) > 1]


def _lines(edges: Iterable[Box]) -> Iterator[dict[str, Any]]:
    """Yield level and upright lines as pdfplumber has them."""
    for x0, y0, x1, y1 in edges:
        left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        level = bottom - top <= _SLANT
        if (level or right - left <= _SLANT) and max(right - left, bottom - top) >= _SHORTEST:
            yield {
                "x0": left,
                "x1": right,
                "top": top,
                "bottom": bottom,
                "width": right - left,
                "height": bottom - top,
                "orientation": "h" if level else "v",
            }


def _table(cells: Sequence[Box]) -> RuledTable:
    """Lay the cells on a grid; a row or a column in which none begins is but a doubled line."""
    columns, rows = (_bounds({side for cell in cells for side in (cell[low], cell[low + 2])}) for low in (0, 1))
    slots = [
        [_cell_at(cells, _middle(across), _middle(down)) for across in pairwise(columns)] for down in pairwise(rows)
    ]
    rows, slots = _without_doubles(rows, slots)
    columns, upright = _without_doubles(columns, [list(column) for column in zip(*slots, strict=True)])
    return RuledTable(tuple(columns), tuple(rows), tuple(zip(*upright, strict=True)))


def _without_doubles(bounds: list[float], slots: list[list[int]]) -> tuple[list[float], list[list[int]]]:
    kept = [index for index, each in enumerate(slots) if index == 0 or each != slots[index - 1]]
    return [*(bounds[index] for index in kept), bounds[-1]], [slots[index] for index in kept]


def _bounds(sides: set[float]) -> list[float]:
    """Return lines in order, one of each that lie close together."""
    bounds: list[float] = []
    for side in sorted(sides):
        if not bounds or side - bounds[-1] > _THICKEST:
            bounds.append(side)
    return bounds


def _middle(pair: tuple[float, float]) -> float:
    return sum(pair) / 2


def _cell_at(cells: Sequence[Box], x: float, y: float) -> int:
    places = (index for index, (x0, top, x1, bottom) in enumerate(cells) if x0 < x < x1 and top < y < bottom)
    return next(places, _NONE)
