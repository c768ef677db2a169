"""Fits the weights by which sentences are ranked and confidence is measured, on questions of left-out organisations."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from knowledge.answer.confidence import Calibration, Fit, signs
from knowledge.answer.reading import ranked
from knowledge.evaluation.logistic import logistic
from knowledge.evaluation.separation import auc
from workers.training.looking import Looked

_GRID: Final = tuple(round(0.02 * step, 2) for step in range(5, 46))
_DIGITS: Final = 4
_RIDGE: Final = 1e-3
_STEPS: Final = 40
COSINES: Final = frozenset({"cosine", "highest", "meaning", "first"})
"""Signs whose scale is one embedder's own."""

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Judged:
    """A question under a fit that has not seen its organisation: was the first sentence right, and how sure was it."""

    looked: Looked
    right: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Worth:
    """What fits were worth on organisations left out.

    ``found``: the answer was among what was read. ``truth``: right 1, declined 0, wrong -1.
    """

    first: float
    found: float
    auc: float
    declined: float
    answered: float
    truth: float


def fit(looked: Sequence[Looked], made_for: str, without: frozenset[str] = frozenset()) -> Fit:
    """Fit ranking and confidence, without the signs that are named."""
    weights = rank_weights(looked, without)
    confidence = _confidence(looked, weights, without)
    return Fit(made_for, weights, confidence)


def fits(looked: Sequence[Looked], made_for: str, threshold: float, safe_threshold: float) -> tuple[Fit, Fit]:
    """Return the fit for an embedder, and the one without cosines that is safe for any."""
    both = ((fit(looked, made_for), threshold), (fit(looked, "", COSINES), safe_threshold))
    own, safe = (replace(one, calibration=replace(one.calibration, threshold=at)) for one, at in both)
    return own, safe


def threshold_of(verdicts: Sequence[Judged]) -> float:
    """Return the threshold at which as large a share is wrongly declined as is wrongly answered.

    On organisations left out. It does not hang on how many questions of each kind there are.
    """

    def unequal(threshold: float) -> float:
        what = worth(verdicts, threshold)
        return abs(what.declined - what.answered)

    return min(_GRID, key=unequal)


def written(fitted: Sequence[Fit], looked: Sequence[Looked]) -> str:
    """Return the file of the fits."""
    entries = [
        {
            "made_for": one.made_for,
            "threshold": one.calibration.threshold,
            "bias": round(one.calibration.bias, _DIGITS),
            "weights": _rounded(one.calibration.weights),
            "ranker": _rounded(one.ranker),
        }
        for one in fitted
    ]
    content = {
        "written_by": "frontdesk train ranker",
        "questions": len(looked),
        "organisations": sorted({one.question.org for one in looked}),
        "fits": entries,
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _rounded(weights: Weights) -> dict[str, float]:
    return {name: round(weight, _DIGITS) for name, weight in weights.items()}


def rank_weights(looked: Sequence[Looked], without: frozenset[str] = frozenset()) -> dict[str, float]:
    """Return the weights under which the sentences that answer are likeliest, by a softmax over all candidates.

    Questions whose answer was not found teach nothing here. Newton-like steps (L-BFGS) on standardised signs.
    """
    useful = [one for one in looked if one.gold.any() and not one.gold.all()]
    names = [name for name in useful[0].candidates[0].signs if name not in without]
    tables = [_table(one, names) for one in useful]
    scale = np.concatenate(tables).std(axis=0)
    scale[scale == 0] = 1.0
    rows = [torch.tensor(table / scale, dtype=torch.float64) for table in tables]
    gold = [torch.tensor(one.gold) for one in useful]
    weights = torch.zeros(len(names), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = [row @ weights for row in rows]
        each = [torch.logsumexp(s, 0) - torch.logsumexp(s[g], 0) for s, g in zip(scores, gold, strict=True)]
        total = torch.stack(each).mean() + _RIDGE * (weights**2).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return {name: float(value) for name, value in zip(names, weights.detach().numpy() / scale, strict=True)}


def judged(looked: Sequence[Looked], without: frozenset[str] = frozenset()) -> list[Judged]:
    """Judge every question by a fit to other organisations than its own; there must be two."""
    organisations = sorted({one.question.org for one in looked})
    verdicts: list[Judged] = []
    for held_out in organisations:
        others = [one for one in looked if one.question.org != held_out]
        fitted = fit(others, "", without)
        verdicts += [_judged(one, fitted) for one in looked if one.question.org == held_out]
    return verdicts


def worth(verdicts: Sequence[Judged], threshold: float) -> Worth:
    """Sum up: ``declined`` is of the answerable, ``answered`` of the others."""
    answerable = np.array([one.looked.question.answerable for one in verdicts])
    right = np.array([one.right for one in verdicts])
    sure = np.array([one.confidence for one in verdicts])
    found = np.array([bool(one.looked.gold.any()) for one in verdicts])
    given = sure >= threshold
    truth = np.where(answerable, np.where(given, np.where(right, 1, -1), 0), np.where(given, -1, 1))
    return Worth(
        first=float(right[answerable].mean()),
        found=float(found[answerable].mean()),
        auc=auc(sure[answerable], sure[~answerable]),
        declined=float((~given)[answerable].mean()),
        answered=float(given[~answerable].mean()),
        truth=float(truth.mean()),
    )


def _judged(looked: Looked, fitted: Fit) -> Judged:
    if not looked.candidates:
        return Judged(looked, right=False, confidence=0.0)
    evidence = ranked(looked.candidates, fitted.ranker)
    golden = {id(one.sentence) for one, gold in zip(looked.candidates, looked.gold, strict=True) if gold}
    seen = signs(looked.asked, looked.found, evidence)
    return Judged(looked, id(evidence[0].sentence) in golden, fitted.calibration.confidence(seen))


def _confidence(looked: Sequence[Looked], weights: Weights, without: frozenset[str]) -> Calibration:
    """Fit the confidence; the threshold is a half until it is chosen on held-out questions."""
    asked = [one for one in looked if one.candidates]
    seen = [signs(one.asked, one.found, ranked(one.candidates, weights)) for one in asked]
    names = [name for name in seen[0] if name not in without]
    table = np.array([[each[name] for name in names] for each in seen])
    model = logistic(table, np.array([one.question.answerable for one in asked]))
    fitted = dict(zip(names, map(float, model.weights), strict=True))
    return Calibration({**dict.fromkeys(seen[0], 0.0), **fitted}, float(model.bias), 0.5)


def _table(looked: Looked, names: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[one.signs[name] for name in names] for one in looked.candidates])
