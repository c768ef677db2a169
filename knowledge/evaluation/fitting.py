"""Fits the confidence and its threshold to questions of which some cannot be answered; cross-validated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.answer.confidence import CALIBRATION, Calibration
from knowledge.errors import FrontdeskError

Numbers = NDArray[np.float64]

FOLDS: Final = 10
FEWEST: Final = 20
"""Questions of each kind; fewer make ten folds that say nothing."""
THRESHOLDS: Final = tuple(round(0.05 * step, 2) for step in range(1, 20))
BINS: Final = 10

_RIDGE: Final = 1.0
"""Of standardised signs: without it a sign that happens to separate a small set gets a weight without bound."""
_STEPS: Final = 50
_SEED: Final = 0
_GRID: Final = np.round(np.linspace(0, 1, 101), 2)


class TooFewQuestions(FrontdeskError):
    """There is not enough to fit to; the sentence says how much is needed."""


@dataclass(frozen=True, slots=True)
class Observed:
    """A question as it was answered with no threshold. No ``signs``: declined whatever the threshold."""

    signs: Mapping[str, float]
    answerable: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a threshold: of declining, precision, recall and F1; ``ok`` as the scorer has it."""

    threshold: float
    precision: float
    recall: float
    f1: float
    ok: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions whose confidence lies in one tenth: their mean confidence and the share that is answerable."""

    low: float
    high: float
    count: int
    confidence: float
    answerable: float


@dataclass(frozen=True, slots=True)
class Fit:
    """The calibration; what its confidences were worth on questions that they were not fitted to.

    ``honest`` is what the choice of the threshold comes to where each fold's is chosen on the others.
    """

    calibration: Calibration
    table: tuple[Outcome, ...]
    chosen: Outcome
    honest: Outcome
    before: Outcome
    bins: tuple[Bin, ...]
    error: float
    error_before: float
    auc: float


def fit(observed: Sequence[Observed], now: Calibration) -> Fit:
    """Fit weights and threshold; the threshold is where most is ``ok``, and of equals where F1 is best.

    ``now`` is the calibration in use, for comparison. Raises TooFewQuestions.
    """
    require_enough([one.answerable for one in observed])
    names = tuple(CALIBRATION.weights)
    seen = np.array([bool(one.signs) for one in observed])
    signs = np.array([[one.signs.get(name, 0.0) for name in names] for one in observed])
    answerable = np.array([one.answerable for one in observed])
    right = np.array([one.right for one in observed])
    folds = _folds(answerable)
    held_out = np.zeros(len(observed))
    for fold in range(FOLDS):
        mine, others = (folds == fold) & seen, (folds != fold) & seen
        weights, bias = _logistic(signs[others], answerable[others])
        held_out[mine] = _sigmoid(signs[mine] @ weights + bias)
    weights, bias = _logistic(signs[seen], answerable[seen])
    threshold = _best(held_out, answerable, right)
    declined = np.zeros(len(observed), dtype=np.bool_)
    for fold in range(FOLDS):
        declined |= _declines(held_out, answerable, right, folds, fold)
    used = np.array([now.confidence(one.signs) for one in observed])
    bins = reliability(held_out, answerable)
    return Fit(
        Calibration(dict(zip(names, map(float, weights), strict=True)), bias, threshold),
        tuple(_outcome(each, held_out < each, answerable, right) for each in THRESHOLDS),
        _outcome(threshold, held_out < threshold, answerable, right),
        _outcome(threshold, declined, answerable, right),
        _outcome(now.threshold, used < now.threshold, answerable, right),
        bins,
        expected_error(bins),
        expected_error(reliability(used, answerable)),
        auc(held_out, answerable),
    )


def reliability(confidences: Numbers, answerable: NDArray[np.bool_]) -> tuple[Bin, ...]:
    """The questions by tenths of confidence; empty ones are left out."""
    places = np.minimum((confidences * BINS).astype(int), BINS - 1)
    members = ((place, places == place) for place in range(BINS))
    return tuple(
        Bin(
            place / BINS,
            (place + 1) / BINS,
            int(inside.sum()),
            float(confidences[inside].mean()),
            float(answerable[inside].mean()),
        )
        for place, inside in members
        if inside.any()
    )


def expected_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: how far confidence is from the share answerable, weighted by questions."""
    return sum(one.count * abs(one.confidence - one.answerable) for one in bins) / sum(one.count for one in bins)


def auc(confidences: Numbers, answerable: NDArray[np.bool_]) -> float:
    """How often an answerable question has more confidence than an unanswerable one; equals count half."""
    difference = confidences[answerable][:, None] - confidences[~answerable][None, :]
    return float((np.sign(difference) + 1).mean() / 2)


def require_enough(answerable: Sequence[bool]) -> None:
    """Raise TooFewQuestions where there are not enough of both kinds."""
    yes = sum(answerable)
    no = len(answerable) - yes
    if min(yes, no) < FEWEST:
        raise TooFewQuestions(
            f"There are {yes} answerable and {no} unanswerable questions; a fit needs {FEWEST} of each. "
            "Add questions, above all such as the documents do not answer."
        )


def _folds(answerable: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The fold of each question, by chance, each with its share of both kinds."""
    order = np.random.default_rng(_SEED).permutation(len(answerable))
    folds = np.zeros(len(answerable), dtype=np.int64)
    for kind in (True, False):
        members = order[answerable[order] == kind]
        folds[members] = np.arange(len(members)) % FOLDS
    return folds


def _logistic(signs: Numbers, answerable: NDArray[np.bool_]) -> tuple[Numbers, float]:
    """Weights and bias of a ridge logistic regression, by Newton's method on standardised signs."""
    mean, scale = signs.mean(axis=0), signs.std(axis=0)
    scale[scale == 0] = 1.0
    rows = np.column_stack([(signs - mean) / scale, np.ones(len(signs))])
    ridge = np.diag([_RIDGE] * signs.shape[1] + [0.0])
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        likely = _sigmoid(rows @ weights)
        slope = rows.T @ (likely - answerable) + ridge @ weights
        curve = (rows * (likely * (1 - likely))[:, None]).T @ rows + ridge
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-9:  # noqa: PLR2004 - converged
            break
    plain = weights[:-1] / scale
    return plain, float(weights[-1] - plain @ mean)


def _sigmoid(weights: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-np.clip(weights, -500, 500))))


def _best(confidences: Numbers, answerable: NDArray[np.bool_], right: NDArray[np.bool_]) -> float:
    """The middle of the best thresholds: a plateau's edge is a matter of single questions."""
    outcomes = [_outcome(float(each), confidences < each, answerable, right) for each in _GRID]
    best = max((one.ok, one.f1) for one in outcomes)
    winners = [one.threshold for one in outcomes if (one.ok, one.f1) == best]
    return winners[len(winners) // 2]


def _declines(
    held_out: Numbers, answerable: NDArray[np.bool_], right: NDArray[np.bool_], folds: NDArray[np.int64], fold: int
) -> NDArray[np.bool_]:
    """What this fold's questions come to under the threshold that is best for the others."""
    others = folds != fold
    mine: NDArray[np.bool_] = folds == fold
    return mine & (held_out < _best(held_out[others], answerable[others], right[others]))


def _outcome(
    threshold: float, declined: NDArray[np.bool_], answerable: NDArray[np.bool_], right: NDArray[np.bool_]
) -> Outcome:
    rightly = int((declined & ~answerable).sum())
    unanswerable, all_declined = int((~answerable).sum()), int(declined.sum())
    ok = np.where(answerable, ~declined & right, declined)
    return Outcome(
        threshold,
        rightly / all_declined if all_declined else 0.0,
        rightly / unanswerable if unanswerable else 0.0,
        2 * rightly / (all_declined + unanswerable) if all_declined + unanswerable else 0.0,
        float(ok.mean()),
    )
