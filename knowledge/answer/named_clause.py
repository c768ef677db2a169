"""Questions for a clause by its number: what it says, in the document's order, and nothing from anywhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.answer.claims import Claim
from knowledge.answer.passages import merged
from knowledge.answer.quotes import MOST, listed, longest
from knowledge.answer.reading import Evidence, covered, names_place
from knowledge.domain import Passage, Retrieved
from knowledge.language.clauses import Clause, beside_clauses, clauses_in, only_clauses
from knowledge.language.numbered import strength
from knowledge.language.sentences import Sentence, split_sentences

TIMES_LONGER: Final = 2
"""A clause may be this much longer than other quotes before it is cut at a sentence; the link shows the rest."""


def tells_clause(question: str, evidence: Sequence[Evidence]) -> bool | None:
    """Whether the first evidence is what a question for a clause asks for; None where one must judge by other signs.

    "What does § 5 say?" is answered by § 5 and by nothing that is only near it, whatever an embedder makes of numbers;
    "§ 5 on dogs" by what says "dogs" there.
    """
    clauses = clauses_in(question)
    if not clauses:
        return None
    first = evidence[0].sentence if evidence else None
    is_there = first is not None and strength(clauses, first.passage, first.start) > 0
    if only_clauses(question):
        return is_there
    rest = beside_clauses(question)
    return True if first and is_there and (names_place(rest, first.passage) or covered(rest, first) == 1) else None


def clause(question: str, evidence: Sequence[Evidence], found: Sequence[Retrieved]) -> list[Claim]:
    """What the clause says that a question asks for, one claim a section; nothing where it asks for something else."""
    if not evidence or not tells_clause(question, evidence):
        return []
    first = evidence[0].sentence
    if not (only_clauses(question) or names_place(beside_clauses(question), first.passage)):
        return []
    of_document = (one for one in merged(found) if one.document_id == first.passage.document_id)
    most = TIMES_LONGER * longest(first.passage.language)
    claims: list[Claim] = []
    for passage in sorted(of_document, key=lambda one: one.start):
        said = list(_shortened(_inside(clauses_in(question), passage), most - sum(len(one.text) for one in claims)))
        claims += [listed(said)] if said else []
    return claims[:MOST]


def _inside(clauses: Sequence[Clause], passage: Passage) -> Iterator[Sentence]:
    surest = strength(clauses, passage)
    for sentence in split_sentences(passage):
        if surest and strength(clauses, passage, sentence.start) == surest:
            yield sentence


def _shortened(sentences: Iterator[Sentence], most: int) -> Iterator[Sentence]:
    """Yield the sentences as long as they are no longer together; the first whatever its length."""
    length = 0
    for place, sentence in enumerate(sentences):
        length += len(sentence.own)
        if most <= 0 or (place and length > most):
            return
        yield sentence
