"""Gives each row of a new version its vector; only texts that nobody embedded before are embedded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pyarrow as pa

from knowledge.index.checkpoint import Checkpoint
from knowledge.ports import Embedder, Vectors

_PORTION = 512
"""Texts embedded between two checkpoints."""

Progress = Callable[[int, int], None]

Known = tuple[Sequence[str], Vectors]
"""The digests of texts that were embedded before, and their vectors as one matrix."""


def vectors_of(
    rows: pa.Table, known: Known, embedder: Embedder, checkpoint: Checkpoint, progress: Progress
) -> tuple[Vectors, int]:
    """Return a vector for each row, and how many texts had to be embedded for them; like texts are embedded once.

    What is embedded is kept in the checkpoint as it is made.
    """
    digests = rows["digest"].to_pylist()
    places = {digest: place for place, digest in enumerate(known[0])}
    old = [(row, places[digest]) for row, digest in enumerate(digests) if digest in places]
    new = {digest: row for row, digest in enumerate(digests) if digest not in places}
    fresh = checkpoint.vectors()
    missing = {digest: row for digest, row in new.items() if digest not in fresh}
    progress(0, len(missing))
    texts = rows["indexed"].take(pa.array(missing.values(), pa.int64())).to_pylist()
    fresh |= _embedded(dict(zip(missing, texts, strict=True)), embedder, checkpoint, progress)
    vectors = np.empty((len(digests), embedder.dimension), dtype=np.float32)
    if old:
        here, there = zip(*old, strict=True)
        vectors[list(here)] = known[1][list(there)]
    for row, digest in enumerate(digests):
        if digest in new:
            vectors[row] = fresh[digest]
    return vectors, len(missing)


def _embedded(
    texts: dict[str, str], embedder: Embedder, checkpoint: Checkpoint, progress: Progress
) -> dict[str, Vectors]:
    """Embed texts by digest in portions of like length: a batch costs what its longest text costs."""
    made: dict[str, Vectors] = {}
    ordered = sorted(texts, key=lambda digest: len(texts[digest].encode()), reverse=True)
    for start in range(0, len(ordered), _PORTION):
        digests = ordered[start : start + _PORTION]
        shown = partial(_onward, progress, start, len(ordered))
        vectors = embedder.embed_passages([texts[digest] for digest in digests], shown)
        checkpoint.add(digests, vectors)
        made |= zip(digests, vectors, strict=True)
    return made


def _onward(progress: Progress, before: int, total: int, done: int) -> None:
    progress(before + done, total)
