"""Where the pages of a document begin in its text."""

from __future__ import annotations

from collections.abc import Sequence


def bound(pages: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """Put the texts of the pages together; return the whole and the offset at which each page begins.

    An empty page begins where the text before it ends.
    """
    text, starts = "", []
    for page in pages:
        separator = "\n\n" if text and page else ""
        text += separator
        starts.append(len(text))
        text += page
    return text, tuple(starts)
