"""A linear classifier over an embedder's vector of a text and the text's words; its probabilities, and its file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from knowledge.ports import Vectors
from knowledge.question.words import SLOTS, slots_of

WORDS: Final = 0.6
"""How much words weigh beside the vector; by cross-validation."""

Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights for each of the labels. ``dense`` has no rows where the words alone decide.

    ``threshold`` is the probability from which on one counts on it; see `knowledge.training.intent_fit`.
    """

    labels: tuple[str, ...]
    dense: Weights
    words: Weights
    bias: Weights
    threshold: float

    def probabilities(self, text: str, vector: Vectors | None) -> dict[str, float]:
        """Return the probability of each label. ``vector`` is the text's, of unit length."""
        scores = self.bias.astype(np.float64)
        if vector is not None and len(self.dense):
            scores = scores + vector @ self.dense
        slots = list(slots_of(text))
        if slots:
            scores = scores + word_value(len(slots)) * self.words[slots].sum(axis=0, dtype=np.float64)
        odds = np.exp(scores - scores.max())
        return dict(zip(self.labels, (odds / odds.sum()).tolist(), strict=True))

    def packed(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the arrays of its file; words in half precision, which changes no decision."""
        return {
            f"{name}.labels": np.array(self.labels),
            f"{name}.dense": self.dense,
            f"{name}.words": self.words.astype(np.float16),
            f"{name}.bias": self.bias,
            f"{name}.threshold": np.array(self.threshold),
        }


def word_value(features: int) -> float:
    """The value of each of a text's word features: of a longer text each weighs less, but all together more."""
    return float(WORDS / math.pow(features, 0.25))


def unpacked(name: str, arrays: Mapping[str, NDArray[Any]]) -> Linear:
    """Read one from the arrays of a file. Raises KeyError or ValueError where `Linear.packed` did not write them."""
    labels = tuple(str(label) for label in arrays[f"{name}.labels"])
    dense, words, bias = (np.asarray(arrays[f"{name}.{part}"], dtype=np.float32) for part in ("dense", "words", "bias"))
    threshold = float(arrays[f"{name}.threshold"])
    shapes = dense.ndim == words.ndim == 2 and (*words.shape, *bias.shape) == (SLOTS, len(labels), len(labels))  # noqa: PLR2004 - a matrix
    finite = all(np.isfinite(part).all() for part in (dense, words, bias))
    if not (shapes and finite and dense.shape[1] == len(labels) and 0 <= threshold <= 1):
        raise ValueError(name)
    return Linear(labels, dense, words, bias, threshold)
