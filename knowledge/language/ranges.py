"""Ranges of amounts: whether what a text says is for an amount that a question names, as 3k is for "up to £5,000"."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from knowledge.domain import Language
from knowledge.language.profiles import read_as
from knowledge.language.quantities import CURRENCIES, any_of, patterns_of
from knowledge.language.text import language_of, normalise, own_words

_MONEY: Final = "money"
_CURRENCIES: Final = frozenset("$€£¥") | frozenset(CURRENCIES.values())
_SCALES: Final = {
    unit: (of, scale)
    for units, of, scale in (
        ("day workday 天 日", "day", 1),
        ("week 周", "day", 7),
        ("month 月", "day", 30),
        ("quarter", "day", 91),
        ("year 年", "day", 365),
        ("hour 小时", "hour", 1),
        ("minute 分钟", "hour", 1 / 60),
    )
    for unit in units.split()
}
"""Units that are counted in another one, roughly: two weeks are more than ten days, however one counts."""
_TIMES: Final = {
    "k": 1e3,
    "grand": 1e3,
    "thousand": 1e3,
    "tsd": 1e3,
    "tausend": 1e3,
    "千": 1e3,
    "w": 1e4,
    "万": 1e4,
    "mio": 1e6,
    "million": 1e6,
}
_LEAST_MONEY: Final = 10
"""From which on a number of nothing known may be money, as in "a 3k purchase"."""
_YEAR: Final = range(1900, 2100)
_BEFORE: Final = 24
"""Characters before an amount in which its bound stands."""
_APART: Final = 20
"""Characters between the two ends of a range."""
_COUNTED: Final = re.compile(r"[ -]?([\u3400-\u9fff]|[a-zß-ÿ]{3,})")


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number of a unit at ``said[start:end]``; ``scale`` is of its unit, ``known`` whether that is a known one.

    ``beside`` is 1 where what begins just above it is meant, as by "over 40", and -1 for what ends just below it.
    """

    number: float
    unit: str
    scale: float
    known: bool
    start: int
    end: int
    beside: int = 0

    @property
    def value(self) -> float:
        return self.number * self.scale

    @property
    def next(self) -> float:
        """The next whole amount on that side: "over 500" is meant as well by a row from 500.01 as by one from 501."""
        return (self.number + self.beside) * self.scale


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``; ``without`` names the ends that are outside of it."""

    low: float
    high: float
    unit: str
    without: frozenset[str] = frozenset()

    def is_of(self, amount: _Amount) -> bool:
        """Whether it is of the same kind; money may be named without a currency."""
        return amount.unit == self.unit or (not amount.known and self.unit == _MONEY and amount.value >= _LEAST_MONEY)

    def holds(self, amount: _Amount) -> bool:
        """Whether an amount lies in it."""
        at, beside = amount.value, amount.beside
        if beside:
            return (
                self.low <= amount.next and at < self.high if beside > 0 else self.low < at and amount.next <= self.high
            )
        above = at > self.low or (at == self.low and "low" not in self.without)
        below = at < self.high or (at == self.high and "high" not in self.without)
        return above and below


def holds(question: str, text: str) -> bool | None:
    """Whether an amount of the question lies in a range of the text; None where the text has none of its kind.

    Of a follow-up, the last line's amounts count, if there are any.
    """
    of_kind = [each.holds(amount) for amount in _asked(question) for each in ranges_of(text) if each.is_of(amount)]
    return any(of_kind) if of_kind else None


@lru_cache(maxsize=64)
def _asked(question: str) -> tuple[_Amount, ...]:
    amounts = _amounts_of(own_words(question)) or _amounts_of(question)
    return tuple(each for each in amounts if each.number != 1) or amounts  # a year is what a rate is for


def _amounts_of(text: str) -> tuple[_Amount, ...]:
    language = language_of(text)
    return tuple(_bounds(language).asked(normalise(text, language)))


@lru_cache(maxsize=8192)
def ranges_of(text: str) -> tuple[Range, ...]:
    """Return the ranges of amounts that a text names."""
    language = language_of(text)
    return tuple(_bounds(language).ranges(normalise(text, language)))


_Bound = tuple[str, frozenset[str]]


class _Bounds:
    """How a language writes amounts and their bounds."""

    def __init__(self, language: Language) -> None:
        profiles = read_as(language)
        own = profiles[0]
        self.patterns = patterns_of(language)
        self.words = own.number_words
        unit = self.patterns.unit_behind("%$€£¥")
        digits, words = r"(?<![a-z\d.:/])\d+(?:\.\d+)?(?!:?\d)", rf"\b(?:{any_of(self.words)})\b"
        self.amount = re.compile(
            rf"(?P<sign>[$€£¥])? ?(?P<number>{digits}|{words})(?: ?(?P<times>{any_of(_TIMES)})(?![a-z]))?(?:{unit})?"
        )
        low, high, low_behind, high_behind, joined, without = (
            "|".join(getattr(profile, name) for profile in profiles)
            for name in ("more_before", "less_before", "more_behind", "less_behind", "up_to", "without")
        )
        self.low, self.high = (re.compile(rf"(?<![a-zß-ÿ])(?P<bound>{words})\W{{0,2}}$") for words in (low, high))
        self.low_behind, self.high_behind = (
            re.compile(rf"\s*(?P<bound>{words})") for words in (low_behind, high_behind)
        )
        self.joined = re.compile(rf"\s*(?:{joined})(?:\s*(?:{high}))?\s*")
        self.without = re.compile(without)

    def amounts(self, said: str) -> Iterator[_Amount]:
        """Yield a normalised text's amounts. Dates, times of day and years are none, nor words that count nothing."""
        for found in self.amount.finditer(said):
            digits = found["number"][0].isdigit()
            number = float(found["number"] if digits else self.words[found["number"]]) * _TIMES.get(found["times"], 1)
            written = found["unit"] or ""
            unit = self._unit(found["sign"] or written)
            end = found.end() if unit and not found["sign"] else found.end("times" if found["times"] else "number")
            if _is_of_calendar(said[found.start("number") : end], said[: found.start("number")], number, unit):
                continue
            if unit:
                unit, scale = _SCALES.get(unit, (unit, 1))
                yield _Amount(number, unit, scale, True, found.start(), end)
            elif digits and not (written and said[end : end + 1].isascii() and said[end : end + 1].isalpha()):
                counted, end = self._counted(said, end)
                yield _Amount(number, counted, 1, False, found.start(), end)

    def asked(self, said: str) -> Iterator[_Amount]:
        """Yield the amounts of a normalised question, those with a bound beside it."""
        sides = {"low": 1, "high": -1, "": 0}
        for amount in self.amounts(said):
            yield replace(amount, beside=sides[self._bound(said, amount)[0]])

    def _counted(self, said: str, end: int) -> tuple[str, int]:
        """What is counted by a number that ends there, as its word or character, and where that ends."""
        bounds = (self.joined, self.low_behind, self.high_behind)
        counted = None if any(bound.match(said, end) for bound in bounds) else _COUNTED.match(said, end)
        if counted is None:
            return "", end
        return counted[1].rstrip("s"), end if counted[1].isascii() else counted.end()

    def ranges(self, said: str) -> Iterator[Range]:
        """Yield a normalised text's ranges, from amounts with a bound before or behind them."""
        amounts = list(self.amounts(said))
        bounds = [self._bound(said, each) for each in amounts]
        place = 0
        while place < len(amounts):
            amount, (end, without) = amounts[place], bounds[place]
            after = amounts[place + 1 : place + 2]
            both = self._joined(said, amount, after[0], bounds[place : place + 2]) if after else None
            if both:
                yield both
            elif end == "low":
                yield Range(amount.value, math.inf, amount.unit, without)
            elif end == "high":
                yield Range(0.0, amount.value, amount.unit, without)
            place += 2 if both else 1

    def _joined(self, said: str, one: _Amount, other: _Amount, bounds: Sequence[_Bound]) -> Range | None:
        between = said[one.end : other.start]
        joined = self.joined.fullmatch(between) is not None
        if not joined and ([end for end, _ in bounds] != ["low", "high"] or len(between) > _APART):
            return None
        if one.known and other.known and one.unit != other.unit:
            return None
        low = one.value if one.known else one.number * other.scale
        unit = other.unit if other.known or not one.known else one.unit
        high = other.value if other.known else other.number * one.scale
        without = frozenset[str]().union(*(each for _, each in bounds))
        return Range(low, high, unit, without) if low < high else None

    def _bound(self, said: str, amount: _Amount) -> _Bound:
        """Which end of a range it is, if any, and that end again where it is outside."""
        before = said[max(0, amount.start - _BEFORE) : amount.start]
        low, high = self.low.search(before), self.high.search(before)
        if high and (low is None or high.start() <= low.start()):
            low = None
        elif low is None:
            low = self.low_behind.match(said, amount.end)
            high = None if low else self.high_behind.match(said, amount.end)
        found, end = (low, "low") if low else (high, "high")
        if found is None:
            return "", frozenset()
        return end, frozenset({end} if self.without.match(found["bound"]) else ())

    def _unit(self, written: str) -> str:
        unit = self.patterns.unit(written)
        return _MONEY if unit in _CURRENCIES else unit


@cache
def _bounds(language: Language) -> _Bounds:
    return _Bounds(language)


def _is_of_calendar(amount: str, before: str, number: float, unit: str) -> bool:
    """Whether it names a year, a month or a day rather than counting them: 2026年4月1日."""
    if unit in {"year", "年", ""} and number in _YEAR:
        return True
    return (amount.endswith("月") and "个" not in amount) or (amount.endswith("日") and before.endswith("月"))
