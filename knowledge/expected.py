"""What a question expects: an amount or a date. What has none of these cannot be the answer to it."""

from __future__ import annotations

import re
from typing import Final

from knowledge.text import numbers

_AMOUNT: Final = re.compile(
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


def expects_amount(question: str) -> bool:
    """Whether only a number, a date or a frequency answers the question."""
    return bool(_AMOUNT.search(question))


def has_amount(sentence: str, question: str) -> bool:
    """Whether the sentence says a number that the question does not, or how often or when."""
    return bool(numbers(sentence) - numbers(question)) or bool(_TIME.search(sentence))
