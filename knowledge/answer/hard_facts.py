"""The first judge of a claim: what can be looked up in its sources word for word, whatever words are around it.

Numbers with what they count, dates, times of day, weekdays and names. A claim may write them in another way (two weeks,
14 days; 5 pm, 17:00), and in another language; it may not state one that no source has, nor with another unit. The
numbers of the question may be repeated: whether what is said of them is true is for the second judge
(`knowledge.answer.support`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from knowledge.domain import Language, Refusal
from knowledge.language.dictionary import simplified
from knowledge.language.folding import unified
from knowledge.language.profiles import PROFILES, read_as
from knowledge.language.quantities import ADDRESS, PRICE, any_of, days_of, patterns_of
from knowledge.language.text import (
    chinese_number,
    language_of,
    name_pattern,
    normalise,
    numbers,
    plain_number,
    stem,
    terms,
    with_plain_numbers,
)

_COUNTED_IN: Final[Mapping[str, tuple[str, float]]] = {
    "calendar day": ("day", 1.0),
    "week": ("day", 7.0),
    "year": ("month", 12.0),
    "quarter": ("month", 3.0),
    "hour": ("minute", 60.0),
}
"""Units that are another one some times, whoever counts. A month is not 30 days in a contract, nor a day 24 hours."""
_SIGNS: Final = {"dollar": "$", "euro": "€", "yuan": "¥"}
_MULTIPLES: Final = {"thousand": 1e3, "k": 1e3, "million": 1e6, "tausend": 1e3, "千": 1e3, "万": 1e4, "百万": 1e6}
_MULTIPLIED: Final = re.compile(rf"(\d+(?:\.\d+)?) ?({any_of(_MULTIPLES)})(?![a-z])")
_CLOCK: Final = re.compile(
    r"(?<![\d:.])(?P<h>\d{1,2}):(?P<m>\d{2})(?![\d:])(?: ?(?P<half>[ap])\.?m\b)?"
    r"|(?<![\d:.])(?P<hour>\d{1,2}) ?(?P<half_of>[ap])\.?m\b"
)
_CLOCK_ZH: Final = re.compile(
    r"(?P<part>上午|早上|凌晨|中午|下午|晚上|傍晚|晚)? ?(?P<h>\d{1,2})"
    r"(?:[点时](?!间|长)(?P<rest>半|\d{1,2}分?)?|:(?P<m>\d{2}))"
)
_LATE: Final = frozenset({"p", "下午", "晚上", "傍晚", "晚"})
_HOURS, _MINUTES, _HALF_DAY = 24, 60, 12
_NOON: Final = re.compile(r"\b(?:noon|midday|mittags?)\b|正午|中午12点")
_WEEKDAY_ZH: Final = re.compile("(?:星期|周|礼拜)([一二三四五六日天1-6])")
_WEEK_ZH: Final = "一二三四五六日"
_DIGITS: Final = re.compile(r"(?<![a-z\d.])\d+(?:\.\d+)?(?![\w.]*[a-z])")
_NUMERALS: Final = re.compile(r"[零〇一二两三四五六七八九十百千]+")
_NO_NUMBERS: Final = frozenset({"0", "1"})
"""One of us, at one time, 一下: words more often than numbers."""


def objection(claim: str, question: str, sources: str) -> Refusal:
    """Return the first thing that the claim states and neither its sources nor the question do."""
    said, had, asked = _stated(claim), _stated(sources), _stated(question)
    if said.dates - had.dates - asked.dates:
        return "date"
    if said.times - had.times - asked.times:
        return "time"
    if said.weekdays - had.weekdays - asked.weekdays:
        return "weekday"
    values = had.values | asked.values
    borne = {number for number, unit in said.counted if _value(number, unit) in values}
    if stated_numbers(claim) - had.known - asked.known - borne:
        return "number"
    counted = ((number, unit) for number, unit in said.counted if number in had.units and number not in borne)
    if any(unit not in had.units[number] for number, unit in counted):
        return "unit"
    return "name" if _has_unknown_name(claim, f"{sources} {question}") else ""


def stated_numbers(text: str) -> frozenset[str]:
    """Return the numbers that a claim states: in digits, or as words that count something."""
    said = _stated(text)
    return (said.numbers | {number for number, _ in said.counted}) - _NO_NUMBERS


def known_numbers(text: str) -> frozenset[str]:
    """Return all that may be read as a number in a source."""
    return _stated(text).known


@dataclass(frozen=True, slots=True)
class _Stated:
    """What a text states exactly.

    ``numbers`` are those in digits, ``known`` all that may be read as one. ``units`` are those of the numbers that
    never stand without one, ``values`` the amounts in the smallest unit. Dates are month and day, times hour and
    minute.
    """

    numbers: frozenset[str]
    known: frozenset[str]
    counted: frozenset[tuple[str, str]]
    units: Mapping[str, frozenset[str]]
    values: frozenset[tuple[float, str]]
    dates: frozenset[tuple[int, int]]
    times: frozenset[tuple[int, int]]
    weekdays: frozenset[int]


@lru_cache(maxsize=2048)
def _stated(text: str) -> _Stated:
    language = language_of(text)
    written = _MULTIPLIED.sub(_product, normalise(ADDRESS.sub(" ", text), language))
    times, dates = frozenset(_times(written)), frozenset(days_of(text))
    undated = written
    for pattern in patterns_of(language).numeric_days:
        undated = pattern.sub(" ", undated)
    amounts = list(_amounts(undated, language))
    counted = frozenset((number, unit) for number, unit in amounts if unit)
    bare = {number for number, unit in amounts if not unit}
    spelled = {str(chinese_number(run)) for run in _NUMERALS.findall(simplified(text))}
    units: dict[str, set[str]] = {}
    for number, unit in counted:
        units.setdefault(number, set()).add(unit)
    return _Stated(
        numbers=frozenset(_others(map(plain_number, _DIGITS.findall(_in_digits(text, language))), dates, times)),
        known=numbers(written) | spelled | {number for number, _ in counted},
        counted=counted,
        units={number: frozenset(each) for number, each in units.items() if number not in bare},
        values=frozenset(_value(number, unit) for number, unit in counted),
        dates=dates,
        times=times,
        weekdays=frozenset(_weekdays(written)),
    )


def _in_digits(text: str, language: Language) -> str:
    """Numbers in digits as `normalise` has them, without those that it makes of words."""
    folded = unified(ADDRESS.sub(" ", text)).lower()
    return _MULTIPLIED.sub(_product, with_plain_numbers(folded, language))


def _others(said: Iterable[str], dates: Iterable[tuple[int, int]], times: Iterable[tuple[int, int]]) -> Iterator[str]:
    """The numbers that are no part of a date or a time of day, which are compared as such."""
    parts = {str(part) for pair in (*dates, *times) for part in pair} | {str(hour - _HALF_DAY) for hour, _ in times}
    return (number for number in said if number not in parts)


def _product(number: re.Match[str]) -> str:
    return plain_number(f"{float(number[1]) * _MULTIPLES[number[2]]:.6f}")


def _amounts(written: str, language: Language) -> Iterator[tuple[str, str]]:
    """Yield each number with its unit, empty where it has none that is known."""
    for sign, number in PRICE.findall(written):
        yield plain_number(number), sign
    pattern, words = _amount(language)
    for found in pattern.finditer(written):
        if not found["sign"]:
            yield plain_number(words.get(found["number"], found["number"])), _unit(found["unit"] or "", language)


@cache
def _amount(language: Language) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """The pattern of a number with its unit, and the numbers that are words."""
    profiles = read_as(language)
    words = {word: number for profile in profiles for word, number in profile.number_words.items()}
    forms = [form.lower() for each in profiles for counted in each.counted.values() for form in counted.forms]
    others = any_of(word for each in profiles for word in each.units if len(word) > 1 or not word.isascii())
    units = rf"(?:{any_of(forms)})(?![a-z])|(?:{others})(?:s|es|n|e|en)?(?![a-z])|{any_of(PROFILES['zh'].units)}"
    between = r"(?:(?:consecutive|full|whole|more|other|paid|unpaid|additional|extra|整|多) ?)?"
    number = rf"\d+(?:\.\d+)?|(?:{any_of(words)})(?![a-z])"
    pattern = rf"(?P<sign>[$€£¥] ?)?(?<![a-z\d.])(?P<number>{number})[ -]?{between}(?P<unit>[%‰€$£¥]|{units})?"
    return re.compile(pattern), words


@lru_cache(maxsize=1024)
def _unit(written: str, language: Language) -> str:
    """The name of a unit, the same in every language."""
    for profile in PROFILES.values():
        for unit, counted in profile.counted.items():
            if written and written in {form.lower() for form in counted.forms}:
                return _SIGNS.get(unit, unit)
    if not written or written == "‰":
        return written
    return patterns_of(language).unit(written)


def _value(number: str, unit: str) -> tuple[float, str]:
    of, times = _COUNTED_IN.get(unit, (unit, 1.0))
    return round(float(number) * times, 4), of


def _times(written: str) -> Iterator[tuple[int, int]]:
    """Yield hour and minute of each time of day."""
    for found in _CLOCK.finditer(written):
        yield from _time(found["h"] or found["hour"], found["m"] or "0", found["half"] or found["half_of"] or "")
    for found in _CLOCK_ZH.finditer(written):
        rest = "30" if found["rest"] == "半" else (found["rest"] or "").removesuffix("分")
        yield from _time(found["h"], rest or found["m"] or "0", found["part"] or "")
    if _NOON.search(written):
        yield 12, 0


def _time(hour: str, minute: str, part: str) -> Iterator[tuple[int, int]]:
    if int(hour) > _HOURS or int(minute) >= _MINUTES:
        return
    late = part in _LATE and int(hour) < _HALF_DAY
    midnight = part == "a" and int(hour) == _HALF_DAY
    yield (int(hour) + _HALF_DAY if late else 0 if midnight else int(hour)), int(minute)


def _weekdays(written: str) -> Iterator[int]:
    for profile in PROFILES.values():
        for place, name in enumerate(profile.weekdays):
            if re.search(rf"\b{name}s?\b", written):
                yield place
    for day in _WEEKDAY_ZH.findall(written):
        yield int(day) - 1 if day.isdigit() else _WEEK_ZH.find(day.replace("天", "日"))


def _has_unknown_name(claim: str, known: str) -> bool:
    """Whether nothing that is known has a name of the claim; across languages, one that no language translates."""
    language = language_of(claim)
    across = language != language_of(known)
    said = frozenset(terms(known)) | frozenset(re.findall(r"[a-z]+", known.lower()))
    for name in name_pattern(language).findall(ADDRESS.sub(" ", claim)):
        translated = across and not any(map(str.isdigit, name)) and not name.isupper()
        lower = name.casefold()
        if not (translated or lower in said or stem(lower) in said or set(terms(name, language)) <= said):
            return True
    return False
