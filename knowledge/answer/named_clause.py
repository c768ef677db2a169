"""Questions for a clause by its number: what it says, in the document's order, and nothing from anywhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.answer.claims import Claim
from knowledge.answer.passages import merged
from knowledge.answer.quotes import LONGEST, LONGEST_IN_LETTERS, MOST, listed
from knowledge.answer.reading import Evidence, covered, names_place
from knowledge.domain import Passage, Retrieved
from knowledge.language.clauses import Clause, beside_clauses, clauses_in
from knowledge.language.numbered import strength
from knowledge.language.sentences import Sentence, split_sentences
from knowledge.language.text import question_terms

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
    rest, first = beside_clauses(question), evidence[0].sentence if evidence else None
    is_there = first is not None and strength(clauses, first.passage, first.start) > 0
    if not question_terms(rest):
        return is_there
    return True if first and is_there and (names_place(rest, first.passage) or covered(rest, first) == 1) else None


def clause(question: str, evidence: Sequence[Evidence], found: Sequence[Retrieved]) -> list[Claim]:
    """What the clause says that a question asks for, one claim a section; nothing where it asks for something else."""
    if not evidence or not tells_clause(question, evidence):
        return []
    first, rest = evidence[0].sentence, beside_clauses(question)
    if question_terms(rest) and not names_place(rest, first.passage):
        return []
    of_document = (one for one in merged(found) if one.document_id == first.passage.document_id)
    longest = TIMES_LONGER * LONGEST.get(first.passage.language, LONGEST_IN_LETTERS)
    claims: list[Claim] = []
    for passage in sorted(of_document, key=lambda one: one.start):
        said = list(_shortened(_inside(clauses_in(question), passage), longest - sum(len(one.text) for one in claims)))
        claims += [listed(said)] if said else []
    return claims[:MOST]


def _inside(clauses: Sequence[Clause], passage: Passage) -> Iterator[Sentence]:
    surest = strength(clauses, passage)
    for sentence in split_sentences(passage):
        if surest and strength(clauses, passage, sentence.start) == surest:
            yield sentence


def _shortened(sentences: Iterator[Sentence], longest: int) -> Iterator[Sentence]:
    """Yield the sentences as long as they are no longer together; the first whatever its length."""
    length = 0
    for place, sentence in enumerate(sentences):
        length += len(sentence.own)
        if longest <= 0 or (place and length > longest):
            return
        yield sentence
