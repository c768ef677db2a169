"""What a fit is worth on a folder of documents that it saw no question about, beside the fit that saw them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from knowledge.answer.confidence import Calibration
from knowledge.evaluation.fitting import (
    Choice,
    Numbers,
    Observed,
    Outcome,
    Parts,
    Sample,
    TooFewQuestions,
    require_enough,
)
from knowledge.evaluation.separation import auc

ALL = "all"


@dataclass(frozen=True, slots=True)
class Figures:
    """What comes of a fit for a folder; no ``auc`` where all its questions can be answered, or none."""

    outcome: Outcome
    auc: float | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A folder with so many questions: held out of the fit and of the choice of its threshold, and not."""

    folder: str
    questions: int
    unanswerable: int
    held_out: Figures
    in_sample: Figures


def leave_out(observed: Sequence[Observed], folders: Sequence[str], fitted: Calibration) -> list[LeftOut]:
    """Return the figures for each folder, and last for all of them; ``fitted`` is the fit to all questions.

    Raises TooFewQuestions.
    """
    names, parts = _parts(folders)
    require_folders([one.answerable for one in observed], folders)
    sample = Sample.of(observed, tuple(fitted.weights))
    confidences = sample.confidences(parts)
    declined = sample.declined(confidences, parts)
    seen = np.array([fitted.confidence(one.signs) for one in observed])
    groups = [(name, parts == part) for part, name in enumerate(names)]
    return [
        LeftOut(
            name,
            int(mine.sum()),
            int((~sample.answerable & mine).sum()),
            _figures(sample, mine, confidences, declined, fitted.threshold),
            _figures(sample, mine, seen, seen < fitted.threshold, fitted.threshold),
        )
        for name, mine in (*groups, (ALL, parts >= 0))
    ]


def require_folders(answerable: Sequence[bool], folders: Sequence[str]) -> None:
    """Raise TooFewQuestions where there is one folder only, or too few questions without one of them."""
    names, parts = _parts(folders)
    if len(names) < 2:  # noqa: PLR2004 - one to leave out and one to fit to
        raise TooFewQuestions(
            "The questions are about fewer than two folders, so that none can be left out. "
            "Add questions about another, or run without --each-folder."
        )
    for part, name in enumerate(names):
        try:
            require_enough([can for can, place in zip(answerable, parts, strict=True) if place != part])
        except TooFewQuestions as error:
            raise TooFewQuestions(f"Without the folder {name}: {error}") from None


def _parts(folders: Sequence[str]) -> tuple[list[str], Parts]:
    """The folders' names, and the part of each question; those about no folder are dealt out in turn."""
    names = sorted({folder for folder in folders if folder})
    dealt = count()
    places = [names.index(folder) if folder else next(dealt) % max(1, len(names)) for folder in folders]
    return names, np.array(places, dtype=np.int64)


def _figures(sample: Sample, mine: Choice, confidences: Numbers, declined: Choice, threshold: float) -> Figures:
    yes, no = confidences[mine & sample.answerable], confidences[mine & ~sample.answerable]
    return Figures(sample.outcome(threshold, declined, mine), auc(yes, no) if len(yes) and len(no) else None)
