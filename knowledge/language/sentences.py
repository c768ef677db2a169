"""Splits a passage's Markdown into the units that can be quoted: sentences, list items, table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from knowledge.domain import Passage
from knowledge.language.blocks import Block, blocks
from knowledge.language.ends import pieces, sentence_ends
from knowledge.language.leads import ASKS, ENDS, INTRODUCES, Lead, Leads, spans_of
from knowledge.language.markdown import CHINESE, is_rule, plain
from knowledge.language.tables import NOTHING, cells, parts, readable_row, says_something
from knowledge.language.text import terms

__all__ = ["Sentence", "plain", "sentence_ends", "shown", "split_sentences"]

_ROW: Final = re.compile(r"\s*+\|.*\|\s*$")
_PAIRS: Final = re.compile(r"[^:：\n]{1,40}[:：] .+ · [^:：\n]{1,40}[:：] ")
"""Pairs on one line, as the head of a mail is written: they mean nothing in pieces."""
_SEE_ALSO: Final = re.compile(
    r"\W*(?:related (?:documents|policies|links|pages)|see also|further reading|siehe auch|weiterführende links"
    r"|相关文件|相关制度|相关链接|参见|另见)\W",
    re.IGNORECASE,
)
"""A list of where to read on."""
_ELSEWHERE: Final = re.compile(
    rf"{_SEE_ALSO.pattern}|\W*(?:see|(?:for )?more (?:information|details|on)|read (?:more|also)|links|references"
    r"|resources|siehe|weitere (?:informationen|links)|参考|详见)\b",
    re.IGNORECASE,
)
"""Introduces such a list."""
_TITLE: Final = re.compile(
    r"(?:[*_]{1,3}[^*_]+[*_]{1,3}|《[^》]+》|!?\[[^\]]*\]\([^()]*(?:\([^()]*\)[^()]*)*\)|<?https?://\S+)[.。,，;；]?$"
)
"""Nothing but words in italics or brackets, or a link."""
_WHOLE_SENTENCE: Final = re.compile(r"[.!。！][\"”’)）]*[*_]{1,3}$")
"""In bold letters: the rule that matters most."""
_POINTING: Final = re.compile(
    r"^\W*\d+(?:\.\d+)*\W|^第\w{1,5}条"
    r"|\b(?:the )?(?:following|below|includ(?:ing|es?)|such as|as follows|these|folgende\w*)\b"
    r"|(?:以下|下列|如下)(?:\w{2})?|包括|例如",
    re.IGNORECASE,
)
"""Says only that something comes, or under which number."""
_CHINESE: Final = re.compile(f"[{CHINESE}]")
_FEWEST_TERMS: Final = 3
"""Content terms; two are a name."""
_FEWEST_OF_A_LINK: Final = 4
"""Content terms of a link or a name in italics with a full stop that is a sentence."""
_FEWEST_OF_AN_INTRODUCTION: Final = 6
"""Content terms of an introduction that says something itself; two and a half Chinese characters count as one."""
_MARKED_ITEM: Final = re.compile(r"(?:[-*+•·‣▪◦●]|\d{1,3}[.)、．])[ \t]*$")


def shown(quote: str) -> str:
    """A quote as a reader sees it: without Markdown, the cells of a table row apart."""
    rows = (line for line in quote.splitlines() if not is_rule(line))
    return plain("\n".join(" · ".join(filter(None, cells(row))) if _ROW.match(row) else row for row in rows))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A quotable unit: ``quote == passage.text[start:end]``; ``header`` is the table's header row it stands under.

    ``leads`` are the spans of the lines that it stands under, the outermost first: what introduces its list and the
    list around that, the question that it answers, a title in bold letters, the caption of its table. Under "Not
    reimbursed:", an item alone would say the contrary of what the policy says. ``carried`` are those that stand before
    the passage, in words. What only ``introduces`` others says nothing without them. What is ``displayed`` stands in a
    fenced block: something to copy, or an example, and no rule.
    """

    passage: Passage
    start: int
    end: int
    header: str = ""
    leads: tuple[tuple[int, int], ...] = ()
    carried: tuple[str, ...] = ()
    introduces: bool = False
    displayed: bool = False

    @property
    def quote(self) -> str:
        """The exact words of the document."""
        return self.passage.text[self.start : self.end]

    @property
    def readable(self) -> str:
        """The words without Markdown, behind the lines that they stand under; a row as ``Column: value`` pairs."""
        chinese = self.passage.language == "zh"
        return ("" if chinese else " ").join([*(_closed(lead, chinese=chinese) for lead in self._led_by()), self.own])

    @property
    def own(self) -> str:
        """The same without the lines that it stands under."""
        return readable_row(self.quote, self.header) if self.header else shown(self.quote)

    @property
    def asked(self) -> str:
        """The question that it stands right under, as a reader sees it; empty where it stands under none."""
        leads = self._led_by()
        return leads[-1] if leads and ASKS.search(leads[-1]) else ""

    @property
    def speaks(self) -> bool:
        """Whether it says something by itself to a reader, as a short answer does under its question.

        Questions, introductions and bare titles do not, nor what says where to read on.
        """
        if self.introduces or self.own in {self.passage.title, self.passage.heading, *self.passage.heading_path}:
            return False
        if self.header or _ROW.match(self.quote):
            return says_something(self.quote)
        if NOTHING.fullmatch(self.own) or _SEE_ALSO.match(self.own):
            return False
        if INTRODUCES.search(self.quote):
            return _weight(_POINTING.sub(" ", self.own)) >= _FEWEST_OF_AN_INTRODUCTION
        return self._says_enough()

    def _says_enough(self) -> bool:
        leads = self._led_by()
        led = bool(leads) and not _ELSEWHERE.match(leads[-1])
        if _TITLE.match(self.quote) and not _WHOLE_SENTENCE.search(self.quote):
            return led or (bool(ENDS.search(self.quote)) and _weight(self.own) >= _FEWEST_OF_A_LINK)
        if ASKS.search(self.quote):
            return led and not ASKS.search(leads[-1])  # the next question of a FAQ is no answer
        if led or ENDS.search(self.quote) or (self.passage.heading_path and self._is_item()):
            return True
        return (len(terms(self.own)) >= _FEWEST_TERMS and not self._begins_document()) or any(
            map(str.isdigit, self.quote)
        )

    def _begins_document(self) -> bool:
        """Whether it is a document's first line, above others: its title, where that looks like any other line."""
        text = self.passage.text
        return self.passage.start == 0 and not text[: self.start].strip() and bool(text[self.end :].strip())

    def _led_by(self) -> list[str]:
        return [*map(plain, self.carried), *(plain(self.passage.text[start:end]) for start, end in self.leads)]

    def _is_item(self) -> bool:
        line = self.passage.text.rfind("\n", 0, self.start) + 1
        return bool(_MARKED_ITEM.search(self.passage.text[line : self.start]))


def split_sentences(passage: Passage) -> list[Sentence]:
    """The passage's quotable units in order; headings and rules are none."""
    found: list[Sentence] = []
    read = blocks(passage.text)
    headers = [passage.context[block.body : block.end] for block in blocks(passage.context) if block.mark == "|"]
    header, leads = headers[0] if headers else "", Leads(passage.context)
    for before, block, following in zip([None, *read], read, [*read[1:], None], strict=False):
        if block.kind == "header" or (not header and _heads(passage, before, block, following)):
            header = passage.text[block.body : block.end]
            leads.enter(block)
        elif block.kind == "row":
            found += _row(passage, block, header, leads)
        else:
            header = ""
            found += _sentences(passage, block, leads, following)
    return found


def _heads(passage: Passage, before: Block | None, row: Block, following: Block | None) -> bool:
    """Whether a row that nothing aligns is a header all the same: the first of several, and without a figure."""
    first = row.kind == "row" and (before is None or before.kind != "row")
    figures = any(map(str.isdigit, passage.text[row.body : row.end]))
    return first and not figures and following is not None and following.kind == "row"


def _row(passage: Passage, block: Block, header: str, leads: Leads) -> Iterator[Sentence]:
    """The units of a table's row: itself, or some of its cells at a time."""
    under = leads.of(passage.text, block, [(block.body, block.end)], None)
    spans, carried = _apart(under.each[0])
    for part in parts(passage.text, block.body, block.end, header):
        yield Sentence(passage, part.start, part.end, part.header, spans, (*carried, *part.named))


def _sentences(passage: Passage, block: Block, leads: Leads, following: Block | None) -> Iterator[Sentence]:
    """The sentences of a paragraph or an item."""
    spans = spans_of(passage.text, block)
    if _PAIRS.match(passage.text, block.body, block.end):
        spans = pieces(passage.text, block.body, block.end)
    under = leads.of(passage.text, block, spans, following)
    for place, (span, leads_of_it) in enumerate(zip(spans, under.each, strict=False)):
        led = _apart(leads_of_it)
        yield Sentence(passage, *span, "", *led, introduces=place in under.leading, displayed=block.displayed)


def _apart(leads: tuple[Lead, ...]) -> tuple[tuple[tuple[int, int], ...], tuple[str, ...]]:
    """The leads that stand in the passage by their spans, the others by their words."""
    return tuple(lead.span for lead in leads if lead.span), tuple(lead.words for lead in leads if not lead.span)


def _closed(lead: str, *, chinese: bool) -> str:
    """A lead with a mark at its end."""
    if not lead or ASKS.search(lead) or ENDS.search(lead) or INTRODUCES.search(lead):
        return lead
    return lead + ("：" if chinese else ":")


def _weight(text: str) -> float:
    """How much a text says: content terms of Latin words, and its Chinese characters, two and a half for a word."""
    return len(terms(_CHINESE.sub(" ", text))) + len(_CHINESE.findall(text)) / 2.5
