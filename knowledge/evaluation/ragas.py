"""A run as the samples that RAGAS reads: `EvaluationDataset.from_jsonl`, each line a `SingleTurnSample`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from knowledge.evaluation.conversations import asked_until
from knowledge.evaluation.files import GoldQuestion, write_text
from knowledge.evaluation.predictions import Prediction
from knowledge.language.phrases import UNSAID


def write_samples(path: Path, questions: Sequence[GoldQuestion], said: Sequence[Prediction]) -> None:
    """Write a sample for each question that was asked. Raises EvaluationFileInvalid.

    A follow-up stands behind the questions before it, a line for each: a sample is judged alone.
    """
    asked, answers = asked_until(questions), {one.id: one for one in said}
    samples = (_sample(gold, asked[gold.id], answers[gold.id]) for gold in questions if gold.id in answers)
    write_text(path, "".join(f"{json.dumps(sample, ensure_ascii=False)}\n" for sample in samples))


def _sample(gold: GoldQuestion, asked: str, said: Prediction) -> Mapping[str, Any]:
    return {
        "user_input": asked,
        "response": said.text,
        "retrieved_contexts": [text for _, text in said.retrieved],
        "retrieved_context_ids": [document for document, _ in said.retrieved],
        "reference": _reference(gold),
        "reference_contexts": list(gold.gold_spans),
        "reference_context_ids": sorted(gold.gold_documents),
    }


def _reference(gold: GoldQuestion) -> str:
    """The first of the right answers; where the file has none, the words in which the answer stands."""
    if not gold.answerable:
        return UNSAID[gold.language]  # a sample without a reference would end a run over all of them
    return next(iter((*gold.gold_answers, *gold.gold_spans)), "")
