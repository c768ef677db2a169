"""How long answers took and how long they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.evaluation.matching import length
from knowledge.evaluation.predictions import Prediction
from knowledge.evaluation.support import claims, unsupported, without_markers


@dataclass(frozen=True, slots=True)
class Measures:
    """Of a group of questions. Seconds are those of each question; ``rate`` is the words written in each of them.

    A Chinese character counts as a word. ``length`` is the median of the answers that were given. ``unsupported`` of
    ``claimed`` sentences have words that no quote has.
    """

    asked: int
    answered: int
    p50: float
    p95: float
    rate: float
    length: float
    unsupported: int
    claimed: int


def measured(predictions: Sequence[Prediction], groups: Mapping[str, Sequence[str]]) -> dict[str, Measures]:
    """Return each group's measures; a group none of whose questions was asked is left out."""
    said = {prediction.id: prediction for prediction in predictions}
    found = {group: [said[name] for name in names if name in said] for group, names in groups.items()}
    return {group: _of(chosen) for group, chosen in found.items() if chosen}


def _of(said: Sequence[Prediction]) -> Measures:
    seconds = np.array([one.timings.get("total", 0.0) for one in said])
    answered = [one for one in said if not one.abstained]
    lengths = [length(without_markers(one.text)) for one in answered]
    return Measures(
        asked=len(said),
        answered=len(answered),
        p50=float(np.percentile(seconds, 50)),
        p95=float(np.percentile(seconds, 95)),
        rate=sum(lengths) / seconds.sum() if seconds.sum() else 0.0,
        length=float(np.median(lengths)) if lengths else 0.0,
        unsupported=sum(len(unsupported(one)) for one in answered),
        claimed=sum(len(claims(one)) for one in answered),
    )
