"""What the story in `knowledge.answer.story` needs from outside, as protocols. Backends live in `workers`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.domain import (
    Answer,
    Cached,
    CacheKey,
    Message,
    ModelProfile,
    Passage,
    Question,
    Reading,
    Retrieved,
    Sampling,
    Stage,
)

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns text into unit-length vectors."""

    @property
    def name(self) -> str:
        """Stable id of model and weights; an index remembers it and refuses another."""
        ...

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        ...

    @property
    def tuned(self) -> Embedder:
        """The same model trained to tell which sentence answers a question; itself where it has no such training.

        Its cosines rank sentences and measure confidence. The search asks both: each finds what the other misses.
        """
        ...

    @property
    def entailment(self) -> Entailment | None:
        """The same model trained to tell what follows from what; None where it has no such training."""
        ...

    @property
    def reader(self) -> Reader | None:
        """The same model trained to read a question and a sentence together; None where it has no such training."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return shape (len(texts), dimension)."""
        ...

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return shape (len(texts), dimension); ``progress`` is called with the number done so far."""
        ...


class Reader(Protocol):
    """Tells whether a sentence answers a question by reading both together."""

    @property
    def name(self) -> str:
        """Stable id of the embedder and the weights; a fit is made for it."""
        ...

    def log_odds(self, question: str, sentences: Sequence[str]) -> Sequence[float]:
        """Return the log-odds, for each sentence, that it answers; they are comparable between questions."""
        ...


class Reranker(Protocol):
    """Judges how well a text answers a question by reading both together."""

    @property
    def name(self) -> str:
        """Model id as logs show it."""
        ...

    def score(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """Return one score for each text; higher is better, comparable for one question only."""
        ...


class Entailment(Protocol):
    """Judges whether one text follows from another by reading both together."""

    @property
    def name(self) -> str:
        """Model id as logs show it."""
        ...

    @property
    def threshold(self) -> float:
        """The probability from which on a claim follows."""
        ...

    def probability(self, premise: str, claim: str, question: str) -> float:
        """Return the probability, in [0, 1], that the claim, an answer to the question, follows from the premise."""
        ...


class Generator(Protocol):
    """Writes text after a chat prompt."""

    @property
    def name(self) -> str:
        """Model id as records and reports show it."""
        ...

    @property
    def profile(self) -> ModelProfile:
        """What it can do: whether it may answer in its own words, in which languages, and how much it reads."""
        ...

    def generate(
        self,
        prompt: Sequence[Message],
        *,
        max_new_tokens: int,
        deadline: float,
        cancelled: Callable[[], bool],
        sampling: Sampling | None = None,
    ) -> Iterator[str]:
        """Yield text deltas until the model ends, ``max_new_tokens`` are written or ``cancelled()`` is true.

        ``deadline`` is in seconds of ``time.monotonic``. Closing the iterator stops the model. Without ``sampling``
        the likeliest token is taken each time.

        Raises ContextOverflow, DeadlineExceeded or GenerationFailed.
        """
        ...

    def close(self) -> None:
        """Finish what is in hand, begin nothing more, and give back what is held."""
        ...


class Source(Protocol):
    """Where documents come from."""

    def read(self, progress: Callable[[int, int], None]) -> Reading:
        """Read and convert every document; ``progress`` is called with how many of how many are done.

        A document that cannot be read becomes a problem of the reading; none stops it.
        """
        ...


class PassageIndex(Protocol):
    """One published version of the passages, searched inside a reader's rights."""

    @property
    def version(self) -> str:
        """The version's name, as answers record it."""
        ...

    def search(self, text: str, principals: frozenset[str], limit: int, today: str = "") -> list[Retrieved]:
        """Return at most ``limit`` passages that one of ``principals`` may read, best first.

        Of editions, the one that is in force ``today`` where the asker is, an ISO date; empty is that in UTC.
        The rights bound both searches themselves; nothing unreadable is ever ranked. No principals, no passages.
        """
        ...

    def within(self, sources: frozenset[str]) -> PassageIndex:
        """Return the same version without the documents of other sources; all of it where none is named.

        Like rights, that bounds both searches themselves, and is part of what `audience` digests.
        """
        ...

    def mended(self, question: str, principals: frozenset[str]) -> str:
        """Return a question without its slips of the keyboard, by the words of what ``principals`` may read."""
        ...

    def section(self, passage: Passage) -> Sequence[Passage]:
        """Return all passages that stand under one heading with one that was found, itself among them, in their order.

        They are of one document, so whoever may read the one may read them.
        """
        ...

    def document(self, passage: Passage) -> Sequence[Passage]:
        """Return all passages of the document of one that was found, itself among them, in their order."""
        ...

    def documents_with(self, heading: str, principals: frozenset[str]) -> int:
        """Return in how many documents that one of ``principals`` may read a heading stands above some text."""
        ...

    def owner(self, document: str) -> str:
        """Return who answers for a document, in its own words; empty where it names nobody."""
        ...

    def audience(self, principals: frozenset[str]) -> str:
        """Return a digest that two sets of principals share exactly where they may read the same of this version."""
        ...


class Index(Protocol):
    """Whatever version is published now."""

    def current(self) -> PassageIndex:
        """Return the published version; one answer holds on to one version. Raises IndexMissing."""
        ...


class Answers(Protocol):
    """Whatever answers questions: `knowledge.answer.story`, or that behind a cache."""

    def answer(
        self,
        question: Question,
        *,
        emit: Callable[[str], None],
        deadline: float,
        cancelled: Callable[[], bool],
        tell: Callable[[Stage], None] = ...,
    ) -> Answer:
        """Answer within the question's rights, or abstain; see `knowledge.answer.story.Answering.answer`."""
        ...


@dataclass(frozen=True, slots=True)
class Near:
    """An earlier question, as it was asked, and the key of its answer."""

    key: CacheKey
    asked: str


class AnswerCache(Protocol):
    """Answers that were given before, shared by all workers.

    No method raises: whatever is wrong with the cache is logged and means that nothing was found or kept.
    """

    def recall(self, key: CacheKey) -> Answer | None:
        """Return the answer that was kept under this key."""
        ...

    def keep(self, key: CacheKey, answer: Answer) -> None:
        """Keep an answer under this key."""
        ...

    def remember(self, key: CacheKey, asked: str, vector: Vectors) -> None:
        """Let questions that mean the same find the answer that was kept under this key."""
        ...

    def alike(self, key: CacheKey, vector: Vectors, least: float) -> list[Near]:
        """Return the questions in the same scope that have at least this cosine to ``vector``, nearest first."""
        ...

    def turn(self, key: CacheKey, *, deadline: float, cancelled: Callable[[], bool]) -> AbstractContextManager[None]:
        """Wait while somebody else, in whichever process, makes the answer to this key; then look again.

        Nobody waits for longer than half of the time until ``deadline`` (of ``time.monotonic``), for somebody who died,
        or when ``cancelled``.
        """
        ...

    def count(self, cached: Cached) -> None:
        """Count an answer by where it came from."""
        ...

    def forget_others(self, version: str) -> None:
        """Forget what quotes other versions than this one."""
        ...
