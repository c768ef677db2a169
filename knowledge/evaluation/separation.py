"""How well the confidence tells apart what the documents answer from what they don't: the area under the ROC curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.evaluation.bootstrap import RESAMPLES, SEED, TAILS, Estimate

Numbers = NDArray[np.float64]
Confidences = Mapping[str, float]
"""By the question's id."""


def auc(answerable: Numbers, unanswerable: Numbers) -> float:
    """How often an answerable question has more confidence than an unanswerable one; equals count half."""
    return float(_wins(answerable, unanswerable).mean())


def separation(answerable: Confidences, unanswerable: Confidences) -> Estimate | None:
    """Return the AUC with its interval; None where one kind is missing. Questions of each kind are resampled."""
    if not (answerable and unanswerable):
        return None
    return _resampled(_wins(_values(answerable, answerable), _values(unanswerable, unanswerable)))


def separation_gain(now: tuple[Confidences, Confidences], before: tuple[Confidences, Confidences]) -> Estimate | None:
    """Return by how much the AUC is more than before on the questions of both, paired; answerable ones come first."""
    yes, no = ([name for name in kind if name in old] for kind, old in zip(now, before, strict=True))
    if not (yes and no):
        return None
    wins = [_wins(_values(run[0], yes), _values(run[1], no)) for run in (now, before)]
    return _resampled(wins[0] - wins[1])


def _values(confidences: Confidences, names: Sequence[str] | Confidences) -> Numbers:
    return np.array([confidences[name] for name in names])


def _wins(answerable: Numbers, unanswerable: Numbers) -> Numbers:
    """A row for each answerable question: 1 where it has more confidence than the other, 0 where less, else a half."""
    return np.asarray((np.sign(answerable[:, None] - unanswerable[None, :]) + 1) / 2)


def _resampled(wins: Numbers) -> Estimate:
    """The mean over all pairs. How often each question is drawn weighs its row or column: all resamples at once."""
    chance = np.random.default_rng(SEED)
    rows, columns = (chance.multinomial(count, [1 / count] * count, size=RESAMPLES) for count in wins.shape)
    means = ((rows @ wins) * columns).sum(axis=1) / wins.size
    low, high = np.percentile(means, TAILS)
    return Estimate(float(wins.mean()), float(low), float(high), sum(wins.shape))
