"""The one model of a table: what every format's table becomes before anything else.

A format gives rows of `Cell`, as its file has them, to `grid_of`. That fills what is merged, drops blank rows and
columns, takes title rows for the caption, and finds the rows that head the columns (`heads`). `Grid.markdown` is the
one way a table is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.formats.heads import count_heads, labels_of
from knowledge.formats.spans import Cell, Row, is_blank, is_whole, spread, without_blanks

LONGEST_CAPTION = 100
"""Characters of a caption on one line: what is longer is a paragraph, and no name of the table."""

_LONGEST_NAME = 40
"""Characters of what names a row."""

_NAMED = re.compile(r"\w[:：]\s*\S")
"""A name and what it stands for in one cell."""

__all__ = ["Cell", "Grid", "grid_of"]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: ``labels`` names its columns, empty where no row did; every row is as wide.

    ``captions`` are the lines above it: what it is called, the unit of its figures. ``notes`` stand below.
    """

    labels: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    captions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def markdown(self) -> str:
        """Return it as a pipe table with exactly one head row, between its captions and notes."""
        lines = (self.labels, ("---",) * len(self.labels), *self.rows)
        table = "\n".join(map(_line, lines)) if self.rows else ""
        return "\n\n".join(part for part in (*_captioned(self.captions), table, *self.notes) if part)

    def in_a_line(self) -> str:
        """Return it as words within the cell of another table."""
        rows = (_row_in_a_line(self.labels, row) for row in self.rows)
        return "; ".join(part for part in (*self.captions, *rows, *self.notes) if part)


def grid_of(rows: Sequence[Sequence[Cell]], captions: Sequence[str] = ()) -> list[Grid]:
    """Return the tables that rows of cells make, of equal columns.

    They are several where a row that is merged across names a part: each part is a table with the same labels, and with
    that name in its caption, so that no row is read without it. They are none where all cells are empty.
    """
    slots = without_blanks(spread(rows))
    titles, slots = _titles(slots)
    captions = (*captions, *titles)
    if not slots:
        return [Grid((), (), tuple(captions))] if captions else []
    slots, notes = _without_notes(slots)
    count = count_heads(slots)
    labels = labels_of(slots[:count], len(slots[0]))
    return list(_parts(labels, slots[count:], captions, notes)) or [Grid((), (), (*captions, *filter(None, labels)))]


def _titles(slots: list[Row]) -> tuple[list[str], list[Row]]:
    """Return the words of the rows above the table that only name it, and the table."""
    titles: list[str] = []
    while len(slots) > 1 and len(slots[0]) > 1 and (_is_title(slots) or _is_byline(slots[0])):
        titles.append(" ".join(dict.fromkeys(cell.text for cell in slots[0] if cell.text)))
        slots = without_blanks(slots[1:])
    return titles, slots


def _without_notes(slots: list[Row]) -> tuple[list[Row], tuple[str, ...]]:
    """Return the table, and the sentences in rows of their own at its end: they are no values of its first column."""
    last = len(slots)
    while last > 1 and len(slots[0]) > 1 and is_blank(slots[last - 1][1:]) and _is_sentence(slots[last - 1][0].text):
        last -= 1
    return slots[:last], tuple(row[0].text for row in slots[last:])


def _is_sentence(text: str) -> bool:
    return len(text) > _LONGEST_NAME or text.endswith((".", "。", "；", ";"))


def _is_title(slots: Sequence[Row]) -> bool:
    """Whether the first row has one filled cell: merged across all columns, or the first, beside no marked heads."""
    first = slots[0]
    if is_whole(first):
        return True
    alone = bool(first[0].text) and all(cell is first[0] or not (cell.text or cell.head) for cell in first)
    reaches_down = slots[1][0] is first[0]
    return alone and not reaches_down and any(sum(bool(cell.text) for cell in row) > 1 for row in slots[1:])


def _is_byline(row: Row) -> bool:
    """Whether a row above the heads says by whom, when or in what a table is: a name with its value, few cells filled.

    ``Issued by: HR | | | | 2026-07-01``.
    """
    filled = {cell for cell in row if cell.text}
    return 2 * len(filled) < len(row) and any(_NAMED.search(cell.text) and not cell.head for cell in filled)


def _parts(
    labels: tuple[str, ...], slots: Sequence[Row], captions: Sequence[str], notes: tuple[str, ...]
) -> Iterator[Grid]:
    """Yield a table for each run of rows below one name; a name with nothing below is a note on the table above."""
    name: tuple[str, ...] = ()
    found: list[Grid] = []
    marked = not all(row[0].strong for row in slots)
    for whole, group in groupby(slots, key=lambda row: _names_part(row, strong=marked)):
        words = [tuple(cell.text for cell in row) for row in group]
        if whole:
            name = tuple(row[0] for row in words)
        else:
            found.append(Grid(labels, tuple(words), (*captions, *name)))
            name = ()
    yield from found[:-1]
    if found:
        last = found[-1]
        yield Grid(last.labels, last.rows, last.captions, (*name, *notes))
    elif name or notes:
        yield Grid((), (), (*captions, *filter(None, labels), *name), notes)


def _names_part(row: Row, *, strong: bool) -> bool:
    """Whether a row names those below it: merged across, or empty but for a first cell in bold, as others are not."""
    alone = len(row) > 1 and bool(row[0].text) and is_blank(row[1:])
    return (len(row) > 1 and is_whole(row)) or (alone and strong and row[0].strong)


def _captioned(captions: Sequence[str]) -> Iterator[str]:
    """Yield the captions, on one line where they are short: only one line is read with each row."""
    line = " · ".join(caption.rstrip(".。") for caption in captions)
    if len(captions) > 1 and len(line) > LONGEST_CAPTION:
        yield from captions
    elif captions:
        yield line if len(captions) > 1 else captions[0]


def _row_in_a_line(labels: Sequence[str], row: Sequence[str]) -> str:
    """Return a row's cells behind what names them: the head of the column, or where there is none the first cell."""
    if any(labels):
        pairs = zip(labels, row, strict=True)
        return ", ".join(f"{label}: {value}" if label else value for label, value in pairs if value)
    name, *values = filter(None, row)
    return f"{name}: {', '.join(values)}" if values else name


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_escaped(cell) for cell in cells)} |"


def _escaped(cell: str) -> str:
    """Return a cell's words on one line, with no bar that would end it."""
    return " ".join(cell.split()).replace("\\|", "|").replace("|", "\\|")
