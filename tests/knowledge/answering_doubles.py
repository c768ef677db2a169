"""Stand-ins for the ports around `knowledge.answer.story`, to cause what the real ones do only sometimes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

import numpy as np

from knowledge.answer.confidence import Calibration, Fit
from knowledge.answer.story import Answering
from knowledge.domain import Message, ModelProfile, Passage, Retrieved, Sampling
from knowledge.language.text import terms
from knowledge.ports import Embedder, Entailment, Generator, Index, Reader, Vectors
from knowledge.question.intents import Intents
from tests.knowledge.intent_doubles import FewWords

WORD_FIT: Final = Fit(
    "words",
    {"cosine": 0.6, "words": 4.0, "rank": 0.5},
    Calibration({"words": 8.0, "terms": 2.0}, -6.3, 0.5),
)
"""For `WordEmbedder`, made by hand: sure where a sentence says two thirds of what is asked."""


class WordEmbedder:
    """Texts that share words are near: each content term is one of 512 directions on a common ground, as e5 has it."""

    name = "words"
    dimension = 512
    reader: Reader | None = None
    entailment: Entailment | None = None

    @property
    def tuned(self) -> Self:
        """It has no tuned form."""
        return self

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), 512)."""
        return np.stack([self._vector(text) for text in texts])

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """As for queries."""
        return self.embed_queries(texts)

    def _vector(self, text: str) -> Vectors:
        vector = np.full(self.dimension, 0.15, dtype=np.float32)
        for term in terms(text):
            vector[sum(term.encode()) % self.dimension] += 1
        return vector / np.linalg.norm(vector)


@dataclass
class ScriptedReader:
    """Finds that a sentence answers where it says ``answering``."""

    answering: str = ""
    name: str = "scripted"
    read: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def log_odds(self, question: str, sentences: Sequence[str]) -> Sequence[float]:
        """Two for, or two against."""
        self.read += sentences
        self.asked.append(question)
        return [2.0 if self.answering and self.answering in sentence else -2.0 for sentence in sentences]


@dataclass(frozen=True)
class SameWords:
    """Finds that a claim follows where its premise has all of its words in their order: hardly a paraphrase."""

    name: str = "same words"
    threshold: float = 0.5

    def probability(self, premise: str, claim: str, question: str) -> float:
        """Return 1 where it has them all, else 0."""
        rest = iter(terms(premise))
        return float(all(term in rest for term in terms(claim)))


@dataclass(frozen=True)
class Follows:
    """Lets each sentence pass with this probability."""

    with_probability: float
    threshold: float = 0.5
    name: str = "played"

    def probability(self, premise: str, claim: str, question: str) -> float:
        """The same for all."""
        return self.with_probability


class ReadingEmbedder(WordEmbedder):
    """One that has a reader."""

    def __init__(self, reader: ScriptedReader) -> None:
        self.reader = reader


@dataclass
class ListIndex:
    """Passages in the given order for every search, inside the reader's rights. ``days`` are those it was asked on."""

    passages: Sequence[Passage]
    version: str = "v000007"
    dense: float = 1.0
    searched: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    owners: Mapping[str, str] = field(default_factory=dict)

    def current(self) -> ListIndex:
        """The one version."""
        return self

    def audience(self, principals: frozenset[str]) -> str:
        """The readable passages' names."""
        return repr([(each.document_id, each.id) for each in self.passages if each.readers & principals])

    def search(self, text: str, principals: frozenset[str], limit: int, today: str = "") -> list[Retrieved]:
        """What the principals may read."""
        self.searched.append(text)
        self.days.append(today)
        readable = [passage for passage in self.passages if passage.readers & principals]
        return [Retrieved(passage, 1 / (61 + place), self.dense) for place, passage in enumerate(readable[:limit])]

    def within(self, sources: frozenset[str]) -> ListIndex:
        """The passages of documents whose first folder is one of the sources; all where none is named."""
        if not sources:
            return self
        inside = [passage for passage in self.passages if passage.document_id.partition("/")[0] in sources]
        return replace(self, passages=inside)

    def section(self, passage: Passage) -> list[Passage]:
        """The passages under its heading."""
        place = (passage.document_id, passage.heading_path)
        return [each for each in self.passages if (each.document_id, each.heading_path) == place]

    def document(self, passage: Passage) -> list[Passage]:
        """The passages of its document."""
        return [each for each in self.passages if each.document_id == passage.document_id]

    def documents_with(self, heading: str, principals: frozenset[str]) -> int:
        """How many have it last in a path."""
        readable = (each for each in self.passages if each.readers & principals)
        return len({each.document_id for each in readable if each.heading_path[-1:] == (heading,)})

    def owner(self, document: str) -> str:
        """The one that the documents have, if any."""
        return self.owners.get(document, "")

    def mended(self, question: str, principals: frozenset[str]) -> str:
        """The one slip that it knows, for whoever may read anything."""
        return question.replace("anual", "annual") if principals else question


@dataclass
class ScriptedGenerator:
    """Says what it is told to, delta by delta, or fails; ``told`` is what it says where the prompt's rules begin so."""

    deltas: Sequence[str | Exception]
    profile: ModelProfile = ModelProfile(frozenset({"en"}))  # noqa: RUF009 - it is frozen
    name: str = "scripted"
    prompts: list[Sequence[Message]] = field(default_factory=list)
    samplings: list[Sampling | None] = field(default_factory=list)
    given: int = 0
    told: Mapping[str, Sequence[str | Exception]] = field(default_factory=dict)

    def generate(
        self,
        prompt: Sequence[Message],
        *,
        max_new_tokens: int,
        deadline: float,
        cancelled: Callable[[], bool],
        sampling: Sampling | None = None,
    ) -> Iterator[str]:
        """Yield the script."""
        self.prompts.append(prompt)
        self.samplings.append(sampling)
        for delta in next(
            (said for rules, said in self.told.items() if prompt[0].content.startswith(rules)), self.deltas
        ):
            if isinstance(delta, Exception):
                raise delta
            self.given += 1
            yield delta

    def close(self) -> None:
        """Holds nothing."""


def answering(
    index: Index,
    generator: Generator | None = None,
    *,
    embedder: Embedder | None = None,
    fit: Fit = WORD_FIT,
    contact: str = "",
    general_knowledge: bool = False,
    entailment: Entailment | None = None,
    intents: Intents | None = None,
) -> Answering:
    """Answer by words alone, whatever weights ship."""
    return Answering(
        index,
        embedder or WordEmbedder(),
        generator,
        fit,
        contact,
        general_knowledge=general_knowledge,
        entailment=entailment or SameWords(),
        intents=intents or FewWords(),
    )


def sure_from(threshold: float, fit: Fit = WORD_FIT) -> Fit:
    """Return the fit with another threshold."""
    return replace(fit, calibration=replace(fit.calibration, threshold=threshold))
