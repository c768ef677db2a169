"""Whether things are so as often as the confidence says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

BINS: Final = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions whose confidence lies in one tenth: their mean confidence, and the share of which it is so."""

    low: float
    high: float
    count: int
    confidence: float
    share: float


def reliability(confidences: NDArray[np.float64], so: NDArray[np.bool_]) -> tuple[Bin, ...]:
    """The questions by tenths of confidence; empty ones are left out."""
    places = np.minimum((confidences * BINS).astype(int), BINS - 1)
    members = ((place, places == place) for place in range(BINS))
    return tuple(
        Bin(
            place / BINS,
            (place + 1) / BINS,
            int(inside.sum()),
            float(confidences[inside].mean()),
            float(so[inside].mean()),
        )
        for place, inside in members
        if inside.any()
    )


def expected_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: how far the confidence is from the share, weighted by questions."""
    return sum(one.count * abs(one.confidence - one.share) for one in bins) / sum(one.count for one in bins)
