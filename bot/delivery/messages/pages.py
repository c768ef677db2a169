"""The pages of a modal: the buttons that turn them, and long texts in sections; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.slack.elements import actions, button
from bot.slack.limits import LONGEST_TEXT
from bot.slack.markup import pieces, plain_words, storable
from bot.wording import Wording
from workers.contract import Json

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some of a modal's items: page ``number`` of ``count``, from nought."""

    items: Sequence[Item]
    number: int
    count: int

    def turning(self, action: str, words: Wording) -> Iterator[Json]:
        """Yield the buttons to the pages before and behind, where there are any; their ids begin with ``action``."""
        targets = ((words.why_previous, self.number - 1), (words.why_next, self.number + 1))
        buttons = [
            button(label, f"{action}_{'next' if target > self.number else 'previous'}", str(target))
            for label, target in targets
            if 0 <= target < self.count
        ]
        if buttons:
            yield actions(buttons)


def page_of(items: Sequence[Item], number: int, per_page: int) -> Page[Item]:
    """Return the page of this number, or the one closest to it."""
    count = max(1, -(-len(items) // per_page))
    number = min(max(number, 0), count - 1)
    return Page(items[number * per_page : (number + 1) * per_page], number, count)


def plain_sections(text: str) -> Iterator[Json]:
    """Yield a text in sections of plain text, of which none is longer than Slack takes."""
    harmless = "\n".join(map(plain_words, storable(text).split("\n")))
    for piece in pieces(harmless, LONGEST_TEXT):
        yield {"type": "section", "text": {"type": "plain_text", "text": piece, "emoji": False}}
