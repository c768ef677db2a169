"""Tables with lines: from the ruling lines of a page to cells, by pdfplumber's finder, and to rows without holes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from knowledge.formats.pdf_page import Box

_SLANT = 1.0  # points that a level or upright line may deviate
_THICKEST = 3.0  # points; a filled box that is thinner is a line
_SHORTEST = 4.0  # points of a line that may bound a cell
_TOLERANCE = 3.0  # points, as pdfplumber's own default
_MOST_EDGES = 4000  # of a page; beyond it there is a drawing, which would take minutes


@dataclass(frozen=True, slots=True)
class RuledTable:
    """The cells of a table, each a box; a merged cell is one."""

    cells: tuple[Box, ...]

    @property
    def box(self) -> Box:
        """What the table covers."""
        lefts, tops, rights, bottoms = zip(*self.cells, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    def rows(self, read: Callable[[Box], str]) -> tuple[tuple[str, ...], ...]:
        """Return the rows; a merged cell says the same in all of its columns, one across the whole table says it once."""
        texts = [(cell, read(cell)) for cell in self.cells]
        lines = _middles({side for _, top, _, bottom in self.cells for side in (top, bottom)})
        columns = _middles({side for left, _, right, _ in self.cells for side in (left, right)})
        return tuple(_once_across([_text_at(texts, x, y) for x in columns]) for y in lines)


def ruled_tables(edges: Sequence[Box]) -> list[RuledTable]:
    """Return the tables of at least two rows and two columns that lines make."""
    lines = list(_lines(edges))
    if not lines or len(lines) > _MOST_EDGES:
        return []
    merged = merge_edges(lines, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    cells = intersections_to_cells(edges_to_intersections(merged, _TOLERANCE, _TOLERANCE))
    tables = [RuledTable(tuple(cells)) for cells in cells_to_tables(cells)]
    return [table for table in tables if _sides(table, 1, 3) and _sides(table, 0, 2)]


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


def _sides(table: RuledTable, low: int, high: int) -> bool:
    """Whether a table has more than one row, or column."""
    return len(_middles({side for cell in table.cells for side in (cell[low], cell[high])})) > 1


def _middles(sides: set[float]) -> list[float]:
    """Return the middle of each row or column that these sides bound."""
    bounds = sorted(sides)
    pairs = zip(bounds, bounds[1:], strict=False)
    return [(low + high) / 2 for low, high in pairs if high - low > _THICKEST]


def _text_at(texts: Sequence[tuple[Box, str]], x: float, y: float) -> str:
    return next((text for (x0, top, x1, bottom), text in texts if x0 < x < x1 and top < y < bottom), "")


def _once_across(row: Sequence[str]) -> tuple[str, ...]:
    merged = len(row) > 1 and row[0] and len(set(row)) == 1
    return (row[0], *[""] * (len(row) - 1)) if merged else tuple(row)
