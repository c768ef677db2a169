"""Dates as documents write them."""

from __future__ import annotations

import calendar
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
    return _iso(year, month if month.isdigit() else MONTH_NUMBERS[month.lower()], day)


def last_day_of(value: object) -> str | None:
    """Return the day, or the last one of the month or year, that a field names as ISO; None where it names none.

    Of 5/6/2026, which is another day in other countries, the later one is taken.
    """
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if month := re.fullmatch(r"(\d{4})(?:[-/.年](\d{1,2})月?)?年?", text):
        return _end_of_month(int(month[1]), int(month[2] or 12))
    slashed = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    orders = [(1, 2), (2, 1)] if slashed else []
    days = [day for one, other in orders if slashed and (day := _iso(slashed[3], slashed[one], slashed[other]))]
    return max(days, default=None) or iso_of(re.fullmatch(DATE, text, re.IGNORECASE))


def _end_of_month(year: int, month: int) -> str | None:
    first = _iso(year, month, 1)
    return f"{first[:8]}{calendar.monthrange(year, month)[1]}" if first else None


def _iso(year: int | str, month: int | str, day: int | str) -> str | None:
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


_PARTS = tuple(tuple(f"{part}{place}" for place in range(1, 6)) for part in "ymd")
