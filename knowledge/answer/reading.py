"""Finds the sentences of the retrieved passages that answer the question best, and how sure one may be of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from statistics import fmean
from typing import Final

from knowledge.answer.passages import PASSAGES, merged
from knowledge.domain import Language, Passage, Retrieved
from knowledge.index.editions import without_replaced
from knowledge.language.gloss import gloss, with_gloss
from knowledge.language.quantities import expects_amount, has_amount
from knowledge.language.sentences import Sentence, split_sentences
from knowledge.language.text import language_of, latin, names, question_terms, terms
from knowledge.ports import Embedder, Vectors

SENTENCES: Final = 24
"""Sentences embedded per question, the lexically nearest first: embedding is what this step costs."""

_COVERAGE_WEIGHT: Final = 0.05
_RANK_WEIGHT: Final = 0.02
_NAME_WEIGHT: Final = 0.02
_AMOUNT_WEIGHT: Final = 0.02
_QUESTION_WEIGHT: Final = 0.03
_DISPLAYED_WEIGHT: Final = 0.1
_FOREIGN_WEIGHT: Final = 0.03
"""By about how much the cosine of a sentence is lower for being in another language than the question."""
_BEFORE_WEIGHT: Final = 0.1
_SIDE_BY_SIDE: Final = 8
"""Characters between two sentences of one paragraph, or two items of a list."""
_UNKNOWN_BEFORE: Final = 0.02
"""A sentence whose predecessor was not looked at is taken to follow one that much worse than itself."""
_NOTHING_TO_COMPARE: Final = 0.5
_FAR_AHEAD: Final = 0.1
"""Where no other document has evidence."""
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with its fitness to answer. ``similarity`` is its cosine to the question."""

    sentence: Sentence
    score: float
    similarity: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Evidence, best first, and the `signs` that it answers the question at all; both empty where nothing was found."""

    evidence: tuple[Evidence, ...]
    signs: Mapping[str, float]


def rank(question: str, found: Sequence[Retrieved], embedder: Embedder) -> Ranking:
    """Rank the sentences of the best passages against the question."""
    in_force = without_replaced(question, found, datetime.now(UTC).date().isoformat())
    candidates = _candidates(question, merged(in_force))
    if not candidates:
        return Ranking((), {})
    similarities = _similarities(question, [sentence for sentence, _ in candidates], embedder)
    measured = [
        (sentence, prior, float(cosine)) for (sentence, prior), cosine in zip(candidates, similarities, strict=True)
    ]
    evidence = [
        Evidence(sentence, similarity + prior + _BEFORE_WEIGHT * _before(sentence, similarity, measured), similarity)
        for sentence, prior, similarity in measured
    ]
    evidence.sort(key=lambda item: item.score, reverse=True)
    return Ranking(tuple(evidence), signs(question, found, evidence))


def _similarities(question: str, sentences: Sequence[Sentence], embedder: Embedder) -> Vectors:
    vectors = embedder.embed_passages([_context(sentence) for sentence in sentences])
    glossed = gloss(question, "en")
    asked = embedder.embed_queries([question, glossed.text] if glossed else [question])
    cosines: list[Vectors] = [vectors @ vector for vector in asked]
    if glossed is None:
        return cosines[0]
    return with_gloss(cosines[0], cosines[1], [sentence.passage.language for sentence in sentences])


def _candidates(question: str, passages: Sequence[Passage]) -> list[tuple[Sentence, float]]:
    """Sentences with what words, rank and kind say for them, the best `SENTENCES` of them."""
    named = names(question)
    scored = [
        (sentence, _COVERAGE_WEIGHT * covered(question, sentence) + standing)
        for passage, standing in ((each, _standing(place, each, named)) for place, each in enumerate(passages))
        for sentence in split_sentences(passage)
        if sentence.speaks
    ]
    best = sorted(scored, key=lambda pair: pair[1], reverse=True)[:SENTENCES]
    return [(sentence, prior + _fitness(question, sentence)) for sentence, prior in best]


def _standing(place: int, passage: Passage, named: frozenset[str]) -> float:
    """What all sentences of a passage share: its rank, and that it is about whom or what the question names."""
    said = " ".join((*_folders(passage), _place(passage), passage.text)) if named else ""
    return _RANK_WEIGHT / (1 + place) + _NAME_WEIGHT * _share(named, frozenset(terms(said)))


def _fitness(question: str, sentence: Sentence) -> float:
    """Whether it has the amount that is asked for, is no question or example, and is seen as further off than it is."""
    said = sentence.readable
    fits = _AMOUNT_WEIGHT if expects_amount(question) and has_amount(said, question) else 0.0
    fits += _FOREIGN_WEIGHT if sentence.passage.language != language_of(question) else 0.0
    fits -= _DISPLAYED_WEIGHT if sentence.displayed else 0.0
    return fits - (_QUESTION_WEIGHT if said.endswith(("?", "？")) else 0.0)


def _before(sentence: Sentence, similarity: float, measured: Sequence[tuple[Sentence, float, float]]) -> float:
    """The cosine of the sentence right before this one: what goes on with something close is close."""
    for other, _, cosine in measured:
        if other.passage is sentence.passage and 0 <= sentence.start - other.end < _SIDE_BY_SIDE:
            return cosine
    return similarity - _UNKNOWN_BEFORE


def covered(question: str, sentence: Sentence) -> float:
    """The share of the question that the sentence says: of its words' meanings where it is in the other language."""
    said = _said_by(sentence)
    glossed = gloss(question, sentence.passage.language)
    if glossed:
        return glossed.share(said)
    return fmean(_share(asked, said) for asked in _asked(question))


@lru_cache(maxsize=64)
def _asked(question: str) -> list[frozenset[str]]:
    """The terms of a question, and those of what it goes on to ask: a follow-up is about its own words first."""
    last = question.rpartition("\n")[2]
    return [asked for part in (question, last) if (asked := frozenset(question_terms(part)))] or [frozenset()]


def _said_by(sentence: Sentence) -> frozenset[str]:
    return frozenset(terms(f"{_place(sentence.passage)} {sentence.readable}"))


def _place(passage: Passage) -> str:
    return f"{passage.title} › {passage.heading}"


def _context(sentence: Sentence) -> str:
    """What is embedded: a list item or a table row is mute without its heading; Chinese headings only dilute.

    With its folders, all sentences of a team's handbook are about the team that the question names, not only those that
    name it.
    """
    passage = sentence.passage
    if passage.language == "zh":
        return sentence.readable
    return f"{' › '.join((*_folders(passage), _place(passage)))}: {sentence.readable}"


def _folders(passage: Passage) -> list[str]:
    return [_BETWEEN_WORDS.sub(" ", folder) for folder in passage.document_id.split("/")[:-1]]


def _share(asked: frozenset[str], said: frozenset[str]) -> float:
    return len(asked & said) / len(asked) if asked else 0.0


def signs(question: str, found: Sequence[Retrieved], evidence: Sequence[Evidence]) -> dict[str, float]:
    """What speaks for or against the passages answering the question, as numbers that a `Calibration` weighs.

    ``sentence`` and ``passage``: the best cosines. ``terms``: the share of the question's terms that one of the best
    passages says, of those that it could say in its language. ``amount``: by how much the best sentence with a number
    is worse than the best one, where a number is asked for. ``apart``: by how much the first sentence is closer than
    the others are on average; policies that answer speak of the matter all around, and a sentence that stands out alone
    has but a name in common with the question. ``ahead``: by how much its score is above that of the best sentence in
    another document; where two are about as good, neither may be right. ``covered``: the share of the question that it
    says. ``foreign``: the best sentence is in another language, which lowers its cosine. ``chinese``: the question is;
    an embedder has another scale for it.
    """
    language = language_of(question)
    best = max(item.similarity for item in evidence)
    fitting = evidence
    if expects_amount(question):
        fitting = [item for item in evidence if has_amount(item.sentence.readable, question)]
    closest = max(fitting, key=lambda item: item.similarity, default=None)
    least = min(item.similarity for item in evidence)
    return {
        "sentence": best,
        "passage": max((retrieved.dense or 0.0 for retrieved in found), default=0.0),
        "terms": max(_comparable_share(_asked(question)[0], retrieved, language) for retrieved in found[:PASSAGES]),
        "amount": (closest.similarity if closest else least) - best,
        "apart": evidence[0].similarity - fmean(item.similarity for item in evidence),
        "ahead": _ahead(evidence),
        "covered": covered(question, evidence[0].sentence),
        "foreign": float((closest or evidence[0]).sentence.passage.language != language),
        "chinese": float(language == "zh"),
    }


def _ahead(evidence: Sequence[Evidence]) -> float:
    first = evidence[0]
    here = first.sentence.passage.document_id
    elsewhere = (item.score for item in evidence if item.sentence.passage.document_id != here)
    return first.score - max(elsewhere, default=first.score - _FAR_AHEAD)


def _comparable_share(asked: frozenset[str], retrieved: Retrieved, language: Language) -> float:
    """The share of the asked terms that the passage says; in another language, only names and numbers can be there."""
    passage = retrieved.passage
    if passage.language != language:
        asked = frozenset(term for term in asked if (latin(term) if language == "zh" else term[0].isdigit()))
        if not asked:
            return _NOTHING_TO_COMPARE
    return _share(asked, frozenset(terms(f"{_place(passage)} {retrieved.text}")))
