"""Reads the codes of number formats (ECMA-376-1, 18.8.31): sections, which semicolons part, of tokens."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|[\\!](?P<escaped>.)"
    r"|_(?P<wide>.)|\*."  # a blank as wide as the next character; the next one as often as there is room
    r"|\[\$(?P<currency>[^\]-]*)[^\]]*\]"
    r"|\[(?P<condition>(?:<=|>=|<>|<|>|=)-?[\d.]+)\]"
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<half>AM/PM|A/P|上午/下午)"
    r"|(?P<exponent>E[+-]0+)"
    r"|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|e+|a{3,4})"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<sign>[%@/;])"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION: Final = re.compile(r"(?P<sign><=|>=|<>|<|>|=)(?P<number>-?[\d.]+)")
_SIGNS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}

NAMED: Final[Mapping[int, str]] = {
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
}
"""Codes that Chinese workbooks name by number alone (ECMA-376-1, 18.8.30, zh-cn), which openpyxl does not know."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a format: its kind, and what is written for it."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of a format's sections; ``condition`` is that for which it is meant, if it says so."""

    tokens: tuple[Token, ...]
    condition: str = ""

    def has(self, *kinds: str) -> bool:
        """Whether a token is of one of these kinds."""
        return any(token.kind in kinds for token in self.tokens)

    def holds(self, value: float) -> bool:
        """Whether the section is meant for the value."""
        found = _CONDITION.fullmatch(self.condition)
        return found is None or _SIGNS[found["sign"]](value, float(found["number"]))

    @property
    def only_negative(self) -> bool:
        """Whether it is meant for negative values alone, and says in its words that they are."""
        found = _CONDITION.fullmatch(self.condition)
        return found is not None and found["sign"] in ("<", "<=") and float(found["number"]) <= 0 and not self.holds(0)


def read_sections(code: str) -> list[Section]:
    """Return the sections of a format's code."""
    found: list[list[Token]] = [[]]
    conditions = [""]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or ""
        if kind == "sign" and match["sign"] == ";":
            found.append([])
            conditions.append("")
        elif kind == "condition":
            conditions[-1] = match["condition"]
        elif kind:
            found[-1].append(_token(kind, match[kind]))
    return [Section(tuple(_apart(tokens)), condition) for tokens, condition in zip(found, conditions, strict=True)]


def _token(kind: str, text: str) -> Token:
    if kind == "sign":
        return Token(text, text)
    if kind == "wide":
        return Token("literal", " ")
    return Token("literal" if kind in {"quoted", "escaped", "currency", "other"} else kind, text)


def _apart(tokens: list[Token]) -> list[Token]:
    """Return the tokens with the slashes of dates as words: only between digits does one make a fraction."""
    dates = any(token.kind == "date" for token in tokens)
    digits = any(token.kind == "digit" for token in tokens)
    if digits and not dates:
        return tokens
    return [Token("literal", token.text) if token.kind == "/" else token for token in tokens]
