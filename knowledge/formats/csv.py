"""Comma-separated values: a list item for each row that says its column headers itself."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from knowledge.formats import rows
from knowledge.formats.converted import Converted
from knowledge.formats.encoding import decode
from knowledge.language.markdown import tidy

DELIMITERS = ",;\t|"
"""Whichever of them the first line holds most often separates."""


def read(data: bytes) -> Converted:
    """Read a CSV file. Raises DocumentUnreadable."""
    text = tidy(decode(data))
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    return Converted(text="\n".join(_lines(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))))


def _lines(table: Iterator[list[str]]) -> Iterator[str]:
    """Yield a line for each row with something in it: a note, the header, then cells under it."""
    header: list[str] = []
    for row in table:
        values = [" ".join(cell.split()) for cell in row]
        filled = [value for value in values if value]
        if len(filled) == 1:
            yield f"\n{filled[0]}\n"
        elif filled and not header:
            header = values
            yield f"\n{' · '.join(filled)}\n"
        elif filled:
            yield rows.item(header, values, words=not any(map(str.isdigit, "".join(values))))
