"""The words of an answer as Markdown: whole where a message has room, else cut where a step ends, and said so; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.slack.limits import size_of
from bot.slack.markup import safe_markdown, shortened_markdown, with_closed_fence
from bot.wording import Wording
from bot.wording.catalogue import More

LONGEST_BODY: Final = 6500
"""Characters. A markdown block may have 12,000, but all blocks of a message together only about 13,000."""
_LARGEST: Final = 7000
"""The same as JSON, where a line's end and a quotation mark are two."""
_LEAST: Final = 200
"""Where even that is too large as JSON, it is made of nothing but marks."""
_ITEM: Final = re.compile(
    r"^(?P<indent> *)(?:(?P<number>\d{1,3}[.)、]|[(（][\d一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、"
    r"|第[\d一二三四五六七八九十]{1,3}步)|[-*•] )",
    re.MULTILINE,
)
"""Where a step of a procedure begins, or a point of another list."""
_FENCED: Final = re.compile(r"^ {0,3}```.*?(?:^ {0,3}```|\Z)", re.MULTILINE | re.DOTALL)
"""A block of code, whose lines are no steps."""
_MARK: Final = re.compile(r"\[\d+\]")
_OF_ONE: Final[Mapping[More, More]] = {"steps": "step", "points": "point", "rows": "row", "sources": "source"}
_NO_LINKS: Final[Mapping[str, str]] = {}
_FEWEST: Final = 2
"""Items that must be left of a list for it to be cut as one."""


def body_of(text: str, words: Wording, links: Mapping[str, str] = _NO_LINKS, size: int | None = None) -> str:
    """The whole answer as it may be posted; where it is too long, how much is missing, and the link to where it is.

    ``links`` are those of the citations by their marks (``[1]``), in order. ``size`` is how many characters of JSON
    there is room for, else as many as there ever are.
    """
    whole, limit = safe_markdown(text), LONGEST_BODY
    while size_of(body := _until(whole, limit, words, links)) > (size or _LARGEST) and limit > _LEAST:
        limit = limit * 3 // 4
    return body


def is_cut(body: str, text: str) -> bool:
    """Whether a body says less than the text that it was made of."""
    return body != safe_markdown(text)


def _until(markdown: str, limit: int, words: Wording, links: Mapping[str, str]) -> str:
    """The Markdown with at most ``limit`` characters of its own."""
    if len(markdown) <= limit:
        return markdown
    head, kind = _whole_items(markdown, limit) or (shortened_markdown(markdown, limit), None)
    rest = markdown[len(head.removesuffix("…")) :]
    missing = dict.fromkeys(_MARK.findall(rest))
    marks = "".join(mark for mark in missing if mark not in head)
    link = links.get(next(iter([*missing, *links]), ""), "")
    said = _missing(rest, kind, words) if kind else words.continued
    return f"{with_closed_fence(head)}\n\n{' '.join(filter(None, (said, link, marks)))}"


def _whole_items(markdown: str, limit: int) -> tuple[str, More] | None:
    """The text until the item that does not fit whole, and what its kind is called; None where it is in no list."""
    items = list(_ITEM.finditer(markdown))
    outer = min((len(item["indent"]) for item in items), default=0)
    begun = [item for item in items if len(item["indent"]) == outer and item.start() <= limit]
    if len(begun) <= _FEWEST:
        return None
    cut = begun[-1]
    return markdown[: cut.start()].rstrip(), "steps" if cut["number"] else "points"


def _missing(rest: str, kind: More, words: Wording) -> str:
    """``… 4 more steps``: how many items the ``rest`` of a list has."""
    numbered = kind == "steps"
    items = [item for item in _ITEM.finditer(_FENCED.sub("", rest.lstrip("\n"))) if bool(item["number"]) == numbered]
    outer = min((len(item["indent"]) for item in items), default=0)
    return more_of(kind, sum(len(item["indent"]) == outer for item in items), words)


def more_of(kind: More, count: int, words: Wording) -> str:
    """``… 1 more row``, ``… 4 more steps``; ``kind`` is that of several."""
    return words.more_of[_OF_ONE[kind] if count == 1 else kind].format(count=f"{count:,}")
