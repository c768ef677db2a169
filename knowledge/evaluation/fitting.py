"""Fits the confidence and its threshold to questions of which some cannot be answered; cross-validated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.answer.confidence import Calibration
from knowledge.errors import FrontdeskError
from knowledge.evaluation.logistic import Model, logistic
from knowledge.evaluation.reliability import Bin, expected_error, reliability
from knowledge.evaluation.separation import auc

Numbers = NDArray[np.float64]
Choice = NDArray[np.bool_]
Parts = NDArray[np.int64]
"""The number of the part that each question belongs to."""

FOLDS: Final = 10
FEWEST: Final = 20
"""Questions of each kind; fewer make ten folds that say nothing."""
THRESHOLDS: Final = tuple(round(0.05 * step, 2) for step in range(1, 20))

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


@dataclass(frozen=True, slots=True)
class Sample:
    """Observed questions, a column for each thing about them; ``found`` are those with signs."""

    found: Choice
    signs: Numbers
    answerable: Choice
    right: Choice

    @classmethod
    def of(cls, observed: Sequence[Observed], names: Sequence[str]) -> Sample:
        """The columns, with a sign for each name."""
        return cls(
            np.array([bool(one.signs) for one in observed]),
            np.array([[one.signs.get(name, 0.0) for name in names] for one in observed]),
            np.array([one.answerable for one in observed]),
            np.array([one.right for one in observed]),
        )

    def fitted(self, among: Choice) -> Model:
        """A regression of what can be answered among these."""
        chosen = among & self.found
        return logistic(self.signs[chosen], self.answerable[chosen])

    def confidences(self, parts: Parts) -> Numbers:
        """Each question's confidence by a fit that saw no question of its part; 0 where nothing was found."""
        confidences = np.zeros(len(parts))
        for part in np.unique(parts):
            mine = (parts == part) & self.found
            confidences[mine] = self.fitted(parts != part).probabilities(self.signs[mine])
        return confidences

    def declined(self, confidences: Numbers, parts: Parts) -> Choice:
        """What is declined under the threshold that is best for the other parts."""
        declined = np.zeros(len(parts), dtype=np.bool_)
        for part in np.unique(parts):
            declined |= (parts == part) & (confidences < self.threshold(confidences, parts != part))
        return declined

    def threshold(self, confidences: Numbers, among: Choice) -> float:
        """Where most of these is ``ok``, and of equals where F1 is best.

        The middle of the best ones: a plateau's edge is a matter of single questions.
        """
        outcomes = [self.outcome(float(each), confidences < each, among) for each in _GRID]
        best = max((one.ok, one.f1) for one in outcomes)
        winners = [one.threshold for one in outcomes if (one.ok, one.f1) == best]
        return winners[len(winners) // 2]

    def outcome(self, threshold: float, declined: Choice, among: Choice) -> Outcome:
        """What declining those comes to for these."""
        rightly = int((declined & ~self.answerable & among).sum())
        unanswerable, all_declined = int((~self.answerable & among).sum()), int((declined & among).sum())
        ok = np.where(self.answerable, ~declined & self.right, declined)[among]
        return Outcome(
            threshold,
            rightly / all_declined if all_declined else 0.0,
            rightly / unanswerable if unanswerable else 0.0,
            2 * rightly / (all_declined + unanswerable) if all_declined + unanswerable else 0.0,
            float(ok.mean()),
        )


def fit(observed: Sequence[Observed], now: Calibration) -> Fit:
    """Fit weights and threshold; the threshold is where most is ``ok``, and of equals where F1 is best.

    ``now`` is the calibration in use, for comparison. Raises TooFewQuestions.
    """
    require_enough([one.answerable for one in observed])
    names = _names(observed)
    sample = Sample.of(observed, names)
    folds = _folds(sample.answerable)
    confidences = sample.confidences(folds)
    every = np.ones(len(observed), dtype=np.bool_)
    model, threshold = sample.fitted(every), sample.threshold(confidences, every)
    used = np.array([now.confidence(one.signs) for one in observed])
    bins = reliability(confidences, sample.answerable)
    return Fit(
        Calibration(dict(zip(names, map(float, model.weights), strict=True)), model.bias, threshold),
        tuple(sample.outcome(each, confidences < each, every) for each in THRESHOLDS),
        sample.outcome(threshold, confidences < threshold, every),
        sample.outcome(threshold, sample.declined(confidences, folds), every),
        sample.outcome(now.threshold, used < now.threshold, every),
        bins,
        expected_error(bins),
        expected_error(reliability(used, sample.answerable)),
        auc(confidences[sample.answerable], confidences[~sample.answerable]),
    )


def require_enough(answerable: Sequence[bool]) -> None:
    """Raise TooFewQuestions where there are not enough of both kinds."""
    yes = sum(answerable)
    no = len(answerable) - yes
    if min(yes, no) < FEWEST:
        raise TooFewQuestions(
            f"There are {yes} answerable and {no} unanswerable questions; a fit needs {FEWEST} of each. "
            "Add questions, above all such as the documents do not answer."
        )


def _names(observed: Sequence[Observed]) -> list[str]:
    """The names of the signs that were seen. Raises TooFewQuestions where there are none."""
    names = list(dict.fromkeys(name for one in observed for name in one.signs))
    if not names:
        raise TooFewQuestions(
            "Nothing was found for any of the questions. Name the folder of the documents they ask of."
        )
    return names


def _folds(answerable: Choice) -> Parts:
    """The fold of each question, by chance, each with its share of both kinds."""
    order = np.random.default_rng(_SEED).permutation(len(answerable))
    folds = np.zeros(len(answerable), dtype=np.int64)
    for kind in (True, False):
        members = order[answerable[order] == kind]
        folds[members] = np.arange(len(members)) % FOLDS
    return folds
