"""What was typed after a sub-command, as words and options; quotation marks of every kind keep words together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.wording.catalogue import Misuse

_DOUBLE: Final = '"“”„＂'
_WORD: Final = re.compile(
    rf"\s*(?:[{_DOUBLE}](?P<double>[^{_DOUBLE}]*)[{_DOUBLE}]"
    r"|['‘](?P<single>[^'‘’]*)['’](?!\S)"
    r"|「(?P<corner>[^」]*)」"
    r"|『(?P<corners>[^』]*)』"
    r"|(?:--|—|–)(?P<option>[^\W\d_]\S*)"
    r"|(?P<open>[\"“”„＂「『])"
    r"|(?P<bare>\S+))"
)
"""Slack on a Mac makes one long dash of two short ones. An apostrophe opens nothing unless it is closed, too."""


class Misused(Exception):
    """The arguments do not fit the sub-command; ``misuse`` says how."""

    def __init__(self, misuse: Misuse) -> None:
        super().__init__(misuse)
        self.misuse: Misuse = misuse


@dataclass(frozen=True, slots=True)
class Words:
    """Words in their order, options without their dashes."""

    words: tuple[str, ...]
    options: frozenset[str]


def split(typed: str) -> Words:
    """Split what was typed. Raises Misused where a quotation mark is not closed."""
    words: list[str] = []
    options: set[str] = set()
    for found in _WORD.finditer(typed):
        if found["open"]:
            raise Misused("open_quote")
        if found["option"]:
            options.add(found["option"].casefold())
        else:
            groups = found.group("double", "single", "corner", "corners", "bare")
            words.append(next(word for word in groups if word is not None).strip())
    return Words(tuple(word for word in words if word), frozenset(options))
