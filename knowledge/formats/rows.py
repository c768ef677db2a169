"""Rows of a table that each say their column headers themselves.

A row of a Markdown table would be quoted without its header, so it reads ``- City: Dublin · Limit: 180 EUR``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest


def item(header: Sequence[str], values: Sequence[str], *, words: bool) -> str:
    """Return a row as a list item; ``words`` tells that none of its values is a number or a date."""
    return "- " + " · ".join(_labelled(header, values, words=words))


def _labelled(header: Sequence[str], values: Sequence[str], *, words: bool) -> Iterator[str]:
    """Yield each cell behind its column's name; of two columns of words the first names the second."""
    if words and len(header) == 2:  # noqa: PLR2004 - as said
        yield ": ".join(values)
        return
    for label, value in zip_longest(header, values, fillvalue=""):
        if value:
            yield f"{label.rstrip(':：')}: {value}" if label else value
