"""How sure one may be of an answer: the weights, and the file of a fit that ``frontdesk eval calibrate`` writes."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from knowledge.errors import SettingError


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression over the signs that `reading.signs` finds, and the confidence under which one abstains."""

    weights: Mapping[str, float]
    bias: float
    threshold: float

    def confidence(self, signs: Mapping[str, float]) -> float:
        """The probability that the passages answer the question; 0 where nothing was found."""
        if not signs:
            return 0.0
        return 1 / (1 + math.exp(-self.bias - sum(weight * signs[name] for name, weight in self.weights.items())))


CALIBRATION: Final = Calibration(
    {
        "sentence": 36.9,
        "passage": 49.9,
        "terms": 2.1,
        "amount": 71.0,
        "apart": -25.2,
        "ahead": 10.2,
        "covered": 2.1,
        "foreign": 2.7,
        "chinese": -2.4,
    },
    -75.4,
    0.75,
)
"""Fitted with the default embedder on 336 questions in two languages, 82 of them unanswerable: AUC .925 in ten-fold
cross-validation, where the best single sign has .86. Another embedder has another scale of cosines, and needs its own:
`frontdesk eval calibrate` fits it."""


def read_calibration(path: Path, embedder: str) -> Calibration:
    """Read the file, fitted to this embedder. Raises SettingError, also where it was fitted to another one."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(path, f"cannot be read ({error})") from None
    try:
        read, fitted_to = _calibration(content), str(content["embedder"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _wrong(path, "does not name an embedder and hold numbers for threshold, bias and weights") from None
    if not 0 <= read.threshold <= 1:
        raise _wrong(path, "has a threshold that is not between 0 and 1")
    if read.weights.keys() != CALIBRATION.weights.keys():
        raise _wrong(path, f"must give the weights {', '.join(sorted(CALIBRATION.weights))}, and no others")
    if fitted_to != embedder:
        raise _wrong(path, f"was fitted to the embedder {fitted_to}, and this is {embedder}")
    return read


def written(calibration: Calibration, embedder: str) -> str:
    """The file's text."""
    weights = "".join(f"{name} = {weight:.6f}\n" for name, weight in calibration.weights.items())
    return (
        "# Written by `frontdesk eval calibrate`; FRONTDESK_CONFIDENCE names this file.\n"
        f"embedder = {json.dumps(embedder)}\n"  # a JSON string is a TOML string
        f"threshold = {calibration.threshold:.6f}\nbias = {calibration.bias:.6f}\n\n[weights]\n{weights}"
    )


def _calibration(content: Mapping[str, Any]) -> Calibration:
    weights = {name: _number(weight) for name, weight in content["weights"].items()}
    return Calibration(weights, _number(content["bias"]), _number(content["threshold"]))


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise TypeError(value)
    return float(value)


def _wrong(path: Path, what: str) -> SettingError:
    remedy = "Fit it with `frontdesk eval calibrate --write`, or leave the setting out."
    return SettingError(f"FRONTDESK_CONFIDENCE: {path} {what}. {remedy}")
