"""The figures of a quote: what is asked for stands out; in another language, all are repeated in the reader's."""

from __future__ import annotations

import re
from typing import Final

from knowledge.domain import Language
from knowledge.expected import expects_amount
from knowledge.text import NUMBER_WORDS, normalise, numbers

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
