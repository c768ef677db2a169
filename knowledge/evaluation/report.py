"""Sums up scores: for all questions, by language, by kind of question, with confidence intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from knowledge.evaluation.bootstrap import Estimate, estimate, gain
from knowledge.evaluation.files import GoldQuestion
from knowledge.evaluation.scoring import FIGURES, Scores

Report = dict[str, dict[str, Estimate]]
"""Group of questions -> figure -> estimate; a figure that no question of the group has is left out."""


def groups_of(questions: Iterable[GoldQuestion]) -> dict[str, list[str]]:
    """Return the ids of the questions in each group: all, languages, follow-ups, types."""
    groups: dict[str, list[str]] = {"all": []}
    types: dict[str, list[str]] = {}
    for question in sorted(questions, key=lambda one: (one.language, one.document_language)):
        groups["all"].append(question.id)
        groups.setdefault(question.language, []).append(question.id)
        if question.document_language:
            groups.setdefault(f"{question.language} about {question.document_language}", []).append(question.id)
        if question.history:
            types.setdefault("follow-ups", []).append(question.id)
        types.setdefault(question.type, []).append(question.id)
    return groups | dict(sorted(types.items()))


def summed_up(scores: Mapping[str, Scores], groups: Mapping[str, Sequence[str]]) -> Report:
    """Return the mean of each figure in each group."""
    return {
        group: {
            figure: mean
            for figure in FIGURES
            if (mean := estimate([scores[name][figure] for name in names if figure in scores[name]]))
        }
        for group, names in groups.items()
    }


def compared(now: Mapping[str, Scores], before: Mapping[str, Scores], groups: Mapping[str, Sequence[str]]) -> Report:
    """Return by how much each figure is better than before in each group, paired by question."""
    return {
        group: {
            figure: difference
            for figure in FIGURES
            if (difference := gain(_of(now, figure, names), _of(before, figure, names)))
        }
        for group, names in groups.items()
    }


def _of(scores: Mapping[str, Scores], figure: str, names: Iterable[str]) -> dict[str, float]:
    return {name: scores[name][figure] for name in names if figure in scores[name]}
