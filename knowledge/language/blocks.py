"""Reads Markdown into blocks: paragraphs, items of lists with their marks, rows of tables. Linear in time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from knowledge.language.ends import NO_ITEM
from knowledge.language.markdown import is_rule, says_nothing
from knowledge.language.text import chinese_number

Kind = Literal["heading", "paragraph", "item", "header", "row"]

_LINE: Final = re.compile(r"[^\n]+")
_QUOTED: Final = re.compile(r"[ \t]*+(?:>[ \t]?)++")
_FENCE: Final = re.compile(r"[ \t]*+(?P<fence>```|~~~)")
_HEADING: Final = re.compile(r"[ \t]*+#{1,6}\s")
_UNDERLINE: Final = re.compile(r"[ \t]*+(?:={3,}|-{3,})[ \t]*$")
_BULLET: Final = re.compile(r"[-*+•·‣▪◦●][ \t]+(?:\[[ xX]\][ \t]+)?")
_NUMERAL: Final = "[一二三四五六七八九十百]{1,4}"
_MARKS: Final[dict[str, re.Pattern[str]]] = {
    "-": _BULLET,
    "1.": re.compile(rf"(?P<n>\d{{1,3}})(?:[.)][ \t]+{NO_ITEM}|[.．][ \t]*(?=[\u3400-\u9fff])|、[ \t]*)"),
}
"""What stands before an item and is no part of it."""
_NUMBERS: Final[dict[str, re.Pattern[str]]] = {
    "(1)": re.compile(r"[(（](?P<n>\d{1,3})[)）]"),
    "（一）": re.compile(rf"[(（](?P<n>{_NUMERAL})[)）]"),
    "一、": re.compile(rf"(?P<n>{_NUMERAL})、"),
    "第一步": re.compile(rf"第(?P<n>{_NUMERAL}|\d{{1,3}})步|(?:Step|Schritt)[ \t](?P<m>\d{{1,3}})[ \t]?[:.–-]"),
    "①": re.compile(r"[①-⑳]"),
    "a)": re.compile(r"\(?(?:[a-z]|[ivx]{1,4})\)[ \t]"),
}
"""What an item is called by, and is quoted with: “under (2)”."""
SAID: Final = frozenset(_NUMBERS)
"""Marks that stay in an item's words."""
_ROLE: Final = re.compile(
    r"[*_]{0,3}(?:(?P<asks>Q|Question|Frage|问|問|问题|問題)|(?P<answers>A)|Answer|Antwort|答|回答)"
    r"[ \t]?\d{0,3}[ \t]?[:：][*_]{0,3}[ \t]*+"
)
"""Who speaks in a list of questions and answers."""
_CALLOUT: Final = re.compile(r"\[![A-Za-z]{2,20}\][-+]?[ \t]*+|\[\^[^\[\]\s]{1,60}\]:[ \t]*+")
_ENDED: Final = re.compile(r"[.!?。！？:：][\"'”’)\]*_]*$")
_BOLD_LINE: Final = re.compile(r"\*\*[^*\n]{1,200}\*\*[:：]?$|__[^_\n]{1,200}__[:：]?$")
_LONGEST_HEADING: Final = 220
_LOOK_BACK: Final = 12


@dataclass(frozen=True, slots=True)
class Block:
    """``text[start:end]``, whose words begin at ``body``.

    ``mark`` is the kind of mark before an item, ``number`` what it counts. ``role`` is who speaks: ``Q`` or ``A``.
    """

    kind: Kind
    start: int
    end: int
    body: int
    indent: int = 0
    mark: str = ""
    number: int | None = None
    role: str = ""
    displayed: bool = False
    underlined: bool = False

    @property
    def deep(self) -> bool:
        """Whether it is an item or a row, or goes on within an item."""
        return self.kind in {"item", "header", "row"} or self.indent > 1


def blocks(text: str) -> list[Block]:
    """Return the blocks of a text in order; lines that were only wrapped are joined, in block quotes too."""
    reader = _Reader(text)
    for line in _LINE.finditer(text):
        reader.read(line)
    return reader.found


class _Reader:
    """Reads a text line by line; only a paragraph or an item can go on in the next line."""

    def __init__(self, text: str) -> None:
        self.found: list[Block] = []
        self._text = text
        self._fenced = list(_fenced(text))
        self._previous_end = -2
        self._quoted = False
        self._open = False
        self._in_table = False
        self._asked = False

    def read(self, line: re.Match[str]) -> None:
        mark = _QUOTED.match(line[0])
        said = line[0][mark.end() :] if mark else line[0]
        adjacent = line.start() == self._previous_end + 1
        block = self._block(line, mark.end() if mark else 0, adjacent=adjacent)
        if block is None:
            self._underline(said, adjacent=adjacent)
        elif adjacent and self._open and self._quoted == bool(mark) and self._goes_on(block, said):
            self.found[-1] = replace(self.found[-1], end=block.end)
        else:
            self.found.append(block)
        self._previous_end, self._quoted = line.end(), bool(mark)
        self._open = block is not None and block.kind in {"paragraph", "item"}
        within = self._in_table and adjacent and "|" in said
        self._in_table = block.kind in {"header", "row"} if block else within

    def _block(self, line: re.Match[str], offset: int, *, adjacent: bool) -> Block | None:
        """What the line is if it stands alone; None if it says nothing."""
        said = line[0][offset:]
        if not said.strip() or _FENCE.match(said):
            return None
        if says_nothing(said) and not self._heads_without_words(said, line.end(), adjacent=adjacent):
            return None
        indent = len(said) - len(said.lstrip())
        start, body = line.start(), line.start() + offset + indent
        fenced = any(first < start < last for first, last in self._fenced)
        block = Block("paragraph", start, line.end(), body, indent, displayed=fenced)
        if _HEADING.match(said):
            return replace(block, kind="heading")
        if self._is_row(said, line.end(), adjacent=adjacent):
            kind: Kind = "header" if self._heads_table(line.end(), adjacent=adjacent) else "row"
            return replace(block, kind=kind, mark="|")
        block = _spoken(self._text, _marked(self._text, block), asked=self._asked)
        self._asked |= block.role == "Q"
        return block

    def _is_row(self, said: str, end: int, *, adjacent: bool) -> bool:
        bare = said.strip()
        framed = len(bare) > 1 and bare.startswith("|") and bare.endswith("|")
        return framed or ("|" in bare and ((self._in_table and adjacent) or self._heads_table(end, adjacent=adjacent)))

    def _heads_table(self, end: int, *, adjacent: bool) -> bool:
        """Whether the next line aligns columns; within a table that is a row of dashes."""
        following = _LINE.match(self._text, end + 1)
        if following is None or (self._in_table and adjacent):
            return False
        bare = following[0].lstrip("> \t")
        return "|" in bare and is_rule(bare)

    def _heads_without_words(self, said: str, end: int, *, adjacent: bool) -> bool:
        """Whether it is the header of a table whose columns have no names."""
        return "|" in said and not is_rule(said) and self._heads_table(end, adjacent=adjacent)

    def _goes_on(self, block: Block, said: str) -> bool:
        """Whether the line is the rest of the one before; a bold line behind a finished sentence is a heading."""
        if block.kind != "paragraph" or block.role or _CALLOUT.match(said.lstrip()):
            return False
        last = self.found[-1]
        if last.end - last.body <= _LONGEST_HEADING and _BOLD_LINE.match(self._text[last.body : last.end].strip()):
            return False
        return not (_BOLD_LINE.match(said.strip()) and _ENDED.search(self._text[last.end - _LOOK_BACK : last.end]))

    def _underline(self, said: str, *, adjacent: bool) -> None:
        """A line of dashes or equal signs makes the single line above it a heading."""
        if adjacent and self._open and self.found and _UNDERLINE.match(said):
            last = self.found[-1]
            if last.kind == "paragraph" and "\n" not in self._text[last.start : last.end]:
                self.found[-1] = replace(last, underlined=True)


def _fenced(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans between fences; one that is never closed fences nothing off."""
    opening: re.Match[str] | None = None
    for line in _LINE.finditer(text):
        fence = _FENCE.match(line[0])
        if fence and opening is None:
            opening, kind = line, fence["fence"]
        elif fence and opening and fence["fence"] == kind:
            yield opening.start(), line.end()
            opening = None


def _marked(text: str, block: Block) -> Block:
    """The block as an item, if it begins with a mark; of several marks the first says what list it is in."""
    body, kind, number = block.body, "", None
    while mark := next(((k, m) for k, p in _MARKS.items() if (m := p.match(text, body, block.end))), None):
        body = mark[1].end()
        kind, number = (kind, number) if kind else (mark[0], _number(mark[1]))
    if not kind:
        mark = next(((k, m) for k, p in _NUMBERS.items() if (m := p.match(text, body, block.end))), None)
        kind, number = (mark[0], _number(mark[1])) if mark else ("", None)
    if not kind or body >= block.end:
        return block
    return replace(block, kind="item", body=body, mark=kind, number=number)


def _spoken(text: str, block: Block, *, asked: bool) -> Block:
    """The block without the mark of a callout or a footnote, and without who speaks.

    An A alone may be the first of two options; an answer only behind a Q.
    """
    callout = _CALLOUT.match(text, block.body, block.end)
    body = callout.end() if callout else block.body
    role = _ROLE.match(text, body, block.end)
    if role is None or role.end() >= block.end or (role["answers"] and not asked):
        return replace(block, body=body)
    return replace(block, body=role.end(), role="Q" if role["asks"] else "A")


def _number(mark: re.Match[str]) -> int | None:
    """What the mark counts; None for a bullet or a letter."""
    groups = mark.groupdict()
    numeral = groups.get("n") or groups.get("m")
    if numeral is None:
        return ord(mark[0]) - ord("①") + 1 if "①" <= mark[0] <= "⑳" else None
    return int(numeral) if numeral.isdigit() else chinese_number(numeral)
