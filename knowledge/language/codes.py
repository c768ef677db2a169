"""Exact codes such as ``PPR-9087``: each names one thing, and a code beside it names another."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from knowledge.language.quantities import CURRENCIES

_CODE: Final = re.compile(
    r"(?<![A-Za-z0-9@./_-])[A-Za-z][A-Za-z0-9]{0,11}(?:[-_/][A-Za-z0-9]{1,12}){0,4}"
    r"(?![A-Za-z0-9@_-]|\.[A-Za-z0-9])"
)
"""A word of letters with digits in it, or several of them tied together; Chinese may stand right beside it."""
_DIGITS: Final = re.compile(r"\d{3,}")
"""Fewer are no code: Covid-19, 2FA, H1N1."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_FEW: Final = 3
"""Letters in lower case that make a code with a number: inc0012, but no word123."""
_TIE: Final = re.compile(r"[-_/]")
_PARTS: Final = re.compile(r"[a-z]+|\d+")


def codes_in(text: str) -> frozenset[str]:
    """Return the codes that a text names, in lower case without what ties their parts: ``ppr9087``."""
    return frozenset(_TIE.sub("", code).lower() for code in _CODE.findall(text) if _is_code(code))


def holds_one_of(codes: frozenset[str]) -> Callable[[str], bool]:
    """Return what tells whether a text names one of these codes, however it ties their parts."""
    written = "|".join(r"[-_/. ]?".join(_PARTS.findall(code)) for code in sorted(codes))
    named = re.compile(rf"(?<![A-Za-z0-9])(?:{written})(?![A-Za-z0-9])", re.IGNORECASE)
    return lambda text: bool(named.search(text))


def _is_code(code: str) -> bool:
    digits = _DIGITS.findall(code)
    letters = re.sub(r"[^A-Za-z]", "", code)
    written_as_one = bool(_TIE.search(code)) or letters.isupper() or len(letters) <= _FEW
    number = bool(digits) and not all(_YEAR.fullmatch(one) for one in digits)
    return number and written_as_one and letters.lower() not in CURRENCIES
