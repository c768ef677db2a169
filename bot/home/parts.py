"""Blocks that pages and forms are made of; pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from bot.slack.markup import escaped
from workers.contract import Json

LONGEST_SECTION: Final = 3000
"""Characters of one text object, by Slack's rule."""


def plain(text: str) -> Json:
    """A text object without markup."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """A text object in mrkdwn."""
    return {"type": "mrkdwn", "text": text}


def section(text: str, accessory: Json | None = None) -> Json:
    """A paragraph in mrkdwn, with an element beside it if there is one."""
    return {"type": "section", "text": mrkdwn(text), **({"accessory": accessory} if accessory else {})}


def context(text: str) -> Json:
    """A paragraph in small letters."""
    return {"type": "context", "elements": [mrkdwn(text)]}


def button(label: str, action: str, value: str, *, primary: bool = False) -> Json:
    """A button; Slack wants another ``action`` for each in one block."""
    style = {"style": "primary"} if primary else {}
    return {"type": "button", "text": plain(label), "action_id": action, "value": value, **style}


def listed(title: str, lines: Iterable[str]) -> list[Json]:
    """Lines below a title, as many as fit whole, and how many more there are; nothing where there are none."""
    texts = [f"• {line}" for line in lines]
    shown, room = [f"*{title}*"], LONGEST_SECTION - len(title) - 20
    for text in texts:
        room -= len(text) + 1
        if room < 0:
            break
        shown.append(text)
    more = len(texts) - (len(shown) - 1)
    return [section("\n".join([*shown, *([f"… +{more}"] if more else [])]))] if texts else []


def quoted(text: str) -> Json:
    """Somebody's words as a quotation, cut between two of their characters where they do not fit."""
    fits = bisect_right(range(len(text) + 1), LONGEST_SECTION - 1, key=lambda end: len(_as_quotation(text[:end]))) - 1
    return section(_as_quotation(text) if fits == len(text) else f"{_as_quotation(text[:fits])}…")


def _as_quotation(text: str) -> str:
    return "\n".join(f"> {escaped(line)}" for line in text.splitlines())
