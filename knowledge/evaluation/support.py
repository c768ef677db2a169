"""Whether each sentence of an answer stands in what the answer quotes: counted by words alone, apart from grounding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.domain import Answer, Citation, Retrieved
from knowledge.evaluation.predictions import Prediction, Support
from knowledge.language.phrases import CONFLICT, FIGURES, NEWEST_FIRST, OTHER_LANGUAGE, OTHERWISE
from knowledge.language.quantities import without_emphasis
from knowledge.language.sentences import plain, sentence_ends
from knowledge.language.text import numbers, terms

COVERAGE: Final = 0.9
"""Share of a sentence's content terms that one quote must hold, with all of its numbers."""

OUR_WORDS: Final = tuple(
    words for phrase in (OTHER_LANGUAGE, CONFLICT, NEWEST_FIRST, OTHERWISE) for words in phrase.values()
)
"""Sentences of the product's own, which claim nothing about a policy."""

_FROM_POLICIES: Final = ("answer", "conflict")
_FIGURES: Final = "|".join(re.escape(words).replace(r"\{figures\}", "[^()（）]+") for words in FIGURES.values())
MARKER: Final = re.compile(rf"\s*\[\d+\](?P<figures>(?:{_FIGURES})?)")
"""A citation mark, with the figures that are repeated behind it in another language."""
_ITEM: Final = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•])\s+")
_ROW: Final = re.compile(r"^\s*\|")


def without_markers(text: str) -> str:
    """An answer's text without bold and ``[1]``, and without figures repeated in another language behind it."""
    return MARKER.sub("", without_emphasis(text))


def sentences(text: str) -> Iterator[str]:
    """The sentences of an answer that claim something, without citation markers and list numbers."""
    rest = without_emphasis(text)
    for words in OUR_WORDS:
        rest = rest.replace(words, "\n")
    rest = MARKER.sub("\n", rest) + "\n"  # a marker ends what it stands for, also where no full stop does
    while (end := sentence_ends(rest)) is not None:
        sentence, rest = _ITEM.sub("", rest[:end]).strip(), rest[end:]
        if terms(sentence) and not sentence.endswith((":", "：")):
            yield sentence


def claims(said: Prediction) -> list[str]:
    """The sentences that claim something of the policies; a greeting or general knowledge is no such answer."""
    return list(sentences(said.text)) if said.kind in _FROM_POLICIES else []


def unsupported(said: Prediction) -> list[str]:
    """The claims whose words are in no quote."""
    quotes = [(frozenset(terms(one.words)), numbers(one.words)) for one in said.support]
    return [claim for claim in claims(said) if not any(_covered(claim, *quote) for quote in quotes)]


def support_of(answer: Answer) -> tuple[Support, ...]:
    """What each citation's sentence may be said from."""
    return tuple(
        Support(citation.document, citation.quote, _words(citation, answer.retrieved)) for citation in answer.citations
    )


def _covered(sentence: str, words: frozenset[str], figures: frozenset[str]) -> bool:
    claimed = terms(sentence)
    enough = sum(term in words for term in claimed) >= COVERAGE * len(claimed)
    return enough and numbers(sentence) <= figures


def _words(citation: Citation, found: Sequence[Retrieved]) -> str:
    lines = [citation.title, *_dates(citation, found), citation.heading, *_header(citation, found), citation.quote]
    return "\n".join(plain(line) for line in lines)


def _dates(citation: Citation, found: Sequence[Retrieved]) -> Iterator[str]:
    """When the document took effect: where two contradict each other, the answer says so."""
    for one in found:
        if one.passage.document_id == citation.document and one.passage.effective:
            yield one.passage.effective


def _header(citation: Citation, found: Sequence[Retrieved]) -> list[str]:
    """The header of the table that the quote is a row of: an answer reads a row as ``column: value``."""
    if not _ROW.match(citation.quote):
        return []
    parts = (part for one in found for part in one.parts if part.document_id == citation.document)
    for part in parts:
        before, quoted, _ = f"{part.context}\n{part.text}".partition(citation.quote)
        if quoted:
            rows: list[str] = []
            for line in before.splitlines():
                rows = [*rows, line] if _ROW.match(line) else [] if line.strip() else rows
            return rows[:1]
    return []
