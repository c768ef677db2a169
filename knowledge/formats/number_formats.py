"""Shows a value as a spreadsheet does, by its number format (ECMA-376-1, 18.8.31).

Packages for it exist, but none that is kept: ``ssf`` had its last release in 2020 and needs a library under the LGPL.
Colours, fills and widths are for the eye and left out; names of months are English.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from knowledge.formats.number_codes import Section, Token, read_sections
from knowledge.formats.number_dates import date_shown, is_date
from knowledge.formats.number_digits import digits_shown, exponent_shown, fraction_shown

_KEPT: Final = 15
"""Digits of a number that a spreadsheet keeps."""

_UNIT: Final = re.compile(r"(?<=\d)(?=[A-Za-z](?:[A-Za-z]| [A-Za-z]{2}))(?!E[+-])|(?<=[A-Za-z]{2})(?=\d)")
"""Between a number and a unit of several letters, which a format may set close: ``EUR 5``, as people write it."""

_WHATEVER: Final = Section((Token("general", ""),))
_sections = lru_cache(maxsize=512)(read_sections)


def number_shown(value: float, code: str, *, epoch_1904: bool = False) -> str:
    """Return a number as a cell of this format shows it; nothing where the format hides it.

    Dates are days since 1900, or since 1904 in a workbook that counts so.
    """
    section, says_sign = _section_for(value, _sections(code or "General"))
    if is_date(section):
        shown = date_shown(value, section, epoch_1904=epoch_1904)
        return general(value) if shown is None else shown
    return " ".join(_shown(abs(value) if says_sign else value, section).split())


def text_shown(text: str, code: str) -> str:
    """Return text as a cell of this format shows it: the fourth section, or a last one with ``@``, says how."""
    sections = _sections(code or "General")
    wanted = sections[3:4] or [section for section in sections[-1:] if section.has("@")]
    if not wanted:
        return text
    return "".join(text if token.kind in ("@", "general") else token.text for token in wanted[0].tokens)


def general(value: float) -> str:
    """Return a number whole, without an exponent, in as many digits as a spreadsheet keeps."""
    if isinstance(value, int):
        return str(value)
    written = f"{Decimal(f'{value:.{_KEPT}g}'):f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _section_for(value: float, sections: list[Section]) -> tuple[Section, bool]:
    """Return the section that shows a value, and whether it says itself that the value is negative."""
    numbers = [section for section in sections[:3] if not section.has("@")] or [_WHATEVER]
    if any(section.condition for section in numbers):
        held = (section for section in numbers if section.holds(value))
        chosen = next(held, _WHATEVER)
        return chosen, chosen.only_negative
    place = 1 if value < 0 else 2 if value == 0 else 0
    return (numbers[place], place == 1) if place < len(numbers) else (numbers[0], False)


def _shown(value: float, section: Section) -> str:
    """Return a number with the words around it, its sign before all of them."""
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    number *= 100 ** sum(token.kind == "%" for token in section.tokens)
    if section.has("exponent"):
        shown = exponent_shown(abs(number), section.tokens)
    elif section.has("/"):
        shown = fraction_shown(abs(number), section.tokens)
    elif section.has("general"):
        shown = "".join(general(abs(value)) if token.kind == "general" else token.text for token in section.tokens)
    else:
        shown = digits_shown(abs(number), section.tokens)
    shown = _UNIT.sub(" ", shown) if section.has("digit", "general") else shown
    return f"-{shown}" if value < 0 and shown and any(character in "123456789" for character in shown) else shown
