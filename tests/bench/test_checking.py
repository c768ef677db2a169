"""What checking an answer of a model costs, with the checker that ships and the index of the sample company."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from knowledge.answer.grounding import Checker
from knowledge.answer.passages import merged
from knowledge.answer.replies import sentences
from knowledge.answer.support import material
from knowledge.domain import Question
from knowledge.evaluation.files import read_questions
from ops.cli.asker import principals
from tests.bench.conftest import FirstStart
from tests.bench.figures import Figures, against, percentile
from workers import wiring
from workers.settings import WorkerSettings

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

EVAL: Final = Path(__file__).parent.parent / "eval"
PROCESSOR_GOAL_S = 0.8
SHOWN_GOAL_S = 0.5


@dataclass(frozen=True)
class Checked:
    """Seconds of the processor for a whole answer, and until its first sentence was judged."""

    processor: float
    first: float


def test_checking_an_answer(first_start: FirstStart, figures: Figures) -> None:
    """Answers as capable models write them, each checked by the passages that are found for its question."""
    checked = list(_check_all(first_start))
    processor = [one.processor for one in checked]
    first = [one.first for one in checked]
    median, slow = statistics.median(processor), percentile(first, 95)
    figures.show(
        f"Checking an answer ({len(checked)} answers)",
        ("", "median", "95 of 100", "goal"),
        [
            (
                "processor's seconds an answer",
                f"{median:.2f}",
                f"{percentile(processor, 95):.2f}",
                against(f"median ≤ {PROCESSOR_GOAL_S}", met=median <= PROCESSOR_GOAL_S),
            ),
            (
                "seconds from a first sentence's last token to its verdict",
                f"{statistics.median(first):.2f}",
                f"{slow:.2f}",
                against(f"95 of 100 ≤ {SHOWN_GOAL_S}", met=slow <= SHOWN_GOAL_S),
            ),
        ],
    )

    assert len(checked) >= 80


def _check_all(first_start: FirstStart) -> Iterator[Checked]:
    settings = WorkerSettings.read(data_dir=first_start.settings.data_dir, generator="extractive")
    embedder = wiring.load_embedder(settings)
    answering = wiring.load_answering(settings, embedder)
    checker = Checker(embedder, embedder.entailment)
    index = answering.index.current()
    gold = {one.id: one for one in read_questions(EVAL / "sample_questions.jsonl")}
    lines = (EVAL / "sample_ideal.jsonl").read_text(encoding="utf-8").splitlines()
    for line in map(json.loads, lines):
        one = gold[line["id"]]
        question = Question(one.id, one.text, one.language, principals(""))
        _, found = answering.search(question, index)
        shown = merged(found)
        began, used = time.perf_counter(), time.process_time()
        stuff = material(found, shown, embedder)
        firsts = []
        for sentence in sentences([line["ideal"]], thinks=False):
            checker.check(sentence, question, stuff)
            firsts.append(time.perf_counter() - began)
        yield Checked(time.process_time() - used, firsts[0])
