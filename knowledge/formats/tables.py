"""Tables as plain rows of words, and what office documents leave around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.formats.grid import Cell, grid_of

_IMAGE = re.compile(r"!\[[^\]]*\]\(data:[^)]*\)")
_UNDERLINE = re.compile(r"</?u>")


def tidy_tables(markdown: str) -> str:
    """Drop embedded pictures and underlines."""
    return _UNDERLINE.sub("", _IMAGE.sub("", markdown))


def pipe_table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of cells as a pipe table, whatever heads its columns as its header; nothing where all are empty."""
    return table_of([[Cell(cell_text(cell)) for cell in row] for row in rows])


def table_of(rows: Sequence[Sequence[Cell]], captions: Sequence[str] = ()) -> str:
    """Return rows of cells as Markdown: a table, or several where it has parts; nothing where all are empty."""
    return "\n\n".join(grid.markdown() for grid in grid_of(rows, captions))


def cell_text(text: str) -> str:
    """Return text on one line."""
    return " ".join(text.split())
