"""Reads all that was found: every quotable sentence gets a score for how well it answers the question by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile
from typing import Final

import numpy as np

from knowledge.domain import Passage, Retrieved
from knowledge.index.editions import without_replaced
from knowledge.index.index_text import place_of, sentence_text
from knowledge.language.clauses import beside_clauses, clauses_in, least_sure
from knowledge.language.codes import codes_in
from knowledge.language.gloss import gloss
from knowledge.language.numbered import strength
from knowledge.language.ranges import holds
from knowledge.language.sentences import Sentence, split_sentences
from knowledge.language.text import letters_of, own_words, question_terms, terms
from knowledge.ports import Embedder, Reader, Vectors

READ: Final = 8
"""Sentences, the best ones, that a reader reads: of ten that answer, nine are among them."""
READS: Final = "reads"
"""Its weight's name."""
RANGE: Final = "range"
"""The name of the sign of whether an amount that the question names lies in a range of the sentence."""
_HELD: Final = {True: 1.0, False: -1.0, None: 0.0}
_COSINES: Final = {"cosine": "cosine", "highest": "cosine", "meaning": "meaning"}
"""The signs that are cosines, and by whose spread each is counted."""
_LEAST_SPREAD: Final = 0.15
"""Of cosines, as a share of the way from their mean to 1: few sentences may lie close together by chance."""
MARGIN: Final = 1.5
"""Log-odds: evidence this much less likely to answer than the first is about something else."""
_FEWEST_LETTERS: Final = 8
"""Of a sentence; a shorter one may stand in another by chance."""
_NAMED: Final = 0.65
"""Share of words that a title and headings say which name them."""
_BEST: Final = 3
"""Sentences of a passage by which it is told how close the closest of it are."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with how well it answers. ``similarity`` is its cosine to the question by the tuned embedder.

    ``score`` is a log-odds: of two sentences, by how much the one is likelier to be the answer. ``reads`` is the
    reader's log-odds that it answers; of a sentence that was not read, no more than of those that were.
    """

    sentence: Sentence
    score: float
    similarity: float
    reads: float = 0.0


def read(  # noqa: PLR0913, PLR0917 - what is asked, and when; what was found and said before; what it is weighed by
    question: str,
    found: Sequence[Retrieved],
    embedder: Embedder,
    weights: Mapping[str, float],
    said: Sequence[str] = (),
    today: str = "",
) -> tuple[Evidence, ...]:
    """Return every sentence of the passages found and of their neighbours, best first.

    A question that follows up asks for something that the answers before it, ``said``, do not say. It is asked on
    ``today``, see `editions.day_of`.
    """
    evidence = ranked(look_at(question, found, embedder, today), weights)
    reader = embedder.reader if READS in weights else None
    if reader:
        evidence = weighed(evidence, read_together(question, evidence[:READ], reader), weights[READS])
    alone = own_words(question)
    if alone == question or not evidence:
        return evidence
    first, *others = new_first(evidence, said)
    return (read_as_well(alone, first, reader), *others)


def read_as_well(alone: str, evidence: Evidence, reader: Reader | None) -> Evidence:
    """Return evidence for a follow-up with the mean of what the reader says for that with its thread and ``alone``.

    With its thread, what was asked before it is read as well, which was answered: so nearly all seems to be.
    """
    if reader is None:
        return evidence
    return replace(evidence, reads=(evidence.reads + read_together(alone, [evidence], reader)[0]) / 2)


def new_first(evidence: Sequence[Evidence], said: Sequence[str]) -> tuple[Evidence, ...]:
    """Return the evidence with the sentences behind the others that an earlier answer, one of ``said``, has shown."""
    shown = " ".join(map(letters_of, said))
    return tuple(sorted(evidence, key=lambda one: _is_among(one.sentence, shown)))


def _is_among(sentence: Sentence, shown: str) -> bool:
    letters = letters_of(sentence.own)
    return len(letters) >= _FEWEST_LETTERS and letters in shown


def nearly_as_likely(evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    """Yield the first, and those after it that answer nearly as likely."""
    return takewhile(lambda item: item.score >= evidence[0].score - MARGIN, evidence)


def read_together(question: str, evidence: Sequence[Evidence], reader: Reader) -> Sequence[float]:
    """Return the reader's log-odds of these sentences."""
    return reader.log_odds(question, [sentence_text(one.sentence) for one in evidence])


def weighed(evidence: Sequence[Evidence], read: Sequence[float], weight: float) -> tuple[Evidence, ...]:
    """Return the evidence, of which the first was read, with the reader's word in its scores, best first.

    What was not read stays behind what was.
    """
    best = [
        replace(one, score=one.score + weight * log_odds, reads=log_odds)
        for one, log_odds in zip(evidence, read, strict=False)
    ]
    lowest = min(read, default=0.0)
    floor = min((one.score for one in best), default=0.0)
    first_unread = evidence[len(best)].score if len(evidence) > len(best) else 0.0
    others = [replace(one, score=floor + one.score - first_unread, reads=lowest) for one in evidence[len(best) :]]
    return (*sorted(best, key=lambda item: item.score, reverse=True), *others)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence and what speaks for and against its being the answer, as numbers that a fit weighs.

    See `_signs`; ``cosine`` is its own, ``highest`` the mean of the closest of its passage. ``similarity`` is its
    cosine as it is.
    """

    sentence: Sentence
    similarity: float
    signs: Mapping[str, float]


def ranked(candidates: Sequence[Candidate], weights: Mapping[str, float]) -> tuple[Evidence, ...]:
    """Return the candidates with their scores, best first; of equals, the one that was found first."""
    evidence = [
        Evidence(one.sentence, sum(weights.get(name, 0.0) * value for name, value in one.signs.items()), one.similarity)
        for one in candidates
    ]
    return tuple(sorted(evidence, key=lambda item: item.score, reverse=True))


def look_at(question: str, found: Sequence[Retrieved], embedder: Embedder, today: str = "") -> list[Candidate]:
    """Return all candidates in the order in which they were found. What an edition in force replaced is none."""
    in_force = without_replaced(question, found, today)
    codes = codes_in(question)
    candidates = [
        one
        for place, retrieved in enumerate(in_force)
        for passage in (retrieved.passage, *retrieved.neighbours)
        for one in _candidates(question, retrieved, passage, place, embedder)
        if not codes or _is_of(codes, one.sentence)
    ]
    candidates = _in_clause(question, candidates)
    held = any(one.signs[RANGE] > 0 for one in candidates)
    return _in_spreads(candidates if held else list(map(_without_limits, candidates)))


def _in_spreads(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Count their cosines in standard deviations, so that one fit ranks by any embedder's.

    One puts all of a question's between .8 and .9, another between 0 and .7. On organisations left out, a fit to
    these is worth what one to the cosines themselves is.
    """
    spreads = {name: _spread([one.signs[name] for one in candidates]) for name in set(_COSINES.values()) if candidates}
    return [
        replace(one, signs={**one.signs, **{name: one.signs[name] / spreads[by] for name, by in _COSINES.items()}})
        for one in candidates
    ]


def _spread(cosines: Sequence[float]) -> float:
    """Their standard deviation, or the least that counts."""
    return max(float(np.std(cosines)), _LEAST_SPREAD * (1 - float(np.mean(cosines)))) or 1.0


def _without_limits(candidate: Candidate) -> Candidate:
    """What speaks against it only beside another row of its table, taken away: alone, it may be the limit asked for."""
    return replace(candidate, signs={**candidate.signs, RANGE: 0.0}) if candidate.signs[RANGE] else candidate


def _is_of(codes: frozenset[str], sentence: Sentence) -> bool:
    """Whether a sentence names one of the codes, or none at all."""
    named = codes_in(sentence.readable)
    return not named or bool(named & codes)


def _in_clause(question: str, candidates: list[Candidate]) -> list[Candidate]:
    """Return those that stand in the clause that the question names; all where none does."""
    clauses = clauses_in(question)
    if not clauses:
        return candidates
    sure = [(strength(clauses, one.sentence.passage, one.sentence.start), one) for one in candidates]
    named = [one for one in sure if one[0] and names_place(beside_clauses(question), one[1].sentence.passage)]
    least = least_sure(question, [strong for strong, _ in named or sure])
    return [one for strong, one in named or sure if strong >= least]


def names_place(said: str, passage: Passage) -> bool:
    """Whether words say of what document or section a passage is, and next to nothing else."""
    return bool(question_terms(said)) and covered_by(said, place_of(passage), passage) >= _NAMED


def _cosines_of(sentences: Sequence[Sentence], question: str, embedder: Embedder) -> Vectors:
    """Return the cosines of sentences that no index has, shape (len(sentences),)."""
    vectors = embedder.tuned.embed_passages([sentence_text(sentence) for sentence in sentences])
    cosines: Vectors = vectors @ embedder.tuned.embed_queries([question])[0]
    return cosines


def _candidates(
    question: str, retrieved: Retrieved, passage: Passage, place: int, embedder: Embedder
) -> list[Candidate]:
    sentences = split_sentences(passage)
    if not sentences:
        return []
    cosines = retrieved.sentences.get(passage.id, ())
    if len(cosines) != len(sentences):
        cosines = tuple(_cosines_of(sentences, question, embedder).tolist())
    highest = float(np.mean(sorted(cosines)[-_BEST:]))
    return [
        Candidate(
            sentence, cosine, _signs(question, sentence, retrieved, place) | {"cosine": cosine, "highest": highest}
        )
        for sentence, cosine in zip(sentences, cosines, strict=True)
        if sentence.speaks
    ]


def _signs(question: str, sentence: Sentence, retrieved: Retrieved, place: int) -> dict[str, float]:
    """What else speaks for a sentence.

    ``meaning``: the cosine of its passage by the embedder's own form. ``rank``: falls with the place of the passage.
    ``words``: the share of the question's words that it says. ``range``: whether its ranges hold an amount of the
    question, 1, or none of it, -1; 0 where it has none of that kind. What is asked for (an amount, a person), headings,
    names, neighbours, length and form were tried as signs as well, and did not pay on organisations left out.
    """
    said = sentence.readable
    return {
        "meaning": retrieved.dense or 0.0,
        "rank": 1 / (1 + place),
        "words": covered_by(question, said, sentence.passage),
        RANGE: _HELD[holds(question, said)],
    }


def covered(question: str, sentence: Sentence) -> float:
    """The share of the question that the sentence says with its headings, by meanings where its language is another."""
    passage = sentence.passage
    return covered_by(question, f"{place_of(passage)} {sentence.readable}", passage)


def covered_by(question: str, said: str, passage: Passage) -> float:
    """The share of the question's words that a text says; of their meanings where it is in another language."""
    glossed = gloss(question, passage.language)
    if glossed:
        return glossed.share(_terms(said))
    last = own_words(question)  # of a follow-up, they count as much as all of it
    return (_share(_asked_terms(question), _terms(said)) + _share(_asked_terms(last), _terms(said))) / 2


@lru_cache(maxsize=64)
def _asked_terms(question: str) -> frozenset[str]:
    return frozenset(question_terms(question))


@lru_cache(maxsize=8192)
def _terms(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def _share(asked: frozenset[str], said: frozenset[str]) -> float:
    return len(asked & said) / len(asked) if asked else 0.0
