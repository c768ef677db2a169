"""Comma-separated values, as a sheet of a workbook."""

from __future__ import annotations

import csv
import re

from knowledge.formats.converted import Converted
from knowledge.formats.encoding import decode
from knowledge.formats.grid import Cell
from knowledge.formats.sheets import sheet_markdown
from knowledge.formats.tables import cell_text
from knowledge.language.markdown import tidy

DELIMITERS = ",;\t|"
"""Whichever of them the first line holds most often separates."""


_SAID = re.compile(r"sep=(.)\n", re.IGNORECASE)
"""The line with which a file tells Excel what separates."""


def read(data: bytes) -> Converted:
    """Read a CSV file. Raises DocumentUnreadable."""
    text = tidy(decode(data))
    if said := _SAID.match(text):
        text = text[said.end() :]
    delimiter = said[1] if said else max(DELIMITERS, key=text.partition("\n")[0].count)
    rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    cells = {
        (number, column): Cell(cell_text(value)) for number, row in enumerate(rows) for column, value in enumerate(row)
    }
    return Converted(text=sheet_markdown(cells))
