"""A passage as pieces of its document, so that another's text need not be copied to be named.

Most passages are one piece. Where one was taken without a picture, an include or a link's target, it is several, with
a short literal between them where a blank or a mark was changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

Span = tuple[int, int]
"""Where something begins and ends, in characters."""

_LEAST: Final = 5  # characters; what is shorter is cheaper as a literal
_NEAR: Final = 40  # characters after which a match further on is not given up for a longer one before
_LITERAL: Final = 0.1  # of the text, at most
_SHORT: Final = 4  # characters of literals that any text may have


def joined(pieces: Sequence[Span | str], document: str) -> str:
    """Return the text that the pieces of a document make."""
    return "".join(piece if isinstance(piece, str) else document[piece[0] : piece[1]] for piece in pieces)


def pieces_of(text: str, document: str) -> tuple[Span | str, ...]:
    """Return the pieces of the document that make the text; none where too much of it is not in the document."""
    pieces: list[Span | str] = []
    at = behind = 0
    while at < len(text):
        length, start = _longest(text[at:], document, behind)
        if length >= _LEAST or length == len(text) - at:
            pieces.append((start, start + length))
            behind = start + length
        else:
            length = 1
            before = pieces.pop() if pieces and isinstance(pieces[-1], str) else ""
            pieces.append(f"{before}{text[at]}")
        at += length
    literal = sum(len(piece) for piece in pieces if isinstance(piece, str))
    return tuple(pieces) if literal <= max(_SHORT, _LITERAL * len(text)) else ()


def _longest(text: str, document: str, behind: int) -> tuple[int, int]:
    """Return how much of the text's beginning is in the document, and where: the next place, or a much better one."""
    after = _grown(text, document, behind)
    anywhere = _grown(text, document, 0)
    return after if after[0] >= min(anywhere[0], _NEAR) else anywhere


def _grown(text: str, document: str, start: int) -> tuple[int, int]:
    """Return the longest beginning of the text at or after ``start``, found by halving."""
    known, too_long, at = 0, len(text) + 1, -1
    length = 1
    while known + 1 < too_long:
        found = document.find(text[:length], start)
        if found < 0:
            too_long = length
        else:
            known, at = length, found
        length = min(known * 2, len(text)) if too_long > len(text) else (known + too_long) // 2
    return known, at
