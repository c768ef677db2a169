"""Gives each text of a new version its vector; only texts that nobody embedded before are embedded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.index.checkpoint import Checkpoint
from knowledge.ports import Embedder, Vectors

_PORTION = 512
"""Texts embedded between two checkpoints."""

Digests = NDArray[np.bytes_]
"""Hexadecimal digests of texts, shape (texts,)."""


class Known(NamedTuple):
    """What an earlier version embedded: a digest for each row of a matrix of shape (texts, dimension)."""

    digests: Digests
    vectors: NDArray[np.floating]


NOTHING_KNOWN = Known(np.empty(0, dtype="S1"), np.empty((0, 0), dtype=np.float32))


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be embedded for texts: ``vectors`` has those that are known, and ``missing`` the texts of the others.

    Like texts are embedded once: ``row`` is the row in ``vectors`` of each ``missing`` or ``fresh`` digest, ``place``
    that of each text. ``fresh`` is what an earlier build embedded and did not come to publish.
    """

    embedder: Embedder
    checkpoint: Checkpoint
    vectors: Vectors
    place: NDArray[np.intp]
    row: dict[str, int]
    fresh: dict[str, Vectors]
    missing: dict[str, str]

    def carried_out(self, progress: Callable[[int], None]) -> Vectors:
        """Embed what is missing; return the vectors of all texts, shape (texts, dimension).

        What is embedded is kept in the checkpoint as it is made. ``progress`` is called with the number done so far.
        """
        made = self.fresh | self._embedded(progress)
        for digest, row in self.row.items():
            self.vectors[row] = made[digest]
        return self.vectors[self.place]

    def _embedded(self, progress: Callable[[int], None]) -> dict[str, Vectors]:
        """Embed texts by digest in portions of like length: a batch costs what its longest text costs."""
        made: dict[str, Vectors] = {}
        ordered = sorted(self.missing, key=lambda digest: len(self.missing[digest].encode()), reverse=True)
        for start in range(0, len(ordered), _PORTION):
            digests = ordered[start : start + _PORTION]
            shown = partial(_onward, progress, start)
            vectors = self.embedder.embed_passages([self.missing[digest] for digest in digests], shown)
            self.checkpoint.add(digests, vectors)
            made |= zip(digests, vectors, strict=True)
        return made


def plan(
    digests: Digests, text_of: Callable[[int], str], known: Known, embedder: Embedder, checkpoint: Checkpoint
) -> Plan:
    """Return what has to be embedded; ``text_of`` gives the text at a place, and is asked for those only."""
    distinct, first, place = np.unique(digests, return_index=True, return_inverse=True)
    vectors = np.empty((len(distinct), embedder.dimension), dtype=np.float32)
    old, there = _among(distinct, known.digests)
    if len(there):
        vectors[old] = known.vectors[there]
    fresh = checkpoint.vectors()
    row = {distinct[number].decode(): int(number) for number in np.flatnonzero(~old)}
    missing = {digest: text_of(int(first[number])) for digest, number in row.items() if digest not in fresh}
    return Plan(embedder, checkpoint, vectors, place, row, fresh, missing)


def _among(wanted: Digests, known: Digests) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Return which of the wanted digests are known, and where those are."""
    if not len(known):
        return np.zeros(len(wanted), dtype=bool), np.empty(0, dtype=np.intp)
    order = np.argsort(known, kind="stable")
    places = np.minimum(np.searchsorted(known, wanted, sorter=order), len(known) - 1)
    found = known[order[places]] == wanted
    return found, order[places[found]]


def _onward(progress: Callable[[int], None], before: int, done: int) -> None:
    progress(before + done)
