"""Compares a run with an earlier one, and names what became worse by more than chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from knowledge.evaluation.answers import (
    ABSTENTION_F1,
    CITED_RIGHTLY,
    FIRST,
    HAS,
    LEAK,
    LOWER_IS_BETTER,
    OK,
    TRUTH,
    UNSUPPORTED,
)
from knowledge.evaluation.bootstrap import Estimate
from knowledge.evaluation.report import Report
from knowledge.language.profiles import PROFILES

GUARDED: Final = ("span@5", OK, HAS, FIRST, TRUTH, CITED_RIGHTLY, ABSTENTION_F1, UNSUPPORTED)
"""Few figures, and those that matter most: of twenty, one is worse by chance."""
GUARDED_GROUPS: Final = ("all", *PROFILES)


@dataclass(frozen=True, slots=True)
class Regression:
    """A figure that is worse than before, in a group of questions, by this difference."""

    figure: str
    group: str
    difference: Estimate

    def __str__(self) -> str:
        change = self.difference
        interval = f"{change.low:+.3f} to {change.high:+.3f}"
        return f"{self.figure} of {self.group}: {change.mean:+.3f} ({interval}, {change.count} questions)"


def regressions(differences: Report) -> list[Regression]:
    """The guarded figures that are worse by more than chance. ``leak`` has no chance about it: any more is worse."""
    found = [
        Regression(figure, group, difference)
        for group in GUARDED_GROUPS
        for figure in GUARDED
        if (difference := differences.get(group, {}).get(figure)) and _worse(figure, difference)
    ]
    leak = differences.get("all", {}).get(LEAK)
    return [*found, *([Regression(LEAK, "all", leak)] if leak and leak.mean > 0 else [])]


def _worse(figure: str, difference: Estimate) -> bool:
    return difference.is_real and (difference.mean > 0) == (figure in LOWER_IS_BETTER)
