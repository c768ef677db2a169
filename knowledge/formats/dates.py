"""Dates as documents write them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from knowledge.language.quantities import MONTH_NUMBERS

_MONTH: Final = rf"(?P<{{}}>{'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})[a-z]*\.?"
DATE: Final = (
    r"(?:(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})"
    r"|(?P<y2>\d{4})\s*年\s*(?P<m2>\d{1,2})\s*月\s*(?P<d2>\d{1,2})\s*日"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+{_MONTH.format('m3')},?\s+(?P<y3>\d{{4}})"
    rf"|{_MONTH.format('m4')}\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y4>\d{{4}})"
    r"|(?P<d5>\d{1,2})\.(?P<m5>\d{1,2})\.(?P<y5>\d{4}))"
)
"""Pattern of a date; it is to be used without regard to case, and once in an expression."""


def iso_of(date: re.Match[str] | None) -> str | None:
    """Return the date that `DATE` matched as ISO; None where there is none, or no such day."""
    if date is None:
        return None
    year, month, day = (next(value for key in keys if (value := date[key])) for keys in _PARTS)
    number = int(month) if month.isdigit() else MONTH_NUMBERS[month.lower()]
    try:
        return dt.date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None


_PARTS = tuple(tuple(f"{part}{place}" for place in range(1, 6)) for part in "ymd")
