"""Splits a passage's Markdown into the units that can be quoted: sentences, list items, table rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.domain import Passage
from knowledge.injection import is_suspicious
from knowledge.language.text import terms

_END: Final = re.compile(
    r"""(?<=[.!?])["'”’)\]*_]*\s+(?:>\s*)*(?=["'“‘(\[*_]*[A-Z0-9\u3400-\u9fff])   # Latin: an end, a space, a capital
      | (?<=[。！？])["'”’）】*_]*                                          # Chinese: the mark itself
      | (?<=；)["'”’）】*_]*(?!\s*(?:但|不过|除|否则|确需|确有|如|若|经|其中))  # a clause, but with what it excepts
    """,
    re.VERBOSE,
)
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|nos?|art|sec|mrs?|ms|dr|st|inc|ltd|approx|min|max)|\b[A-Z])\.$", re.IGNORECASE
)
_LINE: Final = re.compile(r"[^\n]+")
_HEADING: Final = re.compile(r"\s*#{1,6}\s")
_ROW: Final = re.compile(r"\s*\|.*\|\s*$")
_RULE: Final = re.compile(r"\s*(?:\|?[\s:|-]+\|?|[-*_=]{3,})\s*$")
_BULLET: Final = re.compile(r"\s*(?:[-*+•]\s+(?:\[[ x]\]\s+)?|\d{1,2}[.)]\s+|>\s+)+")
_CHINESE_NUMBER: Final = r"[(（][一二三四五六七八九十\d]{1,3}[)）]"
_NEW_BLOCK: Final = re.compile(rf"\s*(?:#{{1,6}}\s|\||[-*+•]\s|\d{{1,2}}[.)]\s|{_CHINESE_NUMBER}|>|```|~~~|$)")
_ENUMERATED: Final = re.compile(rf"\s*(?:{_CHINESE_NUMBER}|[一二三四五六七八九十]{{1,3}}、)")
_INTRODUCES: Final = re.compile(r"[:：][\s*_]*$")
_LONGEST_LEAD: Final = 160
"""Characters of a line that is said again in front of each item; a longer one is no heading of a list."""
_PAIRS: Final = re.compile(r"[^:：\n]{1,40}[:：] .+ · [^:：\n]{1,40}[:：] ")
"""A row as the conversion of sheets writes it: it means nothing in pieces."""
_QUOTED: Final = re.compile(r"[ \t]*(?:>[ \t]?)+")
_WRAPPED_QUOTE: Final = re.compile(r"\n[ \t]*(?:>[ \t]?)+")
_FENCE: Final = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_MARKUP: Final = re.compile(r"(\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=[\w.。])[*_](?!\w))")
_LINK: Final = re.compile(r"!?\[([^\]]*)\]\(\s*(?:[^()\s]|\([^)]*\))*(?:\s+\"[^\"]*\")?\s*\)")
_HALF_LINK: Final = re.compile(r"\]\([^()]*\)|\[(?=[^\]]*$)")
"""What is left of a link whose text has two sentences."""
_TAG: Final = re.compile(r"<[^<>]{1,200}>|\{[{%][^{}]{1,200}[%}]\}")
"""HTML, and what a site generator would fill in."""
_MUTE: Final = re.compile(
    r"(?i:^\W*(?:related (?:documents|policies)|see also|相关文件|相关制度|参见)\W)|[:：]\W*$"
    r"|^(?:[*_]{1,3}[^*_]+[*_]{1,3}|《[^》]+》|\[[^\]]+\]\([^)]+\))[.。,，;；]?$"
)
"""A list of where to read on, an introduction, or nothing but a title in italics, brackets or a link."""
_FEWEST_TERMS: Final = 3
"""Content terms; two are a name."""
_SPACE: Final = re.compile(r"\s+")


def shown(quote: str) -> str:
    """A quote as a reader sees it: without Markdown, the cells of a table row apart."""
    cells = (
        " · ".join(cell for cell in _cells(line) if cell) if _ROW.match(line) else line for line in quote.splitlines()
    )
    return plain("\n".join(cells))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A quotable unit: ``quote == passage.text[start:end]``; ``header`` is the table's header row it stands under.

    ``leads`` are the spans of the lines that introduce the list it is an item of, and the list around that: under "Not
    reimbursed:", an item alone would say the contrary of what the policy says.
    """

    passage: Passage
    start: int
    end: int
    header: str = ""
    leads: tuple[tuple[int, int], ...] = ()

    @property
    def quote(self) -> str:
        """The exact words of the document."""
        return self.passage.text[self.start : self.end]

    @property
    def readable(self) -> str:
        """The words without Markdown, behind the lines that introduce them; a row as ``Column: value`` pairs."""
        gap = "" if self.passage.language == "zh" else " "
        return gap.join([*(plain(self.passage.text[start:end]) for start, end in self.leads), self.own])

    @property
    def own(self) -> str:
        """The same without the lines that introduce them."""
        return _readable_row(self.quote, self.header) if _ROW.match(self.quote) else plain(self.quote)

    @property
    def displayed(self) -> bool:
        """Whether it stands in a fenced block: something to copy, or an example, and no rule."""
        return len(_FENCE.findall(self.passage.text, 0, self.start)) % 2 == 1

    @property
    def speaks(self) -> bool:
        """Whether it says something by itself to a reader.

        Introductions, bare titles and single words do not, nor what is meant for a model.
        """
        if is_suspicious(self.quote):
            return False
        if self.header:
            return True
        if self.readable in (self.passage.title, self.passage.heading):
            return False
        enough = len(terms(self.readable)) >= _FEWEST_TERMS or any(map(str.isdigit, self.quote))
        return enough and not _MUTE.search(self.quote)


def plain(markdown: str) -> str:
    """Text of a Markdown span: links by their text, no emphasis, no tags, single spaces."""
    text = _LINK.sub(r"\1", _TAG.sub(" ", _WRAPPED_QUOTE.sub(" ", markdown)))
    text = _HALF_LINK.sub("", text)
    text = _MARKUP.sub("", text).replace("\\", "")
    return _SPACE.sub(" ", text).strip()


def split_sentences(passage: Passage) -> list[Sentence]:
    """The passage's quotable units in order; headings and rules are none."""
    found: list[Sentence] = []
    header = passage.context.partition("\n")[0]
    leads = _Leads(passage.text)
    for start, end in _blocks(passage.text):
        block = passage.text[start:end]
        if _ROW.match(block):
            if not header:
                header = block
            elif not _RULE.match(block):
                found.append(Sentence(passage, start, end, header))
            continue
        header = ""
        if _RULE.match(block):
            continue
        spans = [] if _HEADING.match(block) else _spans(passage.text, start, end)
        introduced = leads.of(block, spans)
        found += [Sentence(passage, *span, leads=() if place else introduced) for place, span in enumerate(spans)]
    return found


class _Leads:
    """Which lines introduce each item of the lists in a text that is read block by block."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[tuple[int, tuple[int, int]]] = []

    def of(self, block: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """The spans of the lines that introduce the block, the outermost first; none for what is no item of a list."""
        depth = len(block) - len(block.lstrip()) if _BULLET.match(block) or _ENUMERATED.match(block) else -1
        self._open = [(level, lead) for level, lead in self._open if level < depth]
        leads = tuple(lead for _, lead in self._open)
        start, end = spans[-1] if spans else (0, 0)
        if _INTRODUCES.search(self._text[start:end]) and end - start <= _LONGEST_LEAD:
            self._open.append((depth, (start, end)))
        return leads


def sentence_ends(text: str) -> int | None:
    """Where the first finished sentence of a growing text ends; None while none is finished."""
    newline = text.find("\n")
    for match in _END.finditer(text):
        if 0 <= newline < match.start():
            break
        if not _ABBREVIATION.search(text[: match.start()].rstrip("\"'”’)]*_")):
            return match.end()
    return newline + 1 if newline >= 0 else None


def _blocks(text: str) -> list[tuple[int, int]]:
    """Spans of paragraphs, list items and table rows; lines that were only wrapped are joined, in block quotes too."""
    spans: list[tuple[int, int]] = []
    previous_end, joinable, was_quoted = -2, False, False
    for line in _LINE.finditer(text):
        if _FENCE.match(line[0]):
            joinable = False
            continue
        mark = _QUOTED.match(line[0])
        said = line[0][mark.end() :] if mark else line[0]
        goes_on = joinable and bool(mark) == was_quoted and not _NEW_BLOCK.match(said)
        if goes_on and line.start() == previous_end + 1:
            spans[-1] = (spans[-1][0], line.end())
        elif said.strip():
            spans.append((line.start(), line.end()))
        previous_end, was_quoted = line.end(), bool(mark)
        joinable = bool(said.strip()) and not _HEADING.match(said) and not _ROW.match(said)
    return spans


def _spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentence spans of one block, its bullet and outer spaces left out."""
    bullet = _BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    spans: list[tuple[int, int]] = []
    for match in () if _PAIRS.match(text, start, end) else _END.finditer(text, start, end):
        if not _ABBREVIATION.search(text[start : match.start()].rstrip("\"'”’)]*_")):
            spans.append((start, match.end()))
            start = match.end()
    spans.append((start, end))
    return [_trimmed(text, *span) for span in spans if text[span[0] : span[1]].strip()]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _cells(row: str) -> list[str]:
    return [plain(cell) for cell in row.strip().strip("|").split("|")]


def _readable_row(row: str, header: str) -> str:
    """``Destination: Paris; Per diem: €65``: what a table row says, in one line."""
    pairs = zip(_cells(header), _cells(row), strict=False)
    return "; ".join(f"{name}: {value}" if name else value for name, value in pairs if value and value != "NaN")
