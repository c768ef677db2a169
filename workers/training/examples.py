"""Training questions as the embedder sees them: batches of questions with the sentences that do and do not answer."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, repeat
from typing import Final

from knowledge.domain import EVERYONE, Document
from knowledge.index.splitting import split
from knowledge.language.sentences import Sentence, split_sentences
from knowledge.language.text import language_of, letters_of
from knowledge.training.records import TrainingQuestion

QUESTIONS: Final = 28
"""In a batch: about 4,000 tokens with their sentences, which two cores read and learn from in five seconds."""
_TOGETHER: Final = 7
"""Questions of one document that share a batch: what answers one is the nearest miss of another."""
_FEWEST: Final = 8
_NEAR: Final = 3
_OTHERS: Final = 1
_WITHOUT_HEADINGS: Final = 0.3
"""Share of the sentences that are shown without their headings, or with the last alone: some documents have none."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the quotable sentences of its passage, and which of them answer (best first) or nearly do."""

    asked: str
    answerable: bool
    sentences: tuple[Sentence, ...]
    gold: tuple[int, ...]
    near: tuple[int, ...]
    document: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts of questions and sentences with their prefixes left out.

    ``gold`` has for each question the sentences that answer it, best first; none where the documents do not say.
    """

    questions: tuple[str, ...]
    sentences: tuple[str, ...]
    gold: tuple[tuple[int, ...], ...]


def example_of(question: TrainingQuestion) -> Example | None:
    """Return the example; None where the sentence that answers is no unit of its passage."""
    sentences = _sentences(question.title, question.passage)
    gold = _places(question.gold_sentences, sentences)
    if question.answerable and not gold:
        return None
    near = [place for place in _places(question.near_misses, sentences) if place not in gold]
    asked = [turn.text for turn in question.history if turn.role == "user"][-1:]
    return Example(
        asked=" ".join([*asked, question.question]),
        answerable=question.answerable,
        sentences=sentences,
        gold=tuple(gold),
        near=tuple(near),
        document=(question.org, question.document),
    )


def batches(examples: Sequence[Example], count: int, seed: int) -> list[Batch]:
    """Return so many batches of questions from several documents each, all examples before any comes again.

    The same for a seed. There must be enough examples for one batch.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable, no secret
    groups = chain.from_iterable(_groups(examples, chance) for _ in repeat(None))
    return [_batch(group, chance) for group in islice(groups, count)]


def _groups(examples: Sequence[Example], chance: random.Random) -> Iterator[list[Example]]:
    by_document: dict[tuple[str, str], list[Example]] = {}
    for example in examples:
        by_document.setdefault(example.document, []).append(example)
    together = []
    for inside in by_document.values():
        shuffled = chance.sample(inside, len(inside))
        together += [shuffled[start : start + _TOGETHER] for start in range(0, len(shuffled), _TOGETHER)]
    chance.shuffle(together)
    group: list[Example] = []
    for some in together:
        group += some
        if len(group) >= QUESTIONS:
            yield group
            group = []
    if len(group) >= _FEWEST:
        yield group


def _batch(group: Sequence[Example], chance: random.Random) -> Batch:
    places: dict[str, int] = {}
    texts: list[str] = []

    def place(sentence: Sentence) -> int:
        key = f"{sentence.passage.title}\0{sentence.readable}"
        if key not in places:
            places[key] = len(texts)
            texts.append(shown(sentence, chance))
        return places[key]

    gold = []
    for example in group:
        gold.append(tuple(dict.fromkeys(place(example.sentences[number]) for number in example.gold)))
        taken = {*example.gold, *example.near}
        others = [number for number in range(len(example.sentences)) if number not in taken]
        near = chance.sample(example.near, min(_NEAR, len(example.near)))
        for number in (*near, *chance.sample(others, min(_OTHERS, len(others)))):
            place(example.sentences[number])
    return Batch(tuple(example.asked for example in group), tuple(texts), tuple(gold))


def shown(sentence: Sentence, chance: random.Random) -> str:
    """Return a sentence as a training sees it: mostly behind its headings."""
    names = [sentence.passage.title, *sentence.passage.heading_path]
    if chance.random() < _WITHOUT_HEADINGS:
        names = names[-1:] if chance.random() < 0.5 else []  # noqa: PLR2004 - a coin
    place = " › ".join(names)
    return f"{place}: {sentence.readable}" if place else sentence.readable


@lru_cache(maxsize=8192)
def _sentences(title: str, text: str) -> tuple[Sentence, ...]:
    document = Document("passage", title, text, "", language_of(text), frozenset({EVERYONE}))
    return tuple(each for passage in split(document) for each in split_sentences(passage) if each.speaks)


def _places(wanted: Sequence[str], sentences: Sequence[Sentence]) -> list[int]:
    """Return where the wanted sentences are, each once, in their order."""
    places = (_place(letters_of(one), sentences) for one in wanted)
    return list(dict.fromkeys(place for place in places if place is not None))


def _place(wanted: str, sentences: Sequence[Sentence]) -> int | None:
    inside = None
    for place, sentence in enumerate(sentences):
        have = letters_of(sentence.quote)
        if have == wanted:
            return place
        if inside is None and same_sentence(wanted, have):
            inside = place
    return inside


def same_sentence(wanted: str, have: str) -> bool:
    """Whether two texts, as `letters_of` gives them, are one sentence, cut a little otherwise."""
    shorter, longer = sorted((wanted, have), key=len)
    return shorter in longer and 2 * len(shorter) > len(longer) > 0
