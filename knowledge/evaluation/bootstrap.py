"""How far a mean over a few questions can be trusted: the bootstrap, by question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

RESAMPLES: Final = 5_000
SEED: Final = 0
"""Two runs on the same scores say the same."""

FEWEST: Final = 10
"""Questions from which a difference can be called real: the resamples of a few that agree all agree."""

Shape = Callable[[float], float]
"""Makes a figure of a mean; it must rise with it, so that it makes the figure's interval of the mean's."""

TAILS: Final = (2.5, 97.5)
"""Percentiles: what lies between them is the 95% interval."""


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


def estimate(values: Sequence[float], shape: Shape = float) -> Estimate | None:
    """Return the figure of the values with its interval, their mean without ``shape``; None for no values."""
    if not values:
        return None
    sample = np.array(values)
    rows = np.random.default_rng(SEED).integers(len(sample), size=(RESAMPLES, len(sample)))
    low, high = np.percentile(sample[rows].mean(axis=1), TAILS)
    return Estimate(shape(float(sample.mean())), shape(float(low)), shape(float(high)), len(sample))


def gain(now: Mapping[str, float], before: Mapping[str, float]) -> Estimate | None:
    """Return by how much the first is better on the questions that both have; paired, so that hard ones cancel out."""
    return estimate([now[name] - before[name] for name in now if name in before])


def contrast(now: Mapping[str, float], before: Mapping[str, float], shape: Shape = float) -> Estimate | None:
    """Return by how much the first is better, each the figure of the questions that have a value in it.

    Precision is of what was answered, and two systems do not answer the same questions: both are resampled alike.
    """
    names = sorted(now.keys() | before.keys())
    if not (now and before):
        return None
    rows = np.random.default_rng(SEED).integers(len(names), size=(RESAMPLES, len(names)))
    means = [_means(np.array([run.get(name, np.nan) for name in names]), rows) for run in (now, before)]
    figures = np.vectorize(shape, otypes=[float])
    low, high = np.nanpercentile(figures(means[0]) - figures(means[1]), TAILS)
    centre = shape(float(np.mean(list(now.values())))) - shape(float(np.mean(list(before.values()))))
    return Estimate(centre, float(low), float(high), len(names))


def _means(values: NDArray[np.float64], rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """The mean of each row of questions over those that have a value; no number where none has."""
    sums, counts = np.nan_to_num(values)[rows].sum(axis=1), (~np.isnan(values))[rows].sum(axis=1)
    means: NDArray[np.float64] = np.divide(sums, counts, out=np.full(len(rows), np.nan), where=counts > 0)
    return means
