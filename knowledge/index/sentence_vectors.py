"""The vectors of the quotable sentences of one version, so that a question costs no embedding but its own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.domain import Passage
from knowledge.index.embedding import NOTHING_KNOWN, Digests, Known
from knowledge.index.index_text import sentence_text
from knowledge.language.sentences import split_sentences
from knowledge.ports import Vectors

_VECTORS, _DIGESTS, _STARTS = "sentences.npy", "sentence_digests.npy", "sentence_starts.npy"
_DIGEST = 8  # bytes; of a million sentences, two share one with a probability of 3 in 100 million


def sentence_texts(passage: Passage) -> list[str]:
    """Return what is embedded of each quotable sentence of a passage, in order."""
    return [sentence_text(sentence) for sentence in split_sentences(passage)]


def digest_of(text: str) -> str:
    """Return the digest that names a sentence's text."""
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST).hexdigest()


def write_sentences(folder: Path, counts: Sequence[int], digests: Digests, vectors: Vectors) -> None:
    """Write the sentences of all rows, ``counts`` of each: their digests and vectors of shape (sentences, dimension).

    The vectors are kept in 16 bits, which changes a cosine by about 0.0001.
    """
    np.save(folder / _VECTORS, vectors.astype(np.float16))
    np.save(folder / _DIGESTS, digests)
    np.save(folder / _STARTS, np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]))


def known_sentences(folder: Path) -> Known:
    """Return what this version embedded; nothing where it has no sentences, or none that can be read."""
    try:
        return Known(np.load(folder / _DIGESTS), np.load(folder / _VECTORS, mmap_mode="r"))
    except (OSError, ValueError):
        return NOTHING_KNOWN


class SentenceVectors:
    """The vectors by row, mapped into memory; any number of threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._vectors: NDArray[np.float16] = np.load(folder / _VECTORS, mmap_mode="r")
        self._starts: NDArray[np.int64] = np.load(folder / _STARTS)

    def cosines(self, query: Vectors, row: int) -> tuple[float, ...]:
        """Return the cosine of each of the row's sentences to the query."""
        return tuple((self.of(row).astype(np.float32) @ query).tolist())

    def of(self, row: int) -> NDArray[np.float16]:
        """Return the vectors of the row's sentences, shape (sentences, dimension), as they are mapped."""
        return self._vectors[self._starts[row] : self._starts[row + 1]]
