"""An embedder and a source that stand beside the real ones: fast, and the same on every machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from knowledge.domain import EVERYONE, Document, Language, Problem, Reading, SourceState
from knowledge.language.text import terms
from knowledge.ports import Vectors


@dataclass
class HashingEmbedder:
    """Texts that share words are near. ``embedded`` records every passage, ``fails`` makes it break."""

    name: str = "hashing"
    dimension: int = 64
    embedded: list[str] = field(default_factory=list)
    fails: bool = False

    @property
    def reader(self) -> None:
        """It has none."""

    @property
    def entailment(self) -> None:
        """It has none."""

    @property
    def tuned(self) -> Self:
        """It has no tuned form."""
        return self

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension)."""
        return np.stack([self._vector(text) for text in texts])

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """As for queries."""
        if self.fails:
            raise MemoryError
        self.embedded += texts
        if progress:
            progress(len(texts))
        return self.embed_queries(texts)

    def _vector(self, text: str) -> Vectors:
        vector = np.full(self.dimension, 0.01, dtype=np.float32)
        for term in terms(text):
            vector[sum(term.encode()) % self.dimension] += 1
        return vector / np.linalg.norm(vector)


@dataclass
class ListSource:
    """The documents it is given."""

    documents: Sequence[Document]
    problems: Sequence[Problem] = ()
    sources: Sequence[SourceState] = ()

    def read(self, progress: Callable[[int, int], None]) -> Reading:
        """All of them at once."""
        progress(len(self.documents), len(self.documents))
        return Reading(tuple(self.documents), tuple(self.problems), tuple(self.sources))


def document(
    text: str,
    name: str = "people/leave.md",
    *readers: str,
    title: str = "Leave Policy",
    language: Language = "en",
    url: str = "https://intranet.example/leave#{anchor}",
) -> Document:
    """A document; without readers everyone may read it."""
    return Document(name, title, text, url, language, frozenset(readers or (EVERYONE,)))
