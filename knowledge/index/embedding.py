"""Gives each row of a new version its vector; only texts that nobody embedded before are embedded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
import pyarrow as pa

from knowledge.index.checkpoint import Checkpoint
from knowledge.ports import Embedder, Vectors

_PORTION = 512
"""Texts embedded between two checkpoints."""

Progress = Callable[[int, int], None]


def vectors_of(
    rows: pa.Table, known: Mapping[str, Vectors], embedder: Embedder, checkpoint: Checkpoint, progress: Progress
) -> tuple[Vectors, int]:
    """Return a vector for each row, and how many texts had to be embedded for them; like texts are embedded once.

    ``known`` has vectors by digest. What is embedded is kept in the checkpoint as it is made.
    """
    digests = rows["digest"].to_pylist()
    vectors = {**checkpoint.vectors(), **known}
    missing = {digest: row for row, digest in enumerate(digests) if digest not in vectors}
    progress(0, len(missing))
    if missing:
        texts = rows["indexed"].take(list(missing.values())).to_pylist()
        new = _longest_first(list(zip(missing, texts, strict=True)))
        for start in range(0, len(new), _PORTION):
            portion = new[start : start + _PORTION]
            vectors |= _embedded(portion, embedder, checkpoint, partial(_onward, progress, start, len(new)))
    return np.stack([vectors[digest] for digest in digests]), len(missing)


def _onward(progress: Progress, before: int, total: int, done: int) -> None:
    progress(before + done, total)


def _longest_first(texts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Bring texts of like length into one portion: a batch costs what its longest text costs."""
    return sorted(texts, key=lambda text: len(text[1].encode()), reverse=True)


def _embedded(
    portion: Sequence[tuple[str, str]], embedder: Embedder, checkpoint: Checkpoint, progress: Callable[[int], None]
) -> dict[str, Vectors]:
    digests = [digest for digest, _ in portion]
    vectors = embedder.embed_passages([text for _, text in portion], progress)
    checkpoint.add(digests, vectors)
    return dict(zip(digests, vectors, strict=True))
