"""What a unit stands under within its section: a bold title, a question, what introduces its list or its table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from knowledge.language.blocks import Block, blocks
from knowledge.language.ends import sentence_spans
from knowledge.language.markdown import CHINESE
from knowledge.language.quantities import CURRENCIES, any_of
from knowledge.language.text import negated

Span = tuple[int, int]
Role = Literal["title", "question", "label", "introduction", "caption"]

LONGEST_LEAD: Final = 160
"""Characters of a line that is said again in front of each item; a longer one is no heading of a list."""
_LONGEST_TITLE: Final = 100
_MOST_WORDS_OF_A_LABEL: Final = 5
_MOST_WORDS_OF_A_TITLE: Final = 6
_OF_A_LIST: Final = frozenset({"introduction", "caption"})
INTRODUCES: Final = re.compile(r"[:：][\s*_]*$")
ASKS: Final = re.compile(r"[?？][\s\"”'’)）*_]*$")
ENDS: Final = re.compile(r"[.!。！；;…][\s\"”'’)）*_]*$")
_BOLD: Final = re.compile(r"(?:\*\*(?!\s)[^*\n]{1,200}\*\*|__(?!\s)[^_\n]{1,200}__)[:：]?\s*$")
_LABELLED: Final = re.compile(r"\*\*(?!\s)[^*\n]{1,60}(?:[:：]\*\*|\*\*[:：])")
_REMARK: Final = re.compile(
    r"\W*(?:note|nb|important|warning|caution|tip|info|example|hinweis|wichtig|achtung|beispiel|tipp"
    r"|注意|提示|重要|说明|備註|备注|示例|例如|警告)\W*$",
    re.IGNORECASE,
)
"""Says of what kind a remark is, and is no title of what comes behind it."""
_MONEY: Final = re.compile(rf"\b(?:{any_of(CURRENCIES)})s?\b|[$€£¥元]", re.IGNORECASE)
_RANKS: Final = ("一、", "（一）", "1.", "(1)", "①")
_WORD: Final = re.compile(rf"[{CHINESE}]{{1,2}}|[^\W{CHINESE}]+")


@dataclass(frozen=True, slots=True)
class Lead:
    """Words that are said with what stands under them; ``span`` is None where they stand before the passage.

    One with an ``indent`` belongs to a list, whose items have the mark that it ``holds``, and ends with it. Another
    holds until the next of its kind, or for ``paragraphs`` more. ``line`` is how it is carried on; empty if it is not.
    """

    role: Role
    words: str
    line: str
    span: Span | None
    indent: int | None = None
    mark: str = ""
    holds: str = ""
    paragraphs: int | None = None


@dataclass(frozen=True, slots=True)
class Under:
    """What each sentence of a block stands under, a header or row under the first; which sentences only ``lead``."""

    each: tuple[tuple[Lead, ...], ...]
    leading: frozenset[int] = frozenset()


class Leads:
    """What stands open while a text is read block by block, behind its ``context``."""

    def __init__(self, context: str = "") -> None:
        self.open = [_seed(context, block) for block in blocks(context) if block.kind not in {"header", "row"}]
        self._begins = bool(self.open)

    def enter(self, block: Block) -> None:
        """Close what the block does not stand under; the first stands under all that was carried on."""
        if block.kind == "heading":
            self.open = []
        elif not self._begins:
            self.open = [left for lead in self.open if (left := _left(lead, block))]
        self._begins = False

    def of(self, text: str, block: Block, spans: Sequence[Span], following: Block | None) -> Under:
        """Enter the block, and open what leads in it."""
        self.enter(block)
        lead = self.close_for(text, block, spans, following)
        general = tuple(each for each in self.open if each.role not in _OF_A_LIST)
        first = general if block.kind == "paragraph" else tuple(self.open)
        if not spans or block.kind in {"header", "row"}:
            return Under((first,))
        self.open += [lead] if lead else []
        later = tuple(each for each in self.open if each.role not in _OF_A_LIST)
        leading = {0} if lead and lead.span == spans[0] else set()
        if not (leading and len(spans) == 1) and (last := _list_lead(text, block, spans, following)):
            self.open.append(last)
            leading |= {len(spans) - 1} if last.role == "caption" else set()
        return Under(_under(first, later, text, block, spans), frozenset(leading))

    def close_for(self, text: str, block: Block, spans: Sequence[Span], following: Block | None) -> Lead | None:
        """Close what the block's own heading ends, and return that; a title holds for the questions under it."""
        is_text = bool(spans) and block.kind in {"paragraph", "item"}
        lead = _heading_lead(text, block, spans, following) if is_text else None
        if lead and lead.indent is None:
            kept = {"title"} - {lead.role}
            self.open = [each for each in self.open if each.indent is not None or each.role in kept]
        return lead


def carried_on(context: str, text: str, following: str) -> str:
    """Return what the passage ``following`` stands under, as its context.

    ``text`` reaches from the start of the passage before it, whose context is ``context``, to its own start, which lies
    behind the blanks of its first line.
    """
    following = text[len(text.rstrip(" \t")) :] + following
    leads, read, behind = Leads(context), blocks(text), [*blocks(following)[:2], None, None]
    for block, after in zip(read, [*read[1:], behind[0]], strict=False):
        leads.of(text, block, spans_of(text, block), after)
    first = behind[0]
    if first is None:
        return ""
    within = bool(read) and "\n\n" not in text[read[-1].end :] and read[-1].kind in {"paragraph", "item"}
    if not within or first.kind != "paragraph":
        leads.enter(first)
        leads.close_for(following, first, spans_of(following, first), behind[1])
    return "\n\n".join(lead.line for lead in leads.open if lead.line)


def _under(
    first: tuple[Lead, ...], later: tuple[Lead, ...], text: str, block: Block, spans: Sequence[Span]
) -> tuple[tuple[Lead, ...], ...]:
    """What each sentence stands under: in "**Owner:** Finance. **Until:** May." the second label ends the first."""
    each = [first]
    for span in spans[1:]:
        label = _LABELLED.match(text, *span)
        each.append(first if label else later)
        if label:
            later = (*first, _lead("label", text, block, label.span(), below=None))
    return tuple(each)


def spans_of(text: str, block: Block) -> list[Span]:
    """Return the spans of a block's sentences; a heading has none, and a row is one."""
    if block.kind in {"paragraph", "item"}:
        return sentence_spans(text, block.body, block.end)
    return [] if block.kind == "heading" else [(block.body, block.end)]


def _left(lead: Lead, block: Block) -> Lead | None:
    """What is left of a lead when the block begins; None if nothing."""
    if lead.indent is not None:
        beside = lead.role in _OF_A_LIST and lead.indent == block.indent and lead.mark != block.mark
        if not block.deep or not (lead.indent < block.indent or beside) or _above(block.mark, lead.holds):
            return None
        return replace(lead, holds=lead.holds or block.mark)
    if lead.paragraphs is None or block.deep:
        return lead
    return replace(lead, paragraphs=lead.paragraphs - 1) if lead.paragraphs else None


def _above(mark: str, other: str) -> bool:
    """Whether items of the one mark stand over those of the other: 二、 ends the list that has （一）."""
    return mark in _RANKS and other in _RANKS and _RANKS.index(mark) < _RANKS.index(other)


def _heading_lead(text: str, block: Block, spans: Sequence[Span], following: Block | None) -> Lead | None:
    """The lead that a block is, or begins with: a question, a title, a label."""
    words, alone = text[slice(*spans[0])], len(spans) == 1
    below = _below(block, following)
    if ASKS.search(words):
        return _question(text, block, spans[0], alone=alone, below=below) if below or not alone else None
    bold = bool(_BOLD.match(words)) or block.underlined or _is_numbered_title(text, words, block, below)
    if alone and bold and len(words) <= _LONGEST_TITLE and below and not ENDS.search(words):
        is_list = INTRODUCES.search(words) and below.kind != "paragraph"
        return None if is_list else _lead("title", text, block, spans[0], below=below)
    if not alone and bold and _is_label(words):
        lead = _lead("label", text, block, spans[0], below=None)
        return replace(lead, paragraphs=0) if _REMARK.match(words) else lead
    start = _LABELLED.match(text, *spans[0])
    if start is None:
        return None
    if block.kind == "item":
        return _lead("title", text, block, start.span(), below=None)
    return replace(_lead("label", text, block, start.span(), below=None), line="", paragraphs=0)


def _is_numbered_title(text: str, words: str, block: Block, below: Block | None) -> bool:
    """Whether an item is a heading in plain letters: a few words behind a number, above text that is not indented."""
    if block.kind != "item" or block.mark not in _RANKS or below is None or below.kind != "paragraph" or below.deep:
        return False
    if block.start and not text[: block.start].rstrip(" \t").endswith("\n\n"):
        return False  # the last item of a list
    few = len(_WORD.findall(words)) <= _MOST_WORDS_OF_A_TITLE
    return few and not ENDS.search(words) and not INTRODUCES.search(words)


def _below(block: Block, following: Block | None) -> Block | None:
    """The next block, if it can stand under this one."""
    if following is None or following.kind == "heading" or following.role == "Q":
        return None
    beside = block.kind == following.kind == "item" and following.indent <= block.indent
    return None if beside else following


def _question(text: str, block: Block, span: Span, *, alone: bool, below: Block | None) -> Lead:
    """A question; one in plain letters is answered by the rest of its block, or by the next paragraph."""
    lead = _lead("question", text, block, span, below=below if alone else None)
    if block.role == "Q" or block.underlined or _BOLD.match(lead.words):
        return lead
    return replace(lead, paragraphs=int(alone))


def _is_label(words: str) -> bool:
    """Whether a bold sentence is but a few words that name what comes: “Overtime.”, and no rule itself."""
    few = len(_WORD.findall(words)) <= _MOST_WORDS_OF_A_LABEL
    return few and not negated(words) and not any(map(str.isdigit, words))


def _list_lead(text: str, block: Block, spans: Sequence[Span], following: Block | None) -> Lead | None:
    """The last sentence, if it introduces a list or is the caption of a table."""
    start, end = spans[-1]
    if end - start > LONGEST_LEAD:
        return None
    indent = block.indent if block.deep else -1
    if INTRODUCES.search(text[start:end]):
        return replace(_lead("introduction", text, block, spans[-1], below=None), indent=indent)
    table = following is not None and following.kind in {"header", "row"}
    short = len(spans) == 1 and end - start <= _LONGEST_TITLE and not ENDS.search(text[start:end])
    if not (table and block.kind == "paragraph" and (short or _gives_unit(text[start:end]))):
        return None
    return replace(_lead("caption", text, block, spans[-1], below=None), indent=indent)


def _gives_unit(words: str) -> bool:
    """Whether a sentence says in which money the figures below it are, and gives none itself."""
    return len(words) <= _LONGEST_TITLE and bool(_MONEY.search(words)) and not any(map(str.isdigit, words))


def _lead(role: Role, text: str, block: Block, span: Span, *, below: Block | None) -> Lead:
    """A lead of a list if the block is an item, unless what stands below is no part of the item."""
    words = text[slice(*span)]
    of_list = block.kind == "item" and (below is None or below.deep)
    mark = text[block.start : block.body] if of_list or block.role == "Q" else ""
    indent = mark[: len(mark) - len(mark.lstrip())]
    line = indent + " ".join(f"{mark}{words}".split())
    if role == "title":
        line = re.sub(r"[:：](?=\**$)", "", line) if _BOLD.match(words) else f"{indent}**{' '.join(words.split())}**"
    return Lead(role, words, line, span, block.indent if of_list else None, block.mark)


def _seed(context: str, block: Block) -> Lead:
    """A lead that was carried on, by its looks."""
    start, end = sentence_spans(context, block.body, block.end)[0][0], block.end
    words = context[start:end].rstrip()
    listed = block.indent if block.kind == "item" else None
    lead = Lead("caption", words, context[block.start : block.end], None, listed, block.mark)
    bold = _BOLD.match(words)
    if ASKS.search(words):
        return replace(lead, role="question", paragraphs=None if bold or block.role == "Q" else 0)
    if bold and not INTRODUCES.search(words):
        return replace(lead, role="label" if ENDS.search(words) else "title")
    role: Role = "introduction" if INTRODUCES.search(words) else "caption"
    return replace(lead, role=role, indent=-1 if listed is None else listed)
