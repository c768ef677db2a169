"""Orders the best of what was found anew, by a model that reads question and passage together."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.domain import Retrieved
from knowledge.index.indexed import indexed_text
from knowledge.index.places import at_places
from knowledge.ports import Reranker


def reranked(question: str, found: Mapping[int, Retrieved], reranker: Reranker) -> dict[int, Retrieved]:
    """Return what was found in the reranker's order; of equals the one that stood before."""
    scores = reranker.score(question, [indexed_text(one.passage) for one in found.values()])
    rows = [row for _, row in sorted(zip(scores, found, strict=True), key=lambda pair: -pair[0])]
    return at_places(found, rows)
