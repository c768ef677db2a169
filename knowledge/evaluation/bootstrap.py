"""How far a mean over a few questions can be trusted: the bootstrap, by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

RESAMPLES: Final = 5_000
SEED: Final = 0
"""Two runs on the same scores say the same."""

FEWEST: Final = 10
"""Questions from which a difference can be called real: the resamples of a few that agree all agree."""

_TAILS: Final = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95% confidence interval over ``count`` questions."""

    mean: float
    low: float
    high: float
    count: int

    @property
    def is_real(self) -> bool:
        """Whether, of enough questions, the interval leaves out zero: a difference is then more than chance."""
        return self.count >= FEWEST and (self.low > 0 or self.high < 0)


def estimate(values: Sequence[float]) -> Estimate | None:
    """Return the mean of the values with its interval; None for no values."""
    if not values:
        return None
    sample = np.array(values)
    rows = np.random.default_rng(SEED).integers(len(sample), size=(RESAMPLES, len(sample)))
    low, high = np.percentile(sample[rows].mean(axis=1), _TAILS)
    return Estimate(float(sample.mean()), float(low), float(high), len(sample))


def gain(now: Mapping[str, float], before: Mapping[str, float]) -> Estimate | None:
    """Return by how much the first is better on the questions that both have; paired, so that hard ones cancel out."""
    return estimate([now[name] - before[name] for name in now if name in before])
