"""Shows a number as the date or time that its format makes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from knowledge.formats.number_codes import Section, Token

_DAY: Final = 86_400
"""Seconds."""
_NO_LEAP_DAY: Final = 60
"""Serial of 29 February 1900, which there was not; Lotus 1-2-3 thought so, and Excel has counted it since."""

_LAST: Final = 2_958_466
"""Serial of the first day of the year 10000, which no spreadsheet shows."""

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHINESE_DAYS: Final = "一二三四五六日"
_ORDER: Final = "ymd"


def is_date(section: Section) -> bool:
    """Whether a section shows a date, a time of day or a duration."""
    return section.has("date", "elapsed", "half") and not section.has("digit")


def date_shown(value: float, section: Section, *, epoch_1904: bool) -> str | None:
    """Return a date as its format has it; None where it is no date that a spreadsheet could show.

    In ISO form where the format has nothing but numbers and does not begin with the year: of ``03/04/2026`` a reader
    elsewhere does not know which is the month.
    """
    tokens = _with_minutes(section.tokens)
    if section.has("elapsed"):
        return _sign(value) + "".join(_elapsed(_seconds(abs(value), tokens), tokens))
    if not 0 <= value < _LAST:
        return None
    moment = _moment(value, _seconds(value, tokens), epoch_1904=epoch_1904)
    if _is_ambiguous(tokens):
        has_time = any(token.kind == "date" and token.text[0] in "hs" for token in tokens)
        return moment.isoformat(" ", "minutes") if has_time else moment.date().isoformat()
    half = section.has("half")
    return " ".join("".join(_written(moment, token, half=half) for token in tokens).split())


def _seconds(value: float, tokens: Sequence[Token]) -> Decimal:
    """Return days as seconds, rounded to as many digits as the format shows."""
    decimals = max((len(token.text.partition(".")[2]) for token in tokens if token.kind == "date"), default=0)
    return (Decimal(repr(value)) * _DAY).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _moment(value: float, seconds: Decimal, *, epoch_1904: bool) -> dt.datetime:
    first = dt.date(1904, 1, 1) if epoch_1904 else dt.date(1899, 12, 31 if value < _NO_LEAP_DAY else 30)
    return dt.datetime.combine(first, dt.time()) + dt.timedelta(seconds=float(seconds))


def _with_minutes(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with an ``m`` that stands behind hours or before seconds as minutes: ``n``."""
    read: list[Token] = []
    times = [place for place, token in enumerate(tokens) if token.kind in ("date", "elapsed")]
    for place, token in enumerate(tokens):
        text = token.text.lower() if token.kind in ("date", "elapsed") else token.text
        if token.kind == "date" and text[0] == "m" and len(text) <= 2:  # noqa: PLR2004 - mmm is a name
            at = times.index(place)
            before = tokens[times[at - 1]].text[0].lower() if at else ""
            after = tokens[times[at + 1]].text[0].lower() if at + 1 < len(times) else ""
            text = "n" * len(text) if before == "h" or after == "s" else text
        read.append(Token(token.kind, text))
    return read


def _is_ambiguous(tokens: Sequence[Token]) -> bool:
    """Whether a reader could take the day for the month: numbers alone, with slashes or hyphens, the year not first."""
    dates = [token.text for token in tokens if token.kind == "date"]
    order = [text[0] for text in dates if text[0] in _ORDER]
    named = any(text[0] in "md" and len(text) > 2 for text in dates)  # noqa: PLR2004 - dd is a number
    parted = any(token.kind == "literal" and token.text.strip() in ("/", "-") for token in tokens)
    return sorted(order) == sorted(_ORDER) and order[0] != "y" and not named and parted


def _written(moment: dt.datetime, token: Token, *, half: bool) -> str:
    if token.kind == "half":
        first, second = token.text.split("/")
        return first if moment.hour < 12 else second  # noqa: PLR2004 - noon
    if token.kind != "date":
        return token.text
    letter, length = token.text[0], len(token.text)
    if letter in "md" and length > 2:  # noqa: PLR2004 - dd is a number
        name = _MONTHS[moment.month - 1] if letter == "m" else _DAYS[moment.weekday()]
        return name if length == 4 else name[0] if length > 4 else name[:3]  # noqa: PLR2004 - mmmm, mmmmm
    if letter == "a":
        return ("星期" if length > 3 else "") + _CHINESE_DAYS[moment.weekday()]  # noqa: PLR2004 - aaaa
    if letter in "ye":
        return f"{moment.year:04}" if letter == "e" or length > 2 else f"{moment.year % 100:02}"  # noqa: PLR2004 - yy
    hour = (moment.hour % 12 or 12) if half else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}[letter]
    digits, _, places = token.text.partition(".")
    written = f"{number:0{min(len(digits), 2)}}"
    return f"{written}.{moment.microsecond:06}"[: len(written) + 1 + len(places)] if places else written


def _elapsed(seconds: Decimal, tokens: Sequence[Token]) -> Iterator[str]:
    """Yield a duration: what stands in brackets counts all of it, what follows the rest."""
    sizes = {"h": 3600, "m": 60, "n": 60, "s": 1}
    for token in tokens:
        if token.kind in ("elapsed", "date") and token.text[0] in sizes:
            digits, _, places = token.text.partition(".")
            number, seconds = divmod(seconds, sizes[token.text[0]])
            yield f"{int(number):0{len(digits)}}" + (f"{seconds:.{len(places)}f}"[1:] if places else "")
        else:
            yield token.text


def _sign(value: float) -> str:
    return "-" if value < 0 else ""
