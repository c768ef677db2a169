"""The tables of RTF: rows that say where each of their cells ends (RTF 1.9.1, "Table Definitions").

striprtf knows no tables. So marks are put into the document where cells and rows end, and read again in its plain text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from knowledge.formats.grid import Cell
from knowledge.formats.tables import cell_text, table_of

_BEGIN, _CELL, _ROW = "\x01", "\x02", "\x03"
_TABLE: Final = re.compile(rf"(?:{_BEGIN}[^{_BEGIN}{_ROW}]*{_ROW}\d+{_ROW}\s*)+")
_ONE_ROW: Final = re.compile(rf"{_BEGIN}(?P<cells>[^{_ROW}]*){_ROW}(?P<number>\d+){_ROW}")
_NESTED: Final = {"nestcell": ", ", "nestrow": "; "}
_NEAR: Final = 60
"""Twentieths of a point, within which two edges are one: somebody drew them by hand."""


@dataclass(slots=True)
class _Place:
    """Where a cell ends, in twentieths of a point, and whether it goes on with the one to its left or above it."""

    edge: int = 0
    goes_on: bool = False
    reaches_down: bool = False
    from_above: bool = False


@dataclass(slots=True)
class _Row:
    left: int = 0
    head: bool = False
    places: list[_Place] = field(default_factory=list)


class Tables:
    """The tables of one document."""

    def __init__(self) -> None:
        self._rows: list[_Row] = []
        self._row = _Row()
        self._next = _Place()
        self._within = False

    def marked(self, word: str, number: str) -> str | None:
        """Return what stands for a control word of a table; None where it is no such."""
        if word in {"trowd", "intbl"}:
            begun, self._within = self._within, True
            if word == "trowd":
                self._row, self._next = _Row(), _Place()
            return " " if begun else _BEGIN
        if word == "row":
            self._rows.append(self._row)
            self._within = False
            return f"{_ROW}{len(self._rows) - 1}{_ROW}\\line "
        if word == "cell":
            return _CELL
        return " " if self._defined(word, number) else _NESTED.get(word)  # a blank, else two words become one

    def _defined(self, word: str, number: str) -> bool:
        """Take a word that says how a row is divided; tell whether it was one."""
        if word == "cellx":
            self._next.edge = int(number or 0)
            self._row.places.append(self._next)
            self._next = _Place()
        elif word == "trleft":
            self._row.left = int(number or 0)
        elif word == "trhdr":
            self._row.head = True
        elif word == "clmrg":
            self._next.goes_on = True
        elif word == "clvmgf":
            self._next.reaches_down = True
        elif word == "clvmrg":
            self._next.from_above = True
        else:
            return False
        return True

    def parts(self, text: str) -> Iterator[tuple[bool, str]]:
        """Yield the parts of the plain text, a table as Markdown, with whether it is one."""
        end = 0
        for found in _TABLE.finditer(text):
            yield False, _unmarked(text[end : found.start()])
            rows = [(self._rows[int(row["number"])], row["cells"].split(_CELL)) for row in _ONE_ROW.finditer(found[0])]
            yield True, table_of(_cells([row for row, _ in rows], [cells for _, cells in rows]))
            end = found.end()
        yield False, _unmarked(text[end:])


def _unmarked(text: str) -> str:
    return text.replace(_BEGIN, "").replace(_CELL, "\n")


def _cells(rows: Sequence[_Row], words: Sequence[Sequence[str]]) -> list[list[Cell]]:
    """Return the cells of a table, each over as many columns and rows as its edges and marks say."""
    edges = _columns(place.edge for row in rows for place in row.places)
    table: list[list[Cell]] = []
    for number, (row, texts) in enumerate(zip(rows, words, strict=True)):
        cells: list[Cell] = []
        column = bisect_left(edges, row.left + _NEAR) if row.left > edges[0] - _NEAR else 0
        cells += [Cell()] * column
        for place, text in zip(row.places or [_Place()] * len(texts), texts, strict=False):
            across = max(bisect_left(edges, place.edge - _NEAR) + 1 - column, 1)
            if place.goes_on and cells:
                cells[-1] = replace(cells[-1], across=cells[-1].across + across)
            elif not place.from_above:
                down = _down(rows[number + 1 :], place.edge) if place.reaches_down else 1
                cells.append(Cell(cell_text(text), head=row.head, across=across, down=down))
            column += across
        table.append(cells)
    return table


def _columns(edges: Iterator[int]) -> list[int]:
    """Return where the columns of a table end."""
    columns: list[int] = []
    for edge in sorted(edges):
        if not columns or edge > columns[-1] + _NEAR:
            columns.append(edge)
    return columns or [0]


def _down(below: Sequence[_Row], edge: int) -> int:
    """Return how many rows a cell covers that goes on in those below."""
    count = 1
    for row in below:
        if not any(place.from_above and abs(place.edge - edge) <= _NEAR for place in row.places):
            break
        count += 1
    return count
