"""Unicode's widths and shapes made one (NFKC), without a raised figure joining the number or the word before it.

NFKC alone makes ``25¹ days`` ``251 days`` and ``10⁶`` ``106``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""Superscript digits, by their value."""

_DIGITS: Final = str.maketrans(RAISED + "⁻", "0123456789-")
_POWER: Final = rf"(?<![\d.,])10(⁻[{RAISED}]{{1,2}}|[{RAISED[2:]}]|¹[{RAISED}])"
_MARKS: Final = rf"[{RAISED}]+(?:[,，⁾]?[{RAISED}]+)*"
_LETTERS: Final = "\u02b0-\u02b8\u02e1-\u02e3\u1d43-\u1dbbⁱⁿ"
_LETTER_MARK: Final = rf"[{_LETTERS}](?![{_LETTERS}])"
NOTE_MARKS: Final = rf"(?:{_MARKS}|{_LETTER_MARK}|[①-⑳])"
"""A pattern of what refers to a note where it stands behind a number."""

NUMBER_AND_MARKS: Final = rf"(?P<power>{_POWER})(?![{RAISED}])|(?<=\d)(?P<marks>{NOTE_MARKS})"
"""A power of ten, or what refers to a note: ``10¹`` is ten with a note, since nobody writes it as a power."""

_RAISED: Final = re.compile(rf"[{RAISED}①-⑳{_LETTERS}]")
_BEHIND_A_NUMBER: Final = re.compile(NUMBER_AND_MARKS)
_BEHIND_A_WORD: Final = re.compile(rf"(?:(?<=[^\W\d_]{{3}})|(?<=[\u3400-\u9fff])){NOTE_MARKS}|(?<!\w){_MARKS}")
"""Shorter words are units (``m²``, ``km²``) and numerals (``nᵗʰ``)."""


def unified(text: str) -> str:
    """Return text in NFKC without the marks of notes, and powers of ten as numbers."""
    if _RAISED.search(text):
        text = _BEHIND_A_WORD.sub("", _BEHIND_A_NUMBER.sub(_value, text))
    return unicodedata.normalize("NFKC", text)


def _value(found: re.Match[str]) -> str:
    """The value of a power in digits; of the marks of notes, nothing."""
    if not found["power"]:
        return ""
    exponent = int(found["power"][2:].translate(_DIGITS))
    return str(10**exponent) if exponent >= 0 else f"{10.0**exponent:.{-exponent}f}"
