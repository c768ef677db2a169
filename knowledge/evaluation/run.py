"""One evaluation of answers as a whole: each question's figures, what they sum up to, and the JSON of both."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from knowledge.answer.story import EXTRACTIVE
from knowledge.evaluation import answers, scoring
from knowledge.evaluation.answers import score
from knowledge.evaluation.files import EvaluationFileInvalid, GoldQuestion, read_text
from knowledge.evaluation.measures import Measures, measured
from knowledge.evaluation.predictions import Prediction, read_predictions
from knowledge.evaluation.report import Report, contrasted, groups_of, summed_up
from knowledge.evaluation.scoring import Scores
from knowledge.evaluation.separation import Confidences, separation, separation_gain

SEARCH: Final = tuple(figure for figure in scoring.FIGURES if figure != answers.LEAK)
FIGURES: Final = (*SEARCH, *answers.FIGURES)

_SCORES: Final = "scores"


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run; ``groups`` are the ids of the questions in each."""

    groups: Mapping[str, Sequence[str]]
    scores: Mapping[str, Scores]
    report: Report
    measures: Mapping[str, Measures]
    shown_in_models_words: float
    """Of the questions answered from documents, the share whose first sentence a model wrote."""

    def against(self, before: Mapping[str, Scores]) -> Report:
        """By how much each figure is more than before, on the questions of both runs."""
        differences = contrasted(self.scores, before, self.groups, FIGURES, answers.SHAPES)
        for group, estimates in differences.items():
            kinds = [_confidences(scores, self.groups[group]) for scores in (self.scores, before)]
            if difference := separation_gain(*kinds):
                estimates[answers.AUC] = difference
        return differences

    def as_json(self) -> str:
        """All of it; a later run is compared with this."""
        measures = {group: asdict(one) for group, one in self.measures.items()}
        content = {
            "shown_in_models_words": self.shown_in_models_words,
            "figures": plain(self.report),
            "measures": measures,
            _SCORES: self.scores,
        }
        return json.dumps(content, indent=1, ensure_ascii=False)


def run_of(
    gold: Sequence[GoldQuestion],
    said: Sequence[Prediction],
    rights: Mapping[str, frozenset[str]] | None,
    *,
    each_folder: bool = False,
) -> Run:
    """Score what was answered; with ``each_folder`` for each top-level folder of the documents, too."""
    groups = groups_of(gold, each_folder=each_folder)
    scores = score(gold, said, rights)
    report = summed_up(scores, groups, FIGURES, answers.SHAPES)
    for group, estimates in report.items():
        if one := separation(*_confidences(scores, groups[group])):
            estimates[answers.AUC] = one
    return Run(groups, scores, report, measured(said, groups), in_models_words(said))


def in_models_words(said: Sequence[Prediction]) -> float:
    """The share of the answers from documents that begin with a model's words."""
    answered = [one for one in said if one.citations and not one.abstained]
    return sum(one.writer not in {"", EXTRACTIVE} for one in answered) / len(answered) if answered else 0.0


def read_scores(
    path: Path, gold: Sequence[GoldQuestion], rights: Mapping[str, frozenset[str]] | None
) -> dict[str, Scores]:
    """Each question's figures of an earlier run, from its JSON or its predictions; of the questions that it has.

    Raises EvaluationFileInvalid.
    """
    try:
        content = json.loads(read_text(path))
    except json.JSONDecodeError:
        content = None  # more than one line: predictions
    if isinstance(content, dict) and "id" not in content:
        return _scores(path, content)
    said = read_predictions(path)
    asked = {one.id for one in said}
    return score([one for one in gold if one.id in asked], said, rights)


def plain(report: Report) -> dict[str, dict[str, dict[str, float]]]:
    """The figures as JSON has them."""
    return {group: {figure: asdict(one) for figure, one in estimates.items()} for group, estimates in report.items()}


def _confidences(scores: Mapping[str, Scores], names: Sequence[str]) -> tuple[Confidences, Confidences]:
    """What the confidence was of those that can be answered, and of the others."""
    answerable, unanswerable = (
        {name: scores[name][kind] for name in names if kind in scores.get(name, {})} for kind in answers.CONFIDENCES
    )
    return answerable, unanswerable


def _scores(path: Path, content: Mapping[str, Any]) -> dict[str, Scores]:
    try:
        return {
            str(name): {str(figure): float(value) for figure, value in scores.items()}
            for name, scores in content[_SCORES].items()
        }
    except (KeyError, AttributeError, TypeError, ValueError):
        raise EvaluationFileInvalid(
            f"{path} is neither predictions nor what `frontdesk eval --json` writes. Name one of these."
        ) from None
