"""Fits the weights by which sentences are ranked and confidence is measured, on questions of left-out organisations."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from knowledge.answer.confidence import Calibration, Fit, signs
from knowledge.answer.reading import READ, READS, Evidence, ranked, read_together, weighed
from knowledge.evaluation.logistic import logistic
from knowledge.evaluation.separation import auc
from knowledge.ports import Reader
from workers.training.looking import Looked

_GRID: Final = tuple(round(0.02 * step, 2) for step in range(5, 46))
_DIGITS: Final = 4
_RIDGE: Final = 1e-3
_STEPS: Final = 40
_READ: Final = READ + 4
"""Sentences that are read of a question: the fits to other organisations have others among the best."""
WITH_READER: Final = frozenset({"first", "foreign", READS})
"""The signs that the confidence weighs; all others paid nothing on organisations left out."""
UNREAD: Final = WITH_READER - {READS}
SAFE: Final = frozenset({"ahead", "foreign"})
"""Those that have the same scale with any embedder."""

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

    ``found``: the answer was among what was read. ``truth``: right 1, declined 0, wrong -1. ``ok``: the share that is
    answered rightly or rightly declined.
    """

    first: float
    found: float
    auc: float
    declined: float
    answered: float
    truth: float
    ok: float


def read(looked: Sequence[Looked], reader: Reader, progress: Callable[[int, int], None]) -> list[Looked]:
    """Return the questions with what a reader says of their best sentences."""
    weights = rank_weights(looked)
    done = []
    for number, one in enumerate(looked, start=1):
        best = ranked(one.candidates, weights)[:_READ]
        said = read_together(one.asked, best, reader)
        done.append(replace(one, read={id(item.sentence): each for item, each in zip(best, said, strict=True)}))
        progress(number, len(looked))
    return done


def fit(looked: Sequence[Looked], made_for: str, by: frozenset[str] = WITH_READER) -> Fit:
    """Fit ranking and confidence, the latter over the signs that are named."""
    weights = rank_weights(looked)
    if READS in by and any(one.read for one in looked):
        weights = _with_reader(looked, weights)
    return Fit(made_for, weights, _confidence(looked, weights, by))


def fitted_at(threshold: float, looked: Sequence[Looked], made_for: str, by: frozenset[str]) -> Fit:
    """Return the fit to all questions with a threshold that was chosen on held-out ones."""
    fitted = fit(looked, made_for, by)
    return replace(fitted, calibration=replace(fitted.calibration, threshold=threshold))


def threshold_of(verdicts: Sequence[Judged]) -> float:
    """Return the threshold at which most questions are answered rightly or rightly declined.

    On organisations left out.
    """
    return max(_GRID, key=lambda threshold: worth(verdicts, threshold).ok)


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


def rank_weights(looked: Sequence[Looked]) -> dict[str, float]:
    """Return the weights under which the sentences that answer are likeliest, by a softmax over all candidates.

    Questions whose answer was not found teach nothing here. Newton-like steps (L-BFGS) on standardised signs.
    """
    useful = [one for one in looked if one.gold.any() and not one.gold.all()]
    names = list(useful[0].candidates[0].signs)
    tables = [_table(one, names) for one in useful]
    scale = np.concatenate(tables).std(axis=0)
    scale[scale == 0] = 1.0
    rows = [torch.tensor(table / scale, dtype=torch.float64) for table in tables]
    gold = [torch.tensor(one.gold) for one in useful]
    weights = _softmax(rows, gold) / scale
    return dict(zip(names, map(float, weights), strict=True))


def _with_reader(looked: Sequence[Looked], weights: Weights) -> dict[str, float]:
    """Return the weights with the reader's: how much its word counts beside theirs, among the sentences it read."""
    rows, golds = [], []
    for one in looked:
        golden = one.golden
        best = ranked(one.candidates, weights)[:READ]
        gold = [id(item.sentence) in golden for item in best]
        if any(gold) and not all(gold):
            said = _said(one, best)
            rows.append(torch.tensor([[item.score, each] for item, each in zip(best, said, strict=True)]).double())
            golds.append(torch.tensor(gold))
    before, reads = map(float, _softmax(rows, golds))
    return {name: before * weight for name, weight in weights.items()} | {READS: reads}


def _softmax(rows: Sequence[torch.Tensor], gold: Sequence[torch.Tensor]) -> NDArray[np.float64]:
    """Return the weights, shape (signs,), under which what is gold is likeliest in tables of shape (choices, signs)."""
    weights = torch.zeros(rows[0].shape[1], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = [row @ weights for row in rows]
        each = [torch.logsumexp(s, 0) - torch.logsumexp(s[g], 0) for s, g in zip(scores, gold, strict=True)]
        total = torch.stack(each).mean() + _RIDGE * (weights**2).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    fitted: NDArray[np.float64] = weights.detach().numpy()
    return fitted


def judged(looked: Sequence[Looked], by: frozenset[str] = WITH_READER) -> list[Judged]:
    """Judge every question by a fit to other organisations than its own; there must be two."""
    organisations = sorted({one.question.org for one in looked})
    verdicts: list[Judged] = []
    for held_out in organisations:
        others = [one for one in looked if one.question.org != held_out]
        fitted = fit(others, "", by)
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
        ok=float(np.where(answerable, given & right, ~given).mean()),
    )


def _judged(looked: Looked, fitted: Fit) -> Judged:
    if not looked.candidates:
        return Judged(looked, right=False, confidence=0.0)
    evidence = _evidence(looked, fitted.ranker)
    seen = signs(looked.asked, looked.found, evidence)
    return Judged(looked, id(evidence[0].sentence) in looked.golden, fitted.calibration.confidence(seen))


def _evidence(looked: Looked, weights: Weights) -> Sequence[Evidence]:
    evidence = ranked(looked.candidates, weights)
    return weighed(evidence, _said(looked, evidence[:READ]), weights[READS]) if READS in weights else evidence


def _said(looked: Looked, best: Sequence[Evidence]) -> list[float]:
    """What the reader says of the best; of one that it was not asked about, no more than of the others."""
    lowest = min(looked.read.values(), default=0.0)
    return [looked.read.get(id(item.sentence), lowest) for item in best]


def _confidence(looked: Sequence[Looked], weights: Weights, by: frozenset[str]) -> Calibration:
    """Fit the confidence; the threshold is a half until it is chosen on held-out questions."""
    asked = [one for one in looked if one.candidates]
    seen = [signs(one.asked, one.found, _evidence(one, weights)) for one in asked]
    names = sorted(by)
    table = np.array([[each[name] for name in names] for each in seen])
    model = logistic(table, np.array([one.question.answerable for one in asked]))
    fitted = dict(zip(names, map(float, model.weights), strict=True))
    return Calibration({**dict.fromkeys(seen[0], 0.0), **fitted}, float(model.bias), 0.5)


def _table(looked: Looked, names: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[one.signs[name] for name in names] for one in looked.candidates])
