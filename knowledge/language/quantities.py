"""Numbers, dates, amounts and units: what a question expects, what a text states, and how a reader sees it.

Addresses and names count among the facts that a text states: they, too, can be looked up elsewhere word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from knowledge.domain import Language
from knowledge.language.text import MONTHS, NUMBER_WORDS, normalise, numbers, stem, terms

_ASKS_AMOUNT: Final = re.compile(
    r"\bhow (?:many|much|long|often|far|early|soon|late|old|big|high|large|fast|quickly)\b|\bwhen\b|\bwhat time\b"
    r"|\bwhat(?:'s|’s| is| are| was)?\b[^?]{0,40}\b(?:limit|rate|amount|maximum|minimum|deadline|number|cost|price|fee"
    r"|period|percentage|percent|window|longest|shortest|cap|allowance|bonus|salary|length|size)\b"
    r"|多少|几|多久|多长|多大|最长|最短|最晚|最迟|什么时候|何时|百分之",
    re.IGNORECASE,
)
_TIME: Final = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|daily|weekly|monthly|annual(?:ly)?|yearly|quarter(?:ly)?|january"
    r"|february|march|april|june|july|august|september|october|november|december|once|twice|every|half)\b|半|每",
    re.IGNORECASE,
)
_QUANTITY: Final = re.compile(
    r"(\d+(?:\.\d+)*)\s*-?\s*(?:(?:working|business|calendar|full|consecutive|个|工作)\s*)*(%|[a-z]+|小时|分钟|[天日周月年元])"
)
_PRICE: Final = re.compile(r"([$€£¥]) ?(\d+(?:\.\d+)?)")
_CLOCK: Final = re.compile(r"(?<![\d:])(\d{1,2}:\d{2})(?![\d:])")
_DAY: Final = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({'|'.join(MONTHS)})\b|\b({'|'.join(MONTHS)}) (\d{{1,2}})(?!\d)"
    r"|(\d{1,2})月(\d{1,2})[日号]"
)
CURRENCIES: Final = {
    "euro": "€",
    "eur": "€",
    "usd": "$",
    "dollar": "$",
    "rmb": "¥",
    "cny": "¥",
    "yuan": "¥",
    "元": "¥",
}
_UNITS: Final = frozenset(
    """$ € £ ¥ % percent day workday week month quarter year hour minut euro eur usd dollar rmb cny yuan km mb gb
    天 日 周 月 年 小时 分钟 元""".split()
)
ADDRESS: Final = re.compile(
    r"\b(?:https?|ftp|mailto|tel|slack):[^\s<>()`|\"“”，。；、（）]+(?<![.,;:!?])"
    r"|\bwww\.[^\s<>()`|\"“”，。；、（）]+(?<![.,;:!?])"
    r"|[\w.+-]+@[\w-]+\.[\w.-]*\w"
)
"""Of the web or of mail."""

MONTH_NUMBERS: Final = {
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
    rf"\b(?:{'|'.join([*_DAYS, *(name for name in MONTH_NUMBERS if len(name) > 3 and name != 'march')])})s?\b"  # noqa: PLR2004
    r"|(?:星期|周|礼拜)[一二三四五六日天]|\b(?:today|tomorrow|tonight|yesterday)\b|今天|明天|昨天"
)
"""Days and months; those that are also words (may, march) count with their number: see `_DATE`."""
_DATE: Final = re.compile(
    rf"\b(?:(\d+)(?:st|nd|rd|th)? ({'|'.join(MONTH_NUMBERS)})|({'|'.join(MONTH_NUMBERS)})\.? (\d+))\b"
)
_ONE: Final = re.compile(r"\bone\b", re.IGNORECASE)
"""Rarely a number: one of us, one another."""
_LIST_MARK: Final = re.compile(r"^\s*(?:\d{1,2}[.)、]|[QA问答]\d{0,2}\s?[.:：])\s*", re.MULTILINE)
_NUMERAL: Final = re.compile(r"\d+")
_NAME: Final = re.compile(r"(?<=[\w,;:(] )[A-Z][\w&-]+")
_NOT_NAMES: Final = frozenset(
    "team teams all dear subject best kind regards hello hi everyone colleagues colleague i we you the please "
    "sincerely q a re question answer".split()
)
_CHINESE: Final = {
    "business day": "个工作日",
    "working day": "个工作日",
    "calendar day": "个日历日",
    "minute": "分钟",
    "hour": "小时",
    "day": "天",
    "night": "晚",
    "week": "周",
    "month": "个月",
    "year": "年",
    "time": "次",
    "person": "人",
    "people": "人",
    "character": "个字符",
    "dollar": "美元",
    "percent": "%",
}
_ENGLISH: Final = {
    "个工作日": "working days",
    "工作日": "working days",
    "分钟": "minutes",
    "小时": "hours",
    "天": "days",
    "日": "days",
    "周": "weeks",
    "个月": "months",
    "年": "years",
    "次": "times",
    "人": "people",
    "元": "yuan",
    "%": "%",
    "倍": "times",
}
_NUMBER: Final = rf"(?<![\w.$€£-])(\d+(?:\.\d+)?|{'|'.join(NUMBER_WORDS)})"
_FROM_ENGLISH: Final = re.compile(
    rf"{_NUMBER}(?:[ -]|(?=%))(?:(?:consecutive|full|more|other) )?({'|'.join(_CHINESE)}|%)s?(?!\w)"
)
_FROM_CHINESE: Final = re.compile(rf"(?<![\d.月年第/-])(\d{{1,3}}|\d{{4,}}(?=[元人])|\d+\.\d+)({'|'.join(_ENGLISH)})")
"""Neither a date (``5月1日``) nor a year (``2024年``) is a length of time."""

BOLD: Final = re.compile(r"\*\*([^*\n]+)\*\*")
"""What `emphasised` makes of an amount."""
_DIGITS: Final = r"\d+(?:,\d{3})*(?:\.\d+)?"
_AMOUNT: Final = re.compile(
    rf"(?<![\w.$€£¥/-])[$€£¥]{_DIGITS}(?!\w)"
    rf"|(?<![\w.$€£¥/–-])(?:{_DIGITS}(?:[–-]{_DIGITS})?|{'|'.join(NUMBER_WORDS)})"
    rf"(?:[ -](?:(?:consecutive|full|more|other) )?(?:{'|'.join(_CHINESE)})s?(?!\w)| ?%)"
    rf"|(?<![\d.第年月/–~至-])(?:{_DIGITS}(?:[–~至-]{_DIGITS})?|[一二两三四五六七八九十百千]+)(?:{'|'.join(_ENGLISH)})(?!\d)",
    re.IGNORECASE,
)


def expects_amount(question: str) -> bool:
    """Whether only a number, a date or a frequency answers the question."""
    return bool(_ASKS_AMOUNT.search(question))


def has_amount(sentence: str, question: str) -> bool:
    """Whether the sentence says a number that the question does not, or how often or when."""
    return bool(numbers(sentence) - numbers(question)) or bool(_TIME.search(sentence))


def quantities(text: str) -> frozenset[tuple[str, str]]:
    """Numbers with what they count, so that ``5 days`` never supports ``5 weeks``; prices, times of day and dates."""
    said = normalise(text)
    counted = ((digits, stem(unit)) for digits, unit in _QUANTITY.findall(said))
    prices = ((digits, currency) for currency, digits in _PRICE.findall(said))
    times = ((clock, "o'clock") for clock in _CLOCK.findall(said))
    return frozenset(
        {
            *((digits, CURRENCIES.get(unit, unit)) for digits, unit in (*counted, *prices) if unit in _UNITS),
            *times,
            *((f"{month}-{day}", "day of the year") for month, day in _days(said)),
        }
    )


def _days(said: str) -> Iterator[tuple[int, int]]:
    """Yield month and day of each date."""
    for day, month, american_month, american_day, chinese_month, chinese_day in _DAY.findall(said):
        if chinese_month:
            yield int(chinese_month), int(chinese_day)
        else:
            yield MONTHS.index(month or american_month) + 1, int(day or american_day)


def facts(text: str) -> frozenset[str]:
    """What the text states exactly: numbers, numbers with their unit, days, dates and addresses."""
    plain = _ONE.sub("", _LIST_MARK.sub("", ADDRESS.sub(" ", text)))
    folded = normalise(plain)
    dates = (f"{a or d} {MONTH_NUMBERS[b or c]}." for a, b, c, d in _DATE.findall(folded))
    addresses = (address.casefold() for address in ADDRESS.findall(text))
    days = (day.rstrip("s") for day in _CALENDAR.findall(folded))
    units = (f"{number} {unit}" for number, unit in quantities(plain))
    return numbers(plain).union(units, days, dates, addresses)


def in_order(text: str, source: str) -> bool:
    """Whether the text's numbers come in the order in which the source has them: from eight to twelve, never back."""
    rest = iter(_NUMERAL.findall(normalise(source)))
    return all(number in rest for number in _NUMERAL.findall(normalise(_LIST_MARK.sub("", text))))


def names(text: str, known: Iterable[str] = ()) -> Iterator[str]:
    """Capitalised words within the sentences, that are not among the terms of what is ``known``."""
    said = {term for source in known for term in terms(source)}
    for name in dict.fromkeys(_NAME.findall(ADDRESS.sub(" ", text))):
        lower = name.casefold()
        if lower not in _NOT_NAMES and lower not in said and stem(lower) not in said and not set(terms(name)) <= said:
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

    return _AMOUNT.sub(bold, said)


def without_emphasis(markdown: str) -> str:
    """Return an answer's Markdown without the stars of bold."""
    return BOLD.sub(r"\1", markdown)


def figures(quote: str, language: Language) -> tuple[str, ...]:
    """Return the numbers of a quote with their units in ``language``, which is not the quote's; each once, in order."""
    text = normalise(quote)
    if language == "zh":
        found = (f"{NUMBER_WORDS.get(n, n)}{_CHINESE.get(unit, unit)}" for n, unit in _FROM_ENGLISH.findall(text))
    else:
        found = (_in_english(n, _ENGLISH[unit]) for n, unit in _FROM_CHINESE.findall(text))
    return tuple(dict.fromkeys(found))


def _in_english(number: str, units: str) -> str:
    if units == "%":
        return f"{number}%"
    one = "person" if units == "people" else units.removesuffix("s")
    return f"{number} {one if number == '1' else units}"
