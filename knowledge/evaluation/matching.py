"""What two texts have in common, counted in words and single Chinese characters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final

_CJK: Final = "\u3400-\u9fff\uf900-\ufaff"
_WORD: Final = rf"[^\W_{_CJK}]+"
_TOKEN: Final = re.compile(rf"[{_CJK}]|{_WORD}(?:[.@-]{_WORD})*")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3})")
_NUMERALS: Final = dict(zip("一二两三四五六七八九", "1223456789", strict=True))
_NUMERAL: Final = re.compile(rf"(?<![\u4e00-\u9fff])([{''.join(_NUMERALS)}])(?=[个天年月日周次小倍岁])")
_UNIT: Final = re.compile(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)")
_ARTICLES: Final = frozenset({"a", "an", "the"})
_NO_LETTER: Final = re.compile(r"[\W_]+")


def tokens(text: str) -> list[str]:
    """Words, numbers and Chinese characters, without articles.

    ``2,000`` is ``2000``, ``15days`` two tokens, and a lone Chinese numeral before a counter is a digit.
    """
    folded = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text).lower())
    digits = _NUMERAL.sub(lambda found: _NUMERALS[found[1]], folded)
    return [token for token in _TOKEN.findall(_UNIT.sub(" ", digits)) if token not in _ARTICLES]


def length(text: str) -> int:
    """Words, numbers and Chinese characters, counted."""
    return len(_TOKEN.findall(_THOUSANDS.sub("", text)))


def letters(text: str) -> str:
    """Letters and digits alone, in one width and case."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).lower())


def overlap(said: Sequence[str], wanted: Sequence[str]) -> float:
    """The harmonic mean of precision and recall of tokens; two empty texts agree."""
    if not said or not wanted:
        return float(said == wanted)
    common = (Counter(said) & Counter(wanted)).total()
    return 2 * common / (len(said) + len(wanted))


def contains(said: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether the wanted tokens stand side by side somewhere, so that ``12`` is not found in ``112``."""
    places = range(len(said) - len(wanted) + 1)
    return bool(wanted) and any(said[place : place + len(wanted)] == wanted for place in places)
