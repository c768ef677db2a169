"""Sums up scores: for all questions, by language, by kind of question, with confidence intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from knowledge.evaluation.bootstrap import Estimate, Shape, contrast, estimate, gain
from knowledge.evaluation.files import GoldQuestion
from knowledge.evaluation.scoring import FIGURES, Scores

NO_SHAPES: Final[Mapping[str, Shape]] = {}

Report = dict[str, dict[str, Estimate]]
"""Group of questions -> figure -> estimate; a figure that no question of the group has is left out."""


def groups_of(questions: Iterable[GoldQuestion], *, each_folder: bool = False) -> dict[str, list[str]]:
    """Return the ids of the questions in each group: all, languages, follow-ups, types; folders where wanted.

    A question that belongs to no folder is in none of these.
    """
    groups: dict[str, list[str]] = {"all": []}
    types: dict[str, list[str]] = {}
    folders: dict[str, list[str]] = {}
    for question in sorted(questions, key=lambda one: (one.language, one.document_language)):
        groups["all"].append(question.id)
        groups.setdefault(question.language, []).append(question.id)
        if question.document_language:
            groups.setdefault(f"{question.language} about {question.document_language}", []).append(question.id)
        if question.history or question.after:
            types.setdefault("follow-ups", []).append(question.id)
        types.setdefault(question.type, []).append(question.id)
        if each_folder and question.folder:
            folders.setdefault(f"folder {question.folder}", []).append(question.id)
    return groups | dict(sorted(types.items())) | dict(sorted(folders.items()))


def summed_up(
    scores: Mapping[str, Scores],
    groups: Mapping[str, Sequence[str]],
    figures: Sequence[str] = FIGURES,
    shapes: Mapping[str, Shape] = NO_SHAPES,
) -> Report:
    """Return each figure in each group: its mean, where no shape makes it something else."""
    return {
        group: {
            figure: mean
            for figure in figures
            if (mean := estimate([*_of(scores, figure, names).values()], shapes.get(figure, float)))
        }
        for group, names in groups.items()
    }


def contrasted(
    now: Mapping[str, Scores],
    before: Mapping[str, Scores],
    groups: Mapping[str, Sequence[str]],
    figures: Sequence[str],
    shapes: Mapping[str, Shape],
) -> Report:
    """Return by how much each figure of answers is more than before in each group, on the questions of both runs."""
    return {
        group: {
            figure: difference
            for figure in figures
            if (
                difference := contrast(_of(now, figure, common), _of(before, figure, common), shapes.get(figure, float))
            )
        }
        for group, names in groups.items()
        if (common := [name for name in names if name in now and name in before])
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
