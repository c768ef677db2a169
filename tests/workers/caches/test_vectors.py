"""Vectors that are kept are the vectors that would be made."""

from __future__ import annotations

import numpy as np

from knowledge.ports import Vectors
from tests.knowledge.answering_doubles import WordEmbedder
from workers.caches.vectors import RememberingEmbedder


class CountingEmbedder(WordEmbedder):
    """Remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed_passages(self, texts: object, progress: object = None) -> Vectors:
        """Count, then embed."""
        self.asked += texts  # type: ignore[operator]
        return super().embed_passages(texts)  # type: ignore[arg-type]


def test_a_text_is_embedded_once_and_comes_back_in_its_place() -> None:
    """In the order of the texts, repetitions included."""
    inner = CountingEmbedder()
    embedder = RememberingEmbedder(inner)

    embedder.embed_passages(["leave", "travel"])
    vectors = embedder.embed_passages(["travel", "pay", "leave", "pay"])

    assert inner.asked == ["leave", "travel", "pay"]
    np.testing.assert_array_equal(vectors, WordEmbedder().embed_passages(["travel", "pay", "leave", "pay"]))


def test_the_longest_unused_is_forgotten_first() -> None:
    """Memory stays bounded."""
    inner = CountingEmbedder()
    embedder = RememberingEmbedder(inner, capacity=2)

    for text in ("leave", "travel", "leave", "pay", "leave", "travel"):
        embedder.embed_passages([text])

    assert inner.asked == ["leave", "travel", "pay", "travel"]
