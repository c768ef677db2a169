"""Checks one sentence of an answer against the sentences it was drawn from.

A claim is supported when one sentence of a document holds everything it says in the order in which it says it: nearly
all of its content words as a subsequence, all of its numbers with their units and bounds, all of its names, the same
polarity. It must also leave nothing out but whole clauses: "the bonus is €19,500" is not what "the bonus of executives
is €19,500" says, and who takes words from two clauses may say what neither does. Words cannot prove meaning; they can
refuse what the source does not say. In doubt the claim is refused and the source quoted instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from knowledge.domain import Citation
from knowledge.language.quantities import quantities
from knowledge.language.sentences import Sentence
from knowledge.language.text import names, negated, normalise, numbers, terms

COVERAGE: Final = 0.9
"""Share of a claim's content terms that its source must hold in the same order. At .8, in any order or over two
sentences, "30 days after the last day of the report" passed for "… after the expense; for a trip, … its last day"."""

MIN_TERMS: Final = 2
"""A claim with fewer content terms says nothing that could be checked."""

_UNIVERSAL: Final = re.compile(
    r"\b(?:all|every|everyone|each|any|always|never|nobody|none)\b|所有|全体|任何|一律|每", re.IGNORECASE
)
_MARKS: Final = re.compile(r"[\W_\d]{0,12}")
"""What may stand between a sentence and the line that leads it: white space, and the mark of an item."""
_CLAUSE_END: Final = re.compile("[;；]")
_EXCEPTS: Final = re.compile(
    r"\W*(?:(?:except|unless|but|however|only|otherwise|provided)\b|除|但|不过|否则|确需|仅|如)", re.IGNORECASE
)
_BOUND: Final = re.compile(
    r"\b(at most|at least|up to|(?:no|not) (?:more|less|fewer|later|earlier) than|more than|less than|fewer than|over"
    r"|under|within|until|by|before|after|maximum|minimum)(?: of)?(?: the)?(?: [€$£¥])? ?(\d+(?:\.\d+)*)"
    r"|(至少|至多|最多|最少|不超过|不少于|不低于|超过|满|不满|少于) ?(\d+(?:\.\d+)*)"
)


@dataclass(frozen=True)
class Source:
    """A quote that backs a claim: one sentence, or the sentences of one list."""

    sentences: tuple[Sentence, ...]

    @property
    def quote(self) -> str:
        """The exact words of the document: a list from its first sentence to its last, one sentence with what leads it.

        What lies between the lines that it stands under and the sentence is left out.
        """
        text, first, end = self.sentences[0].passage.text, self.sentences[0], self.sentences[-1].end
        if len(self.sentences) > 1 or not first.leads:
            return text[first.start : end]
        spans = [*first.leads, (first.start, end)]
        quoted = text[slice(*spans[0])]
        for (_, before), (start, until) in pairwise(spans):
            between = text[before:start]
            quoted += text[before:until] if _MARKS.fullmatch(between) else f"\n…\n{text[start:until]}"
        return quoted

    @cached_property
    def text(self) -> str:
        """What the quote says under its title and heading, without which a table or a list is mute."""
        passage = self.sentences[0].passage
        return f"{passage.title} {passage.heading} {self.said}"

    @cached_property
    def said(self) -> str:
        """What the quote alone says."""
        return " ".join(sentence.readable for sentence in self.sentences)

    @cached_property
    def terms(self) -> list[str]:
        """Content terms of `text`, in order."""
        return terms(self.text)

    def citation(self, number: int) -> Citation:
        """What a reader sees of it under this number."""
        first = self.sentences[0]
        passage = first.passage
        return Citation(
            number,
            passage.document_id,
            passage.title,
            passage.heading,
            self.quote,
            passage.url,
            passage.page_at(first.start),
        )


def checkable(claim: str) -> bool:
    """Whether the claim says enough to be checked; an introduction such as "The rules are:" says nothing."""
    return len(terms(claim)) >= MIN_TERMS and not claim.rstrip().endswith((":", "："))


def supporting(claim: str, candidates: Sequence[Source]) -> Source | None:
    """The source that backs the claim best, or None: then the claim must not be shown."""
    if not checkable(claim):
        return None
    claimed = terms(claim)
    whole = bool(_UNIVERSAL.search(claim))
    fitting = [
        source for source in candidates if _compatible(claim, source) and _complete(claimed, source, whole=whole)
    ]
    scored = [(_coverage(claimed, source), -place) for place, source in enumerate(fitting)]
    coverage, place = max(scored, default=(0.0, 0))
    return fitting[-place] if coverage >= COVERAGE else None


def _coverage(claimed: Sequence[str], source: Source) -> float:
    """Length of the longest common subsequence over the claim's length."""
    row = [0] * (len(source.terms) + 1)
    for term in claimed:
        diagonal = 0
        for place, said in enumerate(source.terms, start=1):
            diagonal, row[place] = row[place], diagonal + 1 if term == said else max(row[place], row[place - 1])
    return row[-1] / len(claimed)


def _compatible(claim: str, source: Source) -> bool:
    """Whether nothing exact in the claim contradicts the source: numbers, units, names, polarity."""
    return (
        numbers(claim) <= numbers(source.text)
        and quantities(claim) <= quantities(source.text)
        and {bound for bound in bounds(source.said) if bound[1] in numbers(claim)} <= bounds(claim)
        and names(claim) <= set(source.terms)
        and negated(claim) == negated(source.said)
    )


def _complete(claimed: Sequence[str], source: Source, *, whole: bool) -> bool:
    """Whether the claim says all content words of the quote, or of clauses of it with their exceptions, and no others.

    Nothing less than the whole where the quote is a row or the claim is about all or none.
    """
    whole = whole or any(sentence.header for sentence in source.sentences)
    clauses = [source.said] if whole else _CLAUSE_END.split(source.said)
    kept = [Counter(terms(clause)) <= Counter(claimed) for clause in clauses]
    if any(kept[place] and _EXCEPTS.match(after) for place, after in enumerate(clauses[1:]) if not kept[place + 1]):
        return False
    borne = "; ".join(clause for clause, said in zip(clauses, kept, strict=True) if said)
    named = frozenset(terms(f"{source.text.removesuffix(source.said)} {borne}"))
    return bool(terms(borne)) and sum(term in named for term in claimed) >= COVERAGE * len(claimed)


def bounds(text: str) -> frozenset[tuple[str, str]]:
    """Numbers with the bound before them, so that ``at most 12 hours`` never becomes ``12 hours``."""
    found = _BOUND.findall(normalise(text))
    return frozenset((english or chinese, digits or digits_zh) for english, digits, chinese, digits_zh in found)
