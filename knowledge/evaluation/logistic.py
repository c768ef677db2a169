"""A logistic regression over a few signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_RIDGE: Final = 1.0
"""Of standardised signs: without it a sign that happens to separate a small set gets a weight without bound."""
_STEPS: Final = 50


@dataclass(frozen=True, slots=True)
class Model:
    """A weight for each sign, in the order of the columns, and the bias."""

    weights: Numbers
    bias: float

    def probabilities(self, signs: Numbers) -> Numbers:
        """One for each row of signs."""
        return _sigmoid(signs @ self.weights + self.bias)


def logistic(signs: Numbers, so: NDArray[np.bool_]) -> Model:
    """Fit it by Newton's method on standardised signs."""
    mean, scale = signs.mean(axis=0), signs.std(axis=0)
    scale[scale == 0] = 1.0
    rows = np.column_stack([(signs - mean) / scale, np.ones(len(signs))])
    ridge = np.diag([_RIDGE] * signs.shape[1] + [0.0])
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        likely = _sigmoid(rows @ weights)
        slope = rows.T @ (likely - so) + ridge @ weights
        curve = (rows * (likely * (1 - likely))[:, None]).T @ rows + ridge
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-9:  # noqa: PLR2004 - converged
            break
    plain = weights[:-1] / scale
    return Model(plain, float(weights[-1] - plain @ mean))


def _sigmoid(weights: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-np.clip(weights, -500, 500))))
