"""The facts that a text states and that can be looked up elsewhere word for word: numbers, dates, addresses, names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from knowledge.grounding import quantities
from knowledge.text import normalise, numbers, stem, terms

ADDRESS: Final = re.compile(
    r"\b(?:https?|ftp|mailto|tel|slack):[^\s<>()`|\"“”，。；、（）]+(?<![.,;:!?])"
    r"|\bwww\.[^\s<>()`|\"“”，。；、（）]+(?<![.,;:!?])"
    r"|[\w.+-]+@[\w-]+\.[\w.-]*\w"
)
"""Of the web or of mail."""

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        """january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct
        |november nov|december dec""".split("|"),
        start=1,
    )
    for name in names.split()
}
_DAYS: Final = "monday tuesday wednesday thursday friday saturday sunday".split()
_CALENDAR: Final = re.compile(
    rf"\b(?:{'|'.join([*_DAYS, *(name for name in MONTHS if len(name) > 3 and name != 'march')])})s?\b"  # noqa: PLR2004
    r"|(?:星期|周|礼拜)[一二三四五六日天]|\b(?:today|tomorrow|tonight|yesterday)\b|今天|明天|昨天"
)
"""Days and months; those that are also words (may, march) count with their number: see `_DATE`."""
_DATE: Final = re.compile(rf"\b(?:(\d+)(?:st|nd|rd|th)? ({'|'.join(MONTHS)})|({'|'.join(MONTHS)})\.? (\d+))\b")
_ONE: Final = re.compile(r"\bone\b", re.IGNORECASE)
"""Rarely a number: one of us, one another."""
_LIST_MARK: Final = re.compile(r"^\s*(?:\d{1,2}[.)、]|[QA问答]\d{0,2}\s?[.:：])\s*", re.MULTILINE)
_DIGITS: Final = re.compile(r"\d+")
_NAME: Final = re.compile(r"(?<=[\w,;:(] )[A-Z][\w&-]+")
_NOT_NAMES: Final = frozenset(
    "team teams all dear subject best kind regards hello hi everyone colleagues colleague i we you the please "
    "sincerely q a re question answer".split()
)


def facts(text: str) -> frozenset[str]:
    """What the text states exactly: numbers, numbers with their unit, days, dates and addresses."""
    plain = _ONE.sub("", _LIST_MARK.sub("", ADDRESS.sub(" ", text)))
    folded = normalise(plain)
    dates = (f"{a or d} {MONTHS[b or c]}." for a, b, c, d in _DATE.findall(folded))
    addresses = (address.casefold() for address in ADDRESS.findall(text))
    days = (day.rstrip("s") for day in _CALENDAR.findall(folded))
    units = (f"{number} {unit}" for number, unit in quantities(plain))
    return numbers(plain).union(units, days, dates, addresses)


def in_order(text: str, source: str) -> bool:
    """Whether the text's numbers come in the order in which the source has them: from eight to twelve, never back."""
    rest = iter(_DIGITS.findall(normalise(source)))
    return all(number in rest for number in _DIGITS.findall(normalise(_LIST_MARK.sub("", text))))


def names(text: str, known: Iterable[str] = ()) -> Iterator[str]:
    """Capitalised words within the sentences, that are not among the terms of what is ``known``."""
    said = {term for source in known for term in terms(source)}
    for name in dict.fromkeys(_NAME.findall(ADDRESS.sub(" ", text))):
        lower = name.casefold()
        if lower not in _NOT_NAMES and lower not in said and stem(lower) not in said and not set(terms(name)) <= said:
            yield name
