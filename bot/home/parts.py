"""Lists and quotations on pages and forms; pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from bot.slack.elements import section
from bot.slack.limits import LONGEST_TEXT
from bot.slack.markup import escaped
from workers.contract import Json


def listed(title: str, lines: Iterable[str]) -> list[Json]:
    """Lines below a title, as many as fit whole, and how many more there are; nothing where there are none."""
    texts = [f"• {line}" for line in lines]
    shown, room = [f"*{title}*"], LONGEST_TEXT - len(title) - 20
    for text in texts:
        room -= len(text) + 1
        if room < 0:
            break
        shown.append(text)
    more = len(texts) - (len(shown) - 1)
    return [section("\n".join([*shown, *([f"… +{more}"] if more else [])]))] if texts else []


def quoted(text: str) -> Json:
    """Somebody's words as a quotation, cut between two of their characters where they do not fit."""
    fits = bisect_right(range(len(text) + 1), LONGEST_TEXT - 1, key=lambda end: len(_as_quotation(text[:end]))) - 1
    return section(_as_quotation(text) if fits == len(text) else f"{_as_quotation(text[:fits])}…")


def _as_quotation(text: str) -> str:
    return "\n".join(f"> {escaped(line)}" for line in text.splitlines())
