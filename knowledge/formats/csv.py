"""Comma-separated values, as a sheet of a workbook."""

from __future__ import annotations

import csv
import re
from collections import Counter

from knowledge.formats.converted import Converted
from knowledge.formats.encoding import decode
from knowledge.formats.grid import Cell
from knowledge.formats.sheets import sheet_markdown
from knowledge.formats.tables import cell_text
from knowledge.language.markdown import tidy

DELIMITERS = "\t;|,"
"""What may separate; of those that part as many lines, the first: a comma stands in words and figures, too."""
_LOOKED_AT = 50
"""Lines, the first ones that are not empty."""

_SAID = re.compile(r"sep=(.)\n", re.IGNORECASE)
"""The line with which a file tells Excel what separates."""


def _delimiter(text: str) -> str:
    """Return what parts the most lines into as many cells as it parts others."""
    lines = [line for line in text.splitlines() if line.strip()][:_LOOKED_AT]
    parted = {each: Counter(count for line in lines if (count := line.count(each))) for each in DELIMITERS}
    return max(DELIMITERS, key=lambda each: max(parted[each].values(), default=0))


def read(data: bytes) -> Converted:
    """Read a CSV file. Raises DocumentUnreadable."""
    text = tidy(decode(data))
    if said := _SAID.match(text):
        text = text[said.end() :]
    delimiter = said[1] if said else _delimiter(text)
    rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    cells = {
        (number, column): Cell(cell_text(value)) for number, row in enumerate(rows) for column, value in enumerate(row)
    }
    return Converted(text=sheet_markdown(cells))
