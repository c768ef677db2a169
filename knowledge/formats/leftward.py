"""Hebrew and Arabic as they are read, from lines that were collected from the left (Unicode Annex 9, turned round)."""

from __future__ import annotations

import re
import unicodedata

_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_SIGN = "[A-Za-z\u00c0-\u024f0-9\u0660-\u0669\u06f0-\u06f9]"
_WORD = rf"{_SIGN}(?:[A-Za-z\u00c0-\u024f0-9\u0660-\u0669\u06f0-\u06f9.,:/'@&_-]*{_SIGN})?"
_RIGHTWARD = re.compile(rf"{_WORD}(?: {_WORD})*")
_LEFTWARD = re.compile("[\u0590-\u08ff](?:[\u0590-\u08ff ]*[\u0590-\u08ff])?")
_CLUSTER = re.compile("(?s).[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u065f\u0670]*")
_BRACKETS = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def reads_leftward(text: str) -> bool:
    """Whether most letters of a text are of a script that is written from right to left."""
    kinds = [unicodedata.bidirectional(character) for character in text]
    return sum(kind in {"R", "AL"} for kind in kinds) > kinds.count("L")


def is_leftward(text: str) -> bool:
    """Whether a text begins with a letter of such a script."""
    return unicodedata.bidirectional(text[0]) in {"R", "AL"}


def in_reading_order(text: str) -> str:
    """Turn a line that was collected from the left round where it is read from the right, but not what is in Latin."""
    if not _LEFTWARD.search(text):
        return text
    if reads_leftward(text):
        return _RIGHTWARD.sub(_turned_back, _turned(text))
    return _LEFTWARD.sub(lambda run: _turned(run[0]), text)


def _turned_back(run: re.Match[str]) -> str:
    """Turn Latin words back together, with the numbers between them; numbers alone each for itself."""
    return _turned(run[0]) if _LATIN.search(run[0]) else " ".join(map(_turned, run[0].split(" ")))


def _turned(text: str) -> str:
    return "".join(reversed(_CLUSTER.findall(text))).translate(_BRACKETS)
