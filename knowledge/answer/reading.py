"""Reads all that was found: every quotable sentence gets a score for how well it answers the question by itself."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

import numpy as np

from knowledge.domain import Passage, Retrieved
from knowledge.index.editions import without_replaced
from knowledge.index.index_text import sentence_text
from knowledge.language.gloss import gloss
from knowledge.language.quantities import has_amount
from knowledge.language.sentences import Sentence, split_sentences
from knowledge.language.text import language_of, names, question_terms, terms
from knowledge.ports import Embedder, Vectors

Wants = Mapping[str, float]
"""What a question asks for, by the labels of `knowledge.question.intents`, as probabilities."""

NOTHING_KNOWN: Final[Wants] = {}

_CONTACT: Final = re.compile(r"[\w.+-]+@[\w-]|(?<![\w&])#[a-z]|(?<![\w/])@\w|\d{3}[-\s]\d{4}")
_ADDRESS: Final = re.compile(r"https?://|\]\(|`[^`]+`|(?:\w+/){2,}|[>→]")
_NUMBERED: Final = re.compile(
    r"\s*(?:\d{1,2}[.)、]|[(（][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十]+步|[①-⑳])\s*"
)
"""The mark of a step; a Chinese one is quoted with what it marks."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with how well it answers. ``similarity`` is its cosine to the question by the tuned embedder.

    ``score`` is a log-odds: of two sentences, by how much the one is likelier to be the answer.
    """

    sentence: Sentence
    score: float
    similarity: float


def read(
    question: str, found: Sequence[Retrieved], embedder: Embedder, weights: Mapping[str, float], wants: Wants
) -> tuple[Evidence, ...]:
    """Return every sentence of the passages found and of their neighbours, best first."""
    candidates = look_at(question, found, embedder, wants)
    evidence = [
        Evidence(one.sentence, sum(weights.get(name, 0.0) * value for name, value in one.signs.items()), one.similarity)
        for one in candidates
    ]
    return tuple(sorted(evidence, key=lambda item: item.score, reverse=True))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence and what speaks for and against its being the answer, as numbers that a fit weighs; see `_signs`."""

    sentence: Sentence
    similarity: float
    signs: Mapping[str, float]


def look_at(question: str, found: Sequence[Retrieved], embedder: Embedder, wants: Wants) -> list[Candidate]:
    """Return all candidates in the order in which they were found. What an edition in force replaced is none."""
    asked = _Asked(question, wants)
    in_force = without_replaced(question, found, datetime.now(UTC).date().isoformat())
    return [
        one
        for place, retrieved in enumerate(in_force)
        for passage in (retrieved.passage, *retrieved.neighbours)
        for one in _candidates(asked, retrieved, passage, place, embedder)
    ]


def cosines_of(sentences: Sequence[Sentence], question: str, embedder: Embedder) -> Vectors:
    """Return the cosines of sentences that no index has, shape (len(sentences),)."""
    vectors = embedder.tuned.embed_passages([sentence_text(sentence) for sentence in sentences])
    cosines: Vectors = vectors @ embedder.tuned.embed_queries([question])[0]
    return cosines


class _Asked:
    """A question with its words, worked out once."""

    def __init__(self, question: str, wants: Wants) -> None:
        self.question, self.wants = question, wants
        self.terms = _asked_terms(question)
        self.names = names(question)
        self.language = language_of(question)


def _candidates(
    asked: _Asked, retrieved: Retrieved, passage: Passage, place: int, embedder: Embedder
) -> list[Candidate]:
    sentences = split_sentences(passage)
    if not sentences:
        return []
    cosines = retrieved.sentences.get(passage.id, ())
    if len(cosines) != len(sentences):
        cosines = tuple(cosines_of(sentences, asked.question, embedder).tolist())
    highest = float(np.mean(sorted(cosines)[-3:]))
    return [
        Candidate(sentence, cosine, _signs(asked, sentence, retrieved, place) | _around(cosines, number, highest))
        for number, (sentence, cosine) in enumerate(zip(sentences, cosines, strict=True))
        if sentence.speaks
    ]


def _around(cosines: Sequence[float], number: int, highest: float) -> dict[str, float]:
    """How close the sentence is, those before and behind it, and the closest of its passage."""
    here = cosines[number]
    return {
        "cosine": here,
        "before": cosines[number - 1] if number else here,
        "after": cosines[number + 1] if number + 1 < len(cosines) else here,
        "highest": highest,
        "opens": float(number == 0),
    }


def _signs(asked: _Asked, sentence: Sentence, retrieved: Retrieved, place: int) -> dict[str, float]:
    """What speaks for a sentence beside its closeness; each sign is a number of about one.

    ``passage`` and ``meaning``: cosines of what it stands in, by the tuned embedder and by its own. ``rank``: falls
    with the place of the passage. ``words`` and ``place``: the share of the question's words that it says, and its
    headings. ``amount``, ``contact``, ``address``, ``row``, ``numbered``: it has what the question asks for, each times
    the probability that it does; ``no_amount`` is the contrary. ``asks``: it is itself a question. ``displayed``: it
    stands in a fenced block. ``foreign``: it is in another language. ``length``: the logarithm of its terms.
    """
    said = sentence.readable
    wants = asked.wants
    has = float(has_amount(said, asked.question))
    return {
        "passage": retrieved.tuned if retrieved.tuned is not None else (retrieved.dense or 0.0),
        "meaning": retrieved.dense or 0.0,
        "rank": 1 / (1 + place),
        "words": covered_by(asked.question, said, sentence.passage),
        "place": _share(asked.terms, _terms(place_of(sentence.passage))),
        "names": _share(asked.names, _terms(f"{place_of(sentence.passage)} {said}")) if asked.names else 0.0,
        "amount": wants.get("amount", 0.0) * has,
        "no_amount": wants.get("amount", 0.0) * (1 - has),
        "contact": wants.get("person", 0.0) * bool(_CONTACT.search(sentence.quote)),
        "address": wants.get("place", 0.0) * bool(_ADDRESS.search(sentence.quote)),
        "numbered": wants.get("steps", 0.0) * _begins_a_step(sentence),
        "row": wants.get("table", 0.0) * bool(sentence.header),
        "amount_row": wants.get("amount", 0.0) * bool(sentence.header),
        "asks": float(said.endswith(("?", "？"))),
        "introduces": float(said.endswith((":", "："))),
        "displayed": float(sentence.displayed),
        "foreign": float(sentence.passage.language != asked.language),
        "length": math.log1p(len(_terms(said))) / 3,
        "item": float(bool(sentence.leads)),
    }


def _begins_a_step(sentence: Sentence) -> bool:
    text = sentence.passage.text
    mark = _NUMBERED.match(text, text.rfind("\n", 0, sentence.start) + 1)
    return mark is not None and mark.end() >= sentence.start


def place_of(passage: Passage) -> str:
    """The title and heading that a passage stands under."""
    return f"{passage.title} › {' › '.join(passage.heading_path)}"


def covered(question: str, sentence: Sentence) -> float:
    """The share of the question that the sentence says with its headings, by meanings where its language is another."""
    passage = sentence.passage
    return covered_by(question, f"{place_of(passage)} {sentence.readable}", passage)


def covered_by(question: str, said: str, passage: Passage) -> float:
    """The share of the question's words that a text says; of their meanings where it is in another language."""
    glossed = gloss(question, passage.language)
    if glossed:
        return glossed.share(_terms(said))
    last = question.rpartition("\n")[2]  # of a follow-up, what it says itself counts as much as all of it
    return (_share(_asked_terms(question), _terms(said)) + _share(_asked_terms(last), _terms(said))) / 2


@lru_cache(maxsize=64)
def _asked_terms(question: str) -> frozenset[str]:
    return frozenset(question_terms(question))


@lru_cache(maxsize=8192)
def _terms(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def _share(asked: frozenset[str], said: frozenset[str]) -> float:
    return len(asked & said) / len(asked) if asked else 0.0
