"""Orders the best of what was found anew, by a model that reads question and passage together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.domain import Retrieved
from knowledge.index.index_text import indexed_text
from knowledge.ports import Reranker


def reranked(question: str, found: Mapping[int, Retrieved], reranker: Reranker) -> dict[int, Retrieved]:
    """Return what was found in the reranker's order; of equals the one that stood before."""
    scores = reranker.score(question, [indexed_text(one.passage) for one in found.values()])
    rows = [row for _, row in sorted(zip(scores, found, strict=True), key=lambda pair: -pair[0])]
    return at_places(found, rows)


def at_places(found: Mapping[int, Retrieved], rows: Sequence[int]) -> dict[int, Retrieved]:
    """Return what was found in the order of ``rows``; a score belongs to its place, so that they still fall."""
    return {row: replace(found[row], score=before.score) for row, before in zip(rows, found.values(), strict=True)}
