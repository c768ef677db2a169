"""Numbers, dates, amounts and units: what a question expects, what a text states, and how a reader sees it.

Addresses and names count among the facts that a text states: they, too, can be looked up elsewhere word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from knowledge.domain import Language
from knowledge.language.profile import Unit
from knowledge.language.profiles import PROFILES, read_as
from knowledge.language.text import language_of, name_pattern, normalise, numbers, stem, terms

PRICE: Final = re.compile(r"([$€£¥]) ?(\d+(?:\.\d+)?)")
_CLOCK: Final = re.compile(r"(?<![\d:])(\d{1,2}:\d{2})(?![\d:])")
CURRENCIES: Final = {word: sign for profile in PROFILES.values() for word, sign in profile.currencies.items()}
_SIGNS: Final = "%$€£¥"
MONTH_NUMBERS: Final = {
    name: number
    for profile in PROFILES.values()
    for number, names in enumerate(profile.months, start=1)
    for name in names
}
ADDRESS: Final = re.compile(
    r"\b(?:https?|ftp|mailto|tel|slack):[^\s<>()`|\"“”，。；、（）]+(?<![.,;:!?])"
    r"|\bwww\.[^\s<>()`|\"“”，。；、（）]+(?<![.,;:!?])"
    r"|[\w.+-]+@[\w-]+\.[\w.-]*\w"
)
"""Of the web or of mail."""

_ONE: Final = re.compile(r"\bone\b", re.IGNORECASE)
"""Rarely a number: one of us, one another."""
_LIST_MARK: Final = re.compile(r"^\s*(?:\d{1,2}[.)、]|[QA问答]\d{0,2}\s?[.:：])\s*", re.MULTILINE)
_NOT_NAMES: Final = frozenset(
    "team teams all dear subject best kind regards hello hi everyone colleagues colleague i we you the please "
    "sincerely q a re question answer".split()
)
BOLD: Final = re.compile(r"\*\*([^*\n]+)\*\*")
"""What `emphasised` makes of an amount."""
_IN_DIGITS: Final = r"\d+(?:,\d{3})*(?:\.\d+)?"
PRICED: Final = rf"(?<![\w.$€£¥/-])[$€£¥]{_IN_DIGITS}(?!\w)"
_SHORT_MONTH: Final = 3
"""Letters; so short, a month is as often another word."""


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest that fits."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


class Patterns:
    """The patterns of a text in a language: its own, and those of Chinese within it."""

    def __init__(self, language: Language) -> None:
        self.profiles = read_as(language)
        own = self.profiles[0]
        full, forms = (any_of(names) for names in ([m[0] for m in own.months], MONTH_NUMBERS))
        long_names = [name for month in own.months for name in month if len(name) > _SHORT_MONTH]
        self.asks_amount = self._any(profile.asks_amount for profile in self.profiles)
        days = [*own.weekdays, *(name for name in long_names if name not in own.month_words)]
        self.calendar = self._any((rf"\b(?:{any_of(days)})s?\b", *(p.days for p in self.profiles)))
        self.day = re.compile(rf"\b(\d{{1,2}}){own.ordinal} (?:of )?({full})\b|\b({full}) (\d{{1,2}})(?!\d)")
        self.numeric_days = [re.compile(profile.dates) for profile in self.profiles if profile.dates]
        self.date = re.compile(rf"\b(?:(\d+){own.ordinal} ({forms})|({forms})\.? (\d+))\b")
        self.units = {stem(word, p.code): stem(of) for p in self.profiles for word, of in p.units.items()}
        signs = _SIGNS if own.decimal_comma else "%"  # which have the sign of a currency behind the number
        self.quantity = re.compile(rf"(\d+(?:\.\d+)*){self.unit_behind(signs)}")
        self.amount = self._any((PRICED, *(_filled(p.amounts, p.code) for p in self.profiles)))

    def unit_behind(self, signs: str) -> str:
        """A pattern of what is behind a number and may be a unit, as the group ``unit``; ``signs`` are among them."""
        between = "|".join(profile.before_units for profile in self.profiles)
        chinese = any_of(word for profile in self.profiles[1:] for word in profile.units)
        return rf"\s*-?\s*(?:(?:{between})\s*)*(?P<unit>[{signs}]|[a-zß-ÿ]+|{chinese})"

    @staticmethod
    def _any(patterns: Iterable[str]) -> re.Pattern[str]:
        return re.compile("|".join(filter(None, patterns)), re.IGNORECASE)

    def unit(self, written: str) -> str:
        """What a unit is told apart by; empty where it is none."""
        if written in _SIGNS:
            return written
        unit = self.units.get(stem(written, self.profiles[0].code), "")
        return CURRENCIES.get(unit, unit)


def _filled(pattern: str, language: Language) -> str:
    profile = PROFILES[language]
    units = any_of(form.lower() for counted in profile.counted.values() for form in counted.forms)
    return pattern.format(digits=_IN_DIGITS, units=units, words="|".join(profile.number_words) or "(?!)")


@cache
def patterns_of(language: Language) -> Patterns:
    """Return the patterns of a language."""
    return Patterns(language)


@cache
def _counts(language: Language) -> tuple[re.Pattern[str], Mapping[str, Unit]]:
    """The pattern of a number and a unit in a language, and what its units are."""
    profile = PROFILES[language]
    units = {form.lower(): unit for unit, counted in profile.counted.items() for form in counted.forms}
    return re.compile(_filled(profile.counts, language)), units


def expects_amount(question: str) -> bool:
    """Whether only a number, a date or a frequency answers the question."""
    return bool(patterns_of(language_of(question)).asks_amount.search(question))


def quantities(text: str) -> frozenset[tuple[str, str]]:
    """Numbers with what they count, so that ``5 days`` never supports ``5 weeks``; prices, times of day and dates."""
    language = language_of(text)
    said, patterns = normalise(text, language), patterns_of(language)
    counted = ((digits, patterns.unit(unit)) for digits, unit in patterns.quantity.findall(said))
    return frozenset(
        {
            *((digits, unit) for digits, unit in counted if unit),
            *((digits, sign) for sign, digits in PRICE.findall(said)),
            *((clock, "o'clock") for clock in _CLOCK.findall(said)),
            *((f"{month}-{day}", "day of the year") for month, day in _days(said, patterns)),
        }
    )


def days_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield month and day of each date that a text names."""
    language = language_of(text)
    yield from _days(normalise(text, language), patterns_of(language))


def _days(said: str, patterns: Patterns) -> Iterator[tuple[int, int]]:
    """Yield month and day of each date."""
    for day, month, month_first, day_behind in patterns.day.findall(said):
        yield MONTH_NUMBERS[month or month_first], int(day or day_behind)
    for pattern in patterns.numeric_days:
        for date in pattern.finditer(said):
            yield int(date["m"]), int(date["d"])


def facts(text: str) -> frozenset[str]:
    """What the text states exactly: numbers, numbers with their unit, days, dates and addresses."""
    plain = _ONE.sub("", _LIST_MARK.sub("", ADDRESS.sub(" ", text)))
    language = language_of(text)
    folded, patterns = normalise(plain, language), patterns_of(language)
    dates = (f"{a or d} {MONTH_NUMBERS[b or c]}." for a, b, c, d in patterns.date.findall(folded))
    addresses = (address.casefold() for address in ADDRESS.findall(text))
    days = (day.rstrip("s") for day in patterns.calendar.findall(folded))
    units = (f"{number} {unit}" for number, unit in quantities(plain))
    return numbers(plain).union(units, days, dates, addresses)


def names(text: str, known: Iterable[str] = ()) -> Iterator[str]:
    """Capitalised words within the sentences, that are not among the terms of what is ``known``."""
    said = {term for source in known for term in terms(source)}
    language = language_of(text)
    for name in dict.fromkeys(name_pattern(language).findall(ADDRESS.sub(" ", text))):
        lower = name.casefold()
        unsaid = lower not in said and stem(lower) not in said and not set(terms(name, language)) <= said
        if lower not in _NOT_NAMES and unsaid:
            yield name


def emphasised(said: str, question: str) -> str:
    """Return what is said in Markdown with the amounts in bold, where the question asks for one and has none of them.

    Not in the midst of other letters, where ``**`` would not be read as bold.
    """
    if not expects_amount(question):
        return said
    asked = numbers(question)

    def bold(amount: re.Match[str]) -> str:
        before, after = said[: amount.start()][-1:], said[amount.end() :][:1]
        inside = (amount[0][0].isalnum() or not before.isalnum()) and (amount[0][-1].isalnum() or not after.isalnum())
        return f"**{amount[0]}**" if inside and not numbers(amount[0]) & asked else amount[0]

    return patterns_of(language_of(said)).amount.sub(bold, said)


def without_emphasis(markdown: str) -> str:
    """Return an answer's Markdown without the stars of bold."""
    return BOLD.sub(r"\1", markdown)


def figures(quote: str, language: Language) -> tuple[str, ...]:
    """Return the numbers of a quote with their units in ``language``, which is not the quote's; each once, in order."""
    theirs = language_of(quote)
    pattern, units = _counts(theirs)
    words = read_as(theirs)[0].number_words
    found = (
        _counted(words.get(number, number), units[unit], language)
        for number, unit in pattern.findall(normalise(quote, theirs))
    )
    return tuple(dict.fromkeys(found))


def _counted(number: str, unit: Unit, language: Language) -> str:
    """``5 working days``; a percent sign stands close to its number."""
    profile = PROFILES[language]
    counted = profile.counted[unit]
    written = counted.one if number == "1" else counted.more
    shown = number.replace(".", ",") if profile.decimal_comma else number
    return f"{shown}{'' if written == '%' else profile.joiner}{written}"
