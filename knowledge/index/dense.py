"""Exact dense search: all vectors are compared roughly, in eight bits, and the nearest again at full length.

Eight bits are a quarter of the memory to read, which is what an exact search costs; the vectors themselves stay on
disk, mapped into memory, and only those of the nearest are touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numkong
import numpy as np
from numpy.typing import NDArray

from knowledge.ports import Vectors

Rows = NDArray[np.intp]

_CODES, _MEAN, _SCALE, _VECTORS = "codes", "mean", "scale", "vectors"

BY_MEANING, BY_ANSWER = "", "tuned-"
"""What the files of the two kinds of vectors begin with: the embedder's own, and those of its tuned form."""
_LARGEST = 127
_SPARE = 4
"""Times as many rows as are wanted are compared at full length. Of e5-small's 50 nearest the estimates leave none out
of their first 100."""

_SLICE = 10_000  # rows; writing a version needs no second copy of all vectors


def write_vectors(folder: Path, vectors: Vectors, kind: str = BY_MEANING) -> None:
    """Write the vectors, and a code of eight bits for each component of their distance from the mean vector.

    An embedder's vectors all point much the same way, so that what is left of them without their mean is coded finer.
    """
    mean = vectors.mean(axis=0)
    scale = max(float(np.abs(vectors - mean).max()) for vectors in _slices(vectors)) / _LARGEST or 1.0
    codes = np.concatenate([np.rint((part - mean) / scale).astype(np.int8) for part in _slices(vectors)])
    np.save(folder / f"{kind}{_CODES}.npy", codes)
    np.save(folder / f"{kind}{_MEAN}.npy", mean)
    np.save(folder / f"{kind}{_SCALE}.npy", np.float32(scale))
    np.save(folder / f"{kind}{_VECTORS}.npy", vectors.astype(np.float16))


def _slices(vectors: Vectors) -> Iterator[Vectors]:
    return (vectors[start : start + _SLICE] for start in range(0, len(vectors), _SLICE))


def has_vectors(folder: Path, kind: str) -> bool:
    """Return whether a version has vectors of this kind."""
    return (folder / f"{kind}{_CODES}.npy").exists()


class DenseVectors:
    """The vectors of one version; any number of threads may share it."""

    def __init__(self, folder: Path, kind: str = BY_MEANING) -> None:
        self._codes = np.load(folder / f"{kind}{_CODES}.npy", mmap_mode="r")
        self._vectors = np.load(folder / f"{kind}{_VECTORS}.npy", mmap_mode="r")
        self._mean: Vectors = np.load(folder / f"{kind}{_MEAN}.npy")
        self._scale = float(np.load(folder / f"{kind}{_SCALE}.npy"))

    def _estimates(self, query: Vectors) -> Vectors:
        """Return every row's cosine to the query, give or take a few thousandths."""
        step = float(np.abs(query).max()) / _LARGEST or 1.0
        code = np.rint(query / step).astype(np.int8)
        products = np.asarray(numkong.cdist(code[None], self._codes, "dot", out_dtype="float32"))[0]
        estimates: Vectors = products * np.float32(step * self._scale) + np.float32(self._mean @ query)
        return estimates

    def cosines(self, query: Vectors, rows: Rows) -> Vectors:
        """Return the cosines of these rows to the query, exact to about 0.0001: they are kept in 16 bits."""
        cosines: Vectors = np.asarray(numkong.astype(self._vectors[rows], "float32")) @ query  # numpy's takes ten times
        return cosines

    def nearest(self, query: Vectors, rows: Rows, count: int) -> list[int]:
        """Return the rows whose cosine to the query is highest, best first."""
        near = _highest(self._estimates(query)[rows], _SPARE * count)
        cosines = self.cosines(query, rows[near])
        nearest: list[int] = rows[near[np.argsort(-cosines, kind="stable")[:count]]].tolist()
        return nearest


def _highest(scores: Vectors, count: int) -> Rows:
    """Return, in order, the places of the ``count`` highest scores, and of some that lie close behind.

    As many blocks as are counted have a score at or above the floor, so that none of the highest is below it.
    """
    block = max(1, len(scores) // (8 * count))
    highest = np.maximum.reduceat(scores, np.arange(0, len(scores), block))
    floor = np.partition(highest, -count)[-count] if len(highest) > count else -np.inf
    return np.flatnonzero(scores >= floor)
