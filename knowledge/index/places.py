"""A ranked list put into another order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.domain import Retrieved


def at_places(found: Mapping[int, Retrieved], rows: Sequence[int]) -> dict[int, Retrieved]:
    """Return what was found in the order of ``rows``; a score belongs to its place, so that they still fall."""
    return {row: replace(found[row], score=before.score) for row, before in zip(rows, found.values(), strict=True)}
