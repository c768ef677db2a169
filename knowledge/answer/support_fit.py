"""What was learned of a judge: how its word and the signs of a claim weigh together, and from when a claim follows.

A small network weighs the signs, fitted to claims of the organisations that are learned from; two weights join it with
what the judge says, fitted to organisations that neither was trained on, and so is the threshold.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from knowledge.answer.claim_signs import NAMES
from knowledge.ports import Vectors

SHIPPED: Final = Path(__file__).parent / "support.json"
_ARRAYS: Final = ("mean", "spread", "hidden", "hidden_bias", "out")
_NUMBERS: Final = ("out_bias", "weight_of_signs", "weight_of_judge", "bias", "threshold", "doubtful")
_SUREST: Final = 1e-6
"""Probabilities are not taken for nearer to 0 and 1."""


@dataclass(frozen=True, slots=True)
class SupportFit:
    """``mean`` and ``spread`` have shape (signs,), ``hidden`` (units, signs), ``hidden_bias`` and ``out`` (units,)."""

    made_for: str
    mean: Vectors
    spread: Vectors
    hidden: Vectors
    hidden_bias: Vectors
    out: Vectors
    out_bias: float
    weight_of_signs: float
    weight_of_judge: float
    bias: float
    threshold: float
    """Probability from which on a claim is shown."""
    doubtful: float
    """Probability from which on a second opinion is worth asking for."""

    def probability(self, signs: Mapping[str, float], judged: float) -> float:
        """Return the probability that a claim follows, by its signs and the judge's own probability."""
        by_signs, by_judge = self.weight_of_signs * self.by_signs(signs), self.weight_of_judge * log_odds_of(judged)
        log_odds = self.bias + by_signs + by_judge
        return 1 / (1 + math.exp(-log_odds))

    def by_signs(self, signs: Mapping[str, float]) -> float:
        """Return the log-odds by the signs alone."""
        values = (np.array([signs[name] for name in NAMES], dtype=np.float32) - self.mean) / self.spread
        units = np.maximum(self.hidden @ values + self.hidden_bias, 0)
        return float(self.out @ units) + self.out_bias


def log_odds_of(probability: float) -> float:
    """Return log-odds that are finite."""
    within = min(max(probability, _SUREST), 1 - _SUREST)
    return math.log(within / (1 - within))


def support_fit_for(judge: str) -> SupportFit | None:
    """Return the fit that ships for a judge; None for any other, whose own probability decides."""
    fit = _shipped()
    return fit if fit is not None and fit.made_for == judge else None


@cache
def _shipped() -> SupportFit | None:
    return read_support_fit(SHIPPED) if SHIPPED.is_file() else None


def read_support_fit(path: Path) -> SupportFit:
    """Read a file of `frontdesk train checker`. Raises ValueError where its signs are of another release."""
    return support_fit(json.loads(path.read_text(encoding="utf-8")))


def support_fit(content: Mapping[str, Any]) -> SupportFit:
    """Return what a file's JSON says. Raises ValueError likewise."""
    if tuple(content["signs"]) != NAMES:
        raise ValueError("The fit of the checker was written for other signs. Train it again.")
    mean, spread, hidden, hidden_bias, out = (np.array(content[name], dtype=np.float32) for name in _ARRAYS)
    return SupportFit(
        content["made_for"],
        mean,
        spread,
        hidden,
        hidden_bias,
        out,
        *(float(content[name]) for name in _NUMBERS),
    )
