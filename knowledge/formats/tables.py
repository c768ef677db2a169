"""Mends the Markdown that office documents convert to."""

from __future__ import annotations

import re

_IMAGE = re.compile(r"!\[[^\]]*\]\(data:[^)]*\)")
_UNDERLINE = re.compile(r"</?u>")
_EMPTY_ROW = re.compile(r"^\|(?:[ \t]*\|)+[ \t]*\n?", re.MULTILINE)
_BOX = re.compile(r"^\|(?P<text>[^|\n]*)\|\n\| ?---+ ?\|$", re.MULTILINE)


def tidy_tables(markdown: str) -> str:
    """Drop embedded pictures, underlines and empty rows; make a table of one cell, which is a box, a paragraph."""
    text = _UNDERLINE.sub("", _IMAGE.sub("", markdown))
    return _EMPTY_ROW.sub("", _BOX.sub(lambda box: box["text"].strip(), text))
