"""The second judge of a claim: whether it follows from the sentences of its matter, read together with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby, islice
from typing import Final

import numpy as np

from knowledge.answer.claim_signs import Told
from knowledge.answer.passages import is_within
from knowledge.answer.source import Source
from knowledge.domain import Passage, Retrieved
from knowledge.index.index_text import place_of, sentence_text
from knowledge.injection import is_suspicious
from knowledge.language.quantities import facts
from knowledge.language.sentences import Sentence, split_sentences
from knowledge.language.text import terms
from knowledge.ports import Embedder, Vectors

READ: Final = 6
"""Sentences that a claim is compared with: the exception beside the rule, and the row beside the row."""
JUDGED: Final = 4
"""Of these, those that the judge reads together with it."""
QUOTED: Final = 3
"""Sentences that a claim is shown with, at most."""
_FEWEST_TERMS: Final = 2
"""Of a claim that a further quote must have, where it brings no number."""


@dataclass(frozen=True)
class Material:
    """What a model was shown, as sentences with their vectors, shape (sentences, dimension).

    ``likeliest`` is the one that one would quote as the answer, where that is known.
    """

    sentences: tuple[Sentence, ...]
    vectors: Vectors
    likeliest: Sentence | None = None

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Each sentence for itself: all claims of an answer are compared with the same."""
        return tuple(Source((sentence,)) for sentence in self.sentences)

    def planted(self, question: str) -> frozenset[str]:
        """Words that only instructions to a model have, in sentences or question: a model that says them has obeyed."""
        return _planted(self.sentences, question)

    def near(self, question: str, claim: str, embedder: Embedder) -> Near:
        """The sentences that speak of the matter of a claim, nearest first."""
        if not self.sentences:
            return Near((), (), ())
        vector = embedder.tuned.embed_queries([said(question, claim)])[0]
        cosines = self.vectors @ vector
        nearest = (int(place) for place in np.argsort(-cosines, kind="stable"))
        honest = (place for place in nearest if not speaks_to_a_model(self.sentences[place]))
        order = np.fromiter(islice(honest, READ), dtype=np.intp)
        return Near(
            tuple(self.sentences[place] for place in order), tuple(cosines[order].tolist()), tuple(order.tolist())
        )


@lru_cache(maxsize=64)
def _planted(sentences: tuple[Sentence, ...], question: str) -> frozenset[str]:
    honest = frozenset(term for one in sentences if not speaks_to_a_model(one) for term in terms(one.readable))
    others = [one.quote for one in sentences if speaks_to_a_model(one)]
    spoken = [*others, question] if is_suspicious(question) else others
    return frozenset(term for text in spoken for term in terms(text)) - honest


def material(
    found: Sequence[Retrieved],
    shown: Sequence[Passage] | None,
    embedder: Embedder,
    likeliest: Sentence | None = None,
) -> Material:
    """What was shown, for a claim to be checked by: the quotable sentences of what was found of it; None is all.

    The index has their vectors; what it does not have is embedded.
    """
    parts = {part.id: (part, each) for each in found for part in (each.passage, *each.neighbours)}
    sentences: list[Sentence] = []
    vectors: list[Vectors] = []
    for part, retrieved in parts.values():
        if shown is None or is_within(part, shown):
            split = split_sentences(part)
            known = retrieved.vectors.get(part.id)
            if known is None or len(known) != len(split):
                known = embedder.tuned.embed_passages([sentence_text(one) for one in split])
            kept = [place for place, one in enumerate(split) if one.speaks]
            sentences += [split[place] for place in kept]
            vectors.append(np.asarray(known, dtype=np.float32)[kept])
    stacked = np.concatenate(vectors) if vectors else np.empty((0, embedder.dimension), dtype=np.float32)
    return Material(tuple(sentences), stacked, likeliest)


@dataclass(frozen=True, slots=True)
class Near:
    """Sentences of some material, nearest to a claim first."""

    sentences: tuple[Sentence, ...]
    cosines: tuple[float, ...]
    order: tuple[int, ...]
    """Their places in the material."""

    def told(self, question: str, claim: str) -> Told:
        """What the signs are read from."""
        places = tuple(place_of(sentence.passage) for sentence in self.sentences)
        return Told(claim, question, tuple(sentence.readable for sentence in self.sentences), places, self.cosines)

    def text(self, count: int = JUDGED) -> str:
        """What so many of them say, in their documents' order."""
        nearest = sorted(zip(self.order[:count], self.sentences[:count], strict=True), key=lambda each: each[0])
        return premise([(place_of(sentence.passage), sentence.readable) for _, sentence in nearest])

    def point(self, claim: str) -> Sentence | None:
        """The one that a claim is about: the nearest of those that state the most of its figures, as its row does.

        None where they have no word in common: an apology is about nothing, and is near to anything.
        """
        stated = facts(claim)
        best = max(self.sentences, key=lambda sentence: len(stated & facts(_shown([sentence]))))
        return best if _parts(claim) & _parts(best.readable) else None

    def quotes(self, claim: str) -> tuple[Sentence, ...]:
        """Those that a reader is shown: the nearest, and what has what it lacks of the claim."""
        chosen: list[Sentence] = list(self.sentences[:1])
        wanted = _parts(claim) - _parts(_shown(chosen))
        while wanted and len(chosen) < QUOTED:
            rest = [sentence for sentence in self.sentences if sentence not in chosen]
            best = max(rest, key=lambda sentence: _worth(wanted & _parts(_shown([sentence]))), default=None)
            if best is None or _worth(wanted & _parts(_shown([best]))) < _FEWEST_TERMS:
                break
            chosen.append(best)
            wanted -= _parts(_shown([best]))
        return tuple(chosen)


@lru_cache(maxsize=4096)
def speaks_to_a_model(sentence: Sentence) -> bool:
    """Whether it looks like an instruction to a model: it may be quoted, but bears out nothing that a model says."""
    return is_suspicious(sentence.quote)


def said(question: str, claim: str) -> str:
    """A claim with the question that it answers: “Up to 16 weeks.” alone says nothing."""
    return f"{question} {claim}"


def premise(told: Sequence[tuple[str, str]]) -> str:
    """Sentences, each with its place, as they are read: the place once, in front of what stands under it."""
    return "\n".join(
        f"{place}: {' '.join(text for _, text in under)}" for place, under in groupby(told, key=lambda each: each[0])
    )


def _shown(sentences: Sequence[Sentence]) -> str:
    return " ".join(f"{place_of(sentence.passage)} {sentence.readable}" for sentence in sentences)


def _parts(text: str) -> frozenset[str]:
    return frozenset(terms(text)) | facts(text)


def _worth(parts: frozenset[str]) -> float:
    """A number counts as much as two words."""
    return sum(2 if part[0].isdigit() else 1 for part in parts)
