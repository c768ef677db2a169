"""Multinomial logistic regression on dense and sparse features, by L-BFGS (Liu and Nocedal 1989); numpy only."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.question.linear import word_value
from knowledge.question.words import SLOTS, slots_of

Matrix = NDArray[np.float64]
Loss = Callable[[Matrix], tuple[float, Matrix]]

PENALTY: Final = 0.03
"""Of the squared weights; by cross-validation."""
_STEPS: Final = 200
_REMEMBERED: Final = 10
_STILL: Final = 1e-3
"""The largest slope at which the weights are good enough."""
_LEAST_STEP: Final = 1e-10
_ENOUGH: Final = 1e-4
"""Share of the promised gain that a step must bring."""


class Words:
    """Texts as a sparse matrix of word features, with its products. What only one text has counts for nothing."""

    def __init__(self, texts: Sequence[str], known: NDArray[np.bool_] | None = None) -> None:
        slots = [np.array(slots_of(text), dtype=np.int64) for text in texts]
        self.known = known if known is not None else np.bincount(np.concatenate(slots), minlength=SLOTS) > 1
        kept = [each[self.known[each]] for each in slots]
        self._rows = np.repeat(np.arange(len(texts)), [len(each) for each in kept])
        self._slots = np.concatenate(kept)
        values = np.array([word_value(max(1, len(each))) for each in slots])
        self._values = values[self._rows][:, None]
        self._texts = len(texts)
        order = np.argsort(self._slots, kind="stable")
        self._by_slot = (self._rows[order], self._values[order])
        self._filled, self._starts = np.unique(self._slots[order], return_index=True)
        self._used, self._begins = np.unique(self._rows, return_index=True)

    def times(self, weights: Matrix) -> Matrix:
        """The product with weights of shape (SLOTS, labels)."""
        product = np.zeros((self._texts, weights.shape[1]))
        product[self._used] = np.add.reduceat(weights[self._slots] * self._values, self._begins)
        return product

    def transposed_times(self, errors: Matrix) -> Matrix:
        """The product of the transposed matrix with errors of shape (texts, labels)."""
        rows, values = self._by_slot
        product = np.zeros((SLOTS, errors.shape[1]))
        product[self._filled] = np.add.reduceat(errors[rows] * values, self._starts)
        return product


def fit(dense: Matrix, words: Words, labels: NDArray[np.int64], count: int) -> tuple[Matrix, Matrix, Matrix]:
    """Return the weights of the dense features, of the words, and the bias, for ``count`` labels."""
    meant = np.eye(count)[labels]
    width = dense.shape[1]

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        weights = flat.reshape(-1, count)
        found = softmax(dense @ weights[:width] + words.times(weights[width:-1]) + weights[-1])
        missed = -np.log(found[np.arange(len(labels)), labels] + 1e-12).sum()
        errors = found - meant
        slope = np.vstack([dense.T @ errors, words.transposed_times(errors)]) + PENALTY * weights[:-1]
        return (
            float(missed + PENALTY / 2 * (weights[:-1] ** 2).sum()),
            np.vstack([slope, errors.sum(axis=0)]).ravel(),
        )

    weights = minimised(loss, np.zeros((width + SLOTS + 1) * count)).reshape(-1, count)
    return weights[:width], weights[width:-1], weights[-1]


def softmax(scores: Matrix) -> Matrix:
    """Return the probabilities in each row."""
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities: Matrix = odds / odds.sum(axis=1, keepdims=True)
    return probabilities


def minimised(loss: Loss, start: Matrix) -> Matrix:
    """Return where a smooth convex loss is least, near enough."""
    place = start
    value, slope = loss(place)
    past: deque[tuple[Matrix, Matrix]] = deque(maxlen=_REMEMBERED)
    for _ in range(_STEPS):
        direction = -_curved(slope, past)
        length = 1.0 if past else min(1.0, 1 / float(np.abs(slope).sum()))
        promised = float(slope @ direction)
        while True:
            there = place + length * direction
            value_there, slope_there = loss(there)
            if value_there <= value + _ENOUGH * length * promised or length < _LEAST_STEP:
                break
            length /= 2
        if (there - place) @ (slope_there - slope) > 0:
            past.append((there - place, slope_there - slope))
        place, value, slope = there, value_there, slope_there
        if np.abs(slope).max() < _STILL:
            break
    return place


def _curved(slope: Matrix, past: Sequence[tuple[Matrix, Matrix]]) -> Matrix:
    """The slope, multiplied by the inverse of the curvature that the last steps show."""
    result = slope.copy()
    shares = []
    for step, change in reversed(past):
        share = (step @ result) / (change @ step)
        shares.append(share)
        result -= share * change
    if past:
        step, change = past[-1]
        result *= (step @ change) / (change @ change)
    for (step, change), share in zip(past, reversed(shares), strict=True):
        result += step * (share - (change @ result) / (change @ step))
    return result
