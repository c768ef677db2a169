"""Stands in for the fitted intents where a test needs no model: it knows a few words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from knowledge.question.intents import Order, Talk

T = TypeVar("T")

_TALK: Final[Mapping[str, Talk]] = {
    "hello": "greeting",
    "thank": "thanks",
    "谢谢": "thanks",
    "bye": "farewell",
    "lol": "reaction",
    "stop": "stop",
    "停止": "stop",
}
_ORDERS: Final[Mapping[str, Order]] = {
    "draft ": "draft",
    "写一封": "draft",
    "translate": "translate",
    "请翻译": "translate",
}
_ASKS: Final = {"how do i": "steps", "how many": "amount", "how long": "amount", "who": "person", "怎么": "steps"}
_GOES_ON: Final = ("and ", "what about", "how much", "when does it", "那", "why?")
_STATES: Final = (", right?", "对吧？")


class FewWords:
    """Tells by a few words what the fitted intents tell by what they learned."""

    def talk(self, text: str, /) -> Talk | None:
        """By how it begins."""
        return _first(_TALK, text)

    def order(self, text: str, /) -> Order | None:
        """By how it begins."""
        return _first(_ORDERS, text)

    def asks(self, text: str, /) -> Mapping[str, float]:
        """By how it begins, surely."""
        asked = _first(_ASKS, text)
        return {asked: 1.0} if asked else {}

    def follows_up(self, text: str, /) -> bool:
        """By how it begins."""
        return text.lower().startswith(_GOES_ON)

    def states_a_rule(self, text: str, /) -> bool:
        """By how it ends."""
        return text.endswith(_STATES)

    def wanted(self, text: str, /) -> str:
        """Of a mail, the lines with a question mark; a text without a salutation is all wanted."""
        if not text.startswith("Dear "):
            return text
        return " ".join(line for line in text.splitlines() if line.endswith("?")) or text


def _first(table: Mapping[str, T], text: str) -> T | None:
    return next((value for words, value in table.items() if text.lower().startswith(words)), None)
