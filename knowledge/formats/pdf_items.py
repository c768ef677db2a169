"""A page's letters and lines -> what stands on it in reading order: lines of text and tables."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median_high
from typing import Final

from knowledge.formats.leftward import reads_leftward
from knowledge.formats.pdf_aligned import rows_of_table
from knowledge.formats.pdf_cells import rows_of_cells
from knowledge.formats.pdf_columns import Aligned, regions
from knowledge.formats.pdf_letters import Letter
from knowledge.formats.pdf_page import Page
from knowledge.formats.pdf_placed import Cells, Grid, Item, Line
from knowledge.formats.pdf_ruled import RuledTable, ruled_tables
from knowledge.formats.pdf_running import in_margins
from knowledge.formats.pdf_runs import Placed, Row, Ruled, Run, rows_of, runs_of, words_of
from knowledge.formats.spans import is_blank

_LEVEL: Final = 2  # degrees, up to which a line still counts as level
_ASLANT: Final = 0.65  # of its size: about how wide a letter is


def items_of(page: Page, letters: Sequence[Letter]) -> list[Item]:
    """Return what these letters of a page make; what is written askew comes last."""
    level = [letter for letter in letters if _is_level(letter)]
    tables, rest = _tables(page, level)
    size = median_high([letter.size for letter in level] or [0.0])
    return [
        *_level_items(page.number, page.height, [*runs_of(rest), *tables]),
        *_turned_lines(page.number, [letter for letter in letters if not _is_level(letter)], size),
    ]


def _is_level(letter: Letter) -> bool:
    return min(letter.angle, 360 - letter.angle) <= _LEVEL


def _tables(page: Page, letters: Sequence[Letter]) -> tuple[list[Ruled], list[Letter]]:
    """Return the tables with lines, and the letters outside of them."""
    tables: list[Ruled] = []
    rest = list(letters)
    for table in ruled_tables(page.edges):
        cells, outside = _in_cells(table, rest)
        if rows := rows_of_cells(table, cells):
            x0, top, x1, bottom = table.box
            size = median_high([letter.size for within in cells.values() for letter in within])
            tables.append(Ruled(x0, x1, top, bottom, rows, size))
            rest = outside
    return tables, rest


def _in_cells(table: RuledTable, letters: Sequence[Letter]) -> tuple[dict[int, list[Letter]], list[Letter]]:
    cells: dict[int, list[Letter]] = {}
    outside = []
    for letter in letters:
        cell = table.cell_at(((letter.x0 + letter.x1) / 2, letter.base - letter.size / 4))
        if cell is None:
            outside.append(letter)
        else:
            cells.setdefault(cell, []).append(letter)
    return cells, outside


def _level_items(number: int, height: float, placed: Sequence[Placed]) -> Iterator[Item]:
    """Yield heads, then what is between in reading order, then feet."""
    rows = rows_of(placed)
    above, below = _margins(rows, height)
    body = rows[above : len(rows) - below]
    yield from (replace(line, margin=True) for line in _lines(number, rows[:above]))
    for region in regions([each for row in body for each in row]):
        yield from _aligned(number, region) if isinstance(region, Aligned) else _items(number, region)
    yield from (replace(line, margin=True) for line in _lines(number, rows[len(rows) - below :]))


def _margins(rows: Sequence[Row], height: float) -> tuple[int, int]:
    """Return how many rows at the top and at the bottom stand apart in the margins; a table is no head."""
    heights = [(min(each.top for each in row), max(each.bottom for each in row)) for row in rows]
    above, below = in_margins(heights, height)
    tables = [any(isinstance(each, Ruled) for each in row) for row in rows]
    return 0 if any(tables[:above]) else above, 0 if any(tables[len(rows) - below :]) else below


def _aligned(number: int, table: Aligned) -> Iterator[Item]:
    before, rows, behind = rows_of_table(table)
    yield from (replace(line, goes_on=False) for line in _lines(number, before))
    top = min(run.top for run in table.runs)
    for title, part in _tables_with_one_head(rows):
        if title:
            yield Line(number, top, top, 0.0, bold=False, text=title, goes_on=False)
        yield Grid(number, top, tuple(part), size=median_high(run.size for run in table.runs))
    yield from _lines(number, behind)


def _tables_with_one_head(rows: Sequence[Cells]) -> Iterator[tuple[str, list[Cells]]]:
    """Part a table where its head comes again; a row before it that has but a first cell is the next one's title."""
    title, part = "", list(rows[:1])
    for row in rows[1:]:
        if len(part) > 1 and [cell.text for cell in row] == [cell.text for cell in rows[0]]:
            *above, last = part
            alone = bool(last[0].text) and is_blank(last[1:])
            yield title, above if alone else part
            title, part = last[0].text if alone else "", []
        part.append(row)
    if part:
        yield title, part


def _items(number: int, rows: Sequence[Row]) -> Iterator[Item]:
    """Yield the lines and tables of a column, each line with the room that is left behind it."""
    runs = [each for row in rows for each in row if isinstance(each, Run)]
    left, right = min((run.x0 for run in runs), default=0.0), max((run.x1 for run in runs), default=0.0)
    for row in rows:
        for each in row:
            if isinstance(each, Ruled):
                yield Grid(number, each.top, each.rows, size=each.size)
        yield from (replace(line, room=_room(row, left, right)) for line in _lines(number, [row]))


def _room(row: Row, left: float, right: float) -> float:
    """Return what is left behind a line; nothing where it was centred, or its text is read from the right."""
    before, behind = row[0].x0 - left, right - max(each.x1 for each in row)
    centred = before > 1 and before > behind / 2
    return 0.0 if centred or reads_leftward(words_of(row)) else behind


def _lines(number: int, rows: Sequence[Row]) -> Iterator[Line]:
    for row in rows:
        runs = [each for each in row if isinstance(each, Run)]
        if runs:
            longest = max(runs, key=lambda run: len(run.text))
            bold = all(run.bold for run in runs)
            yield Line(number, longest.top, longest.bottom, longest.size, bold, words_of(row))


def _turned_lines(number: int, letters: Sequence[Letter], size: float) -> Iterator[Line]:
    """Yield what is written upwards, downwards or aslant, turned level; it is no heading, but may be a running head."""
    for angle in sorted({letter.angle for letter in letters}):
        turned = [_turned(letter) for letter in letters if letter.angle == angle]
        for line in _lines(number, rows_of(runs_of(turned))):
            yield replace(line, margin=True, goes_on=False, size=size or line.size, bold=False)


def _turned(letter: Letter) -> Letter:
    """Turn a letter level about the page's corner; the box of one aslant does not say how long it is."""
    along = math.radians(letter.angle)
    x, y = letter.origin
    begin, base = x * math.cos(along) - y * math.sin(along), round(x * math.sin(along) + y * math.cos(along), 1)
    x0, top, x1, bottom = letter.box
    end = begin + (_ASLANT * letter.size if letter.angle % 90 else bottom - top if letter.angle % 180 else x1 - x0)
    return replace(letter, box=(begin, base - letter.size, end, base), origin=(begin, base))
