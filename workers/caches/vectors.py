"""Keeps the vectors of texts that are embedded again and again: the same policies answer many questions."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from knowledge.ports import Embedder, Entailment, Reader, Vectors

CAPACITY: Final = 20_000
"""Vectors; with 384 dimensions about 30 MB."""


Key = tuple[str, str]
"""Whether it was embedded as a query or as a passage, and the text."""


class RememberingEmbedder:
    """An `Embedder` that asks another one only for texts that it has not seen of late. Threads may share it.

    A question is embedded for the search and again for ranking sentences; passages come back with each question.
    """

    def __init__(self, embedder: Embedder, capacity: int = CAPACITY) -> None:
        self.name = embedder.name
        self.dimension = embedder.dimension
        self.reader: Reader | None = embedder.reader
        self.entailment: Entailment | None = embedder.entailment
        self._embedder = embedder
        self.tuned: Embedder = self if embedder.tuned is embedder else RememberingEmbedder(embedder.tuned, capacity)
        self._capacity = capacity
        self._known: OrderedDict[Key, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return shape (len(texts), dimension); only unknown texts are embedded."""
        return self._embedded("query", texts, self._embedder.embed_queries)

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return shape (len(texts), dimension); only unknown texts are embedded."""
        return self._embedded("passage", texts, lambda missing: self._embedder.embed_passages(missing, progress))

    def _embedded(self, kind: str, texts: Sequence[str], embed: Callable[[Sequence[str]], Vectors]) -> Vectors:
        keys = [(kind, text) for text in texts]
        known = self._recall(keys)
        missing = list(dict.fromkeys(text for kind, text in keys if (kind, text) not in known))
        if missing or not texts:
            vectors = embed(missing)
            known |= {(kind, text): vector for text, vector in zip(missing, vectors, strict=True)}
        self._keep(known)
        return np.stack([known[key] for key in keys]) if keys else vectors

    def _recall(self, keys: Sequence[Key]) -> dict[Key, Vectors]:
        with self._lock:
            return {key: self._known[key] for key in keys if key in self._known}

    def _keep(self, used: dict[Key, Vectors]) -> None:
        with self._lock:
            for key, vector in used.items():
                self._known[key] = vector
                self._known.move_to_end(key)
            while len(self._known) > self._capacity:
                self._known.popitem(last=False)
