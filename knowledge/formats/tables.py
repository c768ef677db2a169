"""Mends the Markdown that office documents convert to."""

from __future__ import annotations

import re
from collections.abc import Sequence

_IMAGE = re.compile(r"!\[[^\]]*\]\(data:[^)]*\)")
_UNDERLINE = re.compile(r"</?u>")
_EMPTY_ROW = re.compile(r"^\|(?:[ \t]*\|)+[ \t]*\n?", re.MULTILINE)
_BOX = re.compile(r"^\|(?P<text>[^|\n]*)\|\n\| ?---+ ?\|$", re.MULTILINE)


def tidy_tables(markdown: str) -> str:
    """Drop embedded pictures, underlines and empty rows; make a table of one cell, which is a box, a paragraph."""
    text = _UNDERLINE.sub("", _IMAGE.sub("", markdown))
    return _EMPTY_ROW.sub("", _BOX.sub(lambda box: box["text"].strip(), text))


def pipe_table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of cells as a pipe table, the first as its header; none where every cell is empty."""
    cells = [[cell_text(cell).replace("|", "\\|") for cell in row] for row in rows if any(row)]
    if not cells:
        return ""
    return "\n".join("| " + " | ".join(row) + " |" for row in (cells[0], ["---"] * len(cells[0]), *cells[1:]))


def cell_text(text: str) -> str:
    """Return text on one line."""
    return " ".join(text.split())
