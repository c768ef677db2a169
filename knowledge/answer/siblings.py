"""One rule for several sites, countries or roles, each with its own figures: which of them a question means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from knowledge.answer.reading import READ, Evidence, covered_by
from knowledge.index.index_text import place_of
from knowledge.language.ranges import holds
from knowledge.language.sentences import Sentence
from knowledge.language.text import numbers, terms

ALIKE: Final = 0.75
"""Share of the longer one's terms, figures aside, that both of two such sentences say."""


def of_the_one_asked(question: str, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence with the sentence first whose section says the most of the question, and not its siblings.

    Under "Site Brno" and "Site Turin" the same sentence stands with other figures: as an embedder and a reader see
    them, one answers as well as the other. Where their sections say as much of the question, all stay as they are.
    """
    if not evidence:
        return ()
    family = [one for one in evidence[:READ] if one is evidence[0] or are_siblings(evidence[0].sentence, one.sentence)]
    within = len({one.sentence.passage.document_id for one in family}) == 1
    said = [_covered(question, one.sentence, within=within) for one in family]
    most = max(said)
    others = {id(one) for one, share in zip(family, said, strict=True) if share < most}
    if not others:
        return tuple(evidence)
    meant = next(one for one, share in zip(family, said, strict=True) if share == most)
    return (meant, *(one for one in evidence if one is not meant and id(one) not in others))


def of_the_amount_asked(question: str, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence with the row first whose range holds the question's amount, and not the others of its table.

    "Over 500" may be nearer to "more than 10,000" in words; which row is for it is no matter of words. Where the first
    is no row of a table, or none of its table holds the amount, all stay as they are.
    """
    if not evidence or not evidence[0].sentence.header:
        return tuple(evidence)
    rows = [one for one in evidence if _table(one.sentence) == _table(evidence[0].sentence)]
    held = next((one for one in rows if holds(question, one.sentence.readable)), None)
    if held is None:
        return tuple(evidence)
    others = {id(one) for one in rows if one is held or holds(question, one.sentence.readable) is False}
    return (replace(held, score=evidence[0].score), *(one for one in evidence if id(one) not in others))


def _table(sentence: Sentence) -> tuple[str, str]:
    return sentence.passage.document_id, sentence.header


def are_siblings(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences of different sections or pages differ in their figures and in little else."""
    if _around(one) == _around(other) or numbers(one.own) == numbers(other.own):
        return False
    first, second = _words(one), _words(other)
    return len(first & second) >= ALIKE * max(len(first), len(second), 1)


def _covered(question: str, sentence: Sentence, *, within: bool) -> float:
    """The share of the question that is said around a sentence; ``within`` one document, its title is of none of them.

    The title is often what heads the first of them.
    """
    passage = sentence.passage
    headings = " ".join(passage.heading_path)
    place = headings if within and headings else place_of(passage)
    return covered_by(question, f"{place} {_around(sentence)[-1]}", passage)


def _around(sentence: Sentence) -> tuple[str, int, str]:
    """What stands around a sentence: its passage, and of that the page that it is on, with the words of both."""
    passage = sentence.passage
    at = passage.start + sentence.start
    first = max((one for one in passage.page_breaks if one <= at), default=passage.start)
    last = min((one for one in passage.page_breaks if one > at), default=passage.end)
    return passage.id, first, f"{passage.context} {passage.text[first - passage.start : last - passage.start]}"


def _words(sentence: Sentence) -> frozenset[str]:
    return frozenset(term for term in terms(sentence.own) if not term[0].isdigit())
