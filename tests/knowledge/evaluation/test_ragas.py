"""The samples that RAGAS reads."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.domain import Turn
from knowledge.evaluation.files import EvaluationFileInvalid, GoldQuestion
from knowledge.evaluation.predictions import Prediction
from knowledge.evaluation.ragas import write_samples

ASKED = GoldQuestion(
    id="c1/1",
    text="How long is annual leave?",
    language="en",
    document_language="en",
    type="number",
    answerable=True,
    gold_documents=frozenset({"leave.md", "hr/leave.md"}),
    gold_spans=("25 days of annual leave",),
    gold_answers=("25 days", "25"),
    history=(Turn("user", "I am new here."), Turn("assistant", "Welcome.")),
)
UNSAID = GoldQuestion("c1/2", "以后呢？", "zh", "", "", False, frozenset(), (), after="c1/1")
SAID = Prediction("c1/1", (("leave.md", "25 days …"), ("pay.md", "The 25th")), text="25 days. [1]")


def _samples(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_sample_has_the_fields_of_a_single_turn(tmp_path: Path) -> None:
    """A follow-up stands behind the questions before it; what cannot be answered has a reference that says so."""
    write_samples(
        tmp_path / "s.jsonl", [ASKED, UNSAID], [SAID, Prediction("c1/2", (), text="没有说明。", abstained=True)]
    )
    first, second = _samples(tmp_path / "s.jsonl")

    assert {
        "user_input": "I am new here.\nHow long is annual leave?",
        "response": "25 days. [1]",
        "retrieved_contexts": ["25 days …", "The 25th"],
        "retrieved_context_ids": ["leave.md", "pay.md"],
        "reference": "25 days",
        "reference_contexts": ["25 days of annual leave"],
        "reference_context_ids": ["hr/leave.md", "leave.md"],
    } == first
    assert ("I am new here.\nHow long is annual leave?\n以后呢？", "文件中没有说明。", []) == tuple(
        second[name] for name in ("user_input", "reference", "reference_contexts")
    )


def test_without_a_gold_answer_the_reference_is_the_words_in_which_it_stands(tmp_path: Path) -> None:
    """And of what was not asked there is no sample."""
    write_samples(tmp_path / "s.jsonl", [replace(ASKED, gold_answers=()), UNSAID], [SAID])

    assert ["25 days of annual leave"] == [one["reference"] for one in _samples(tmp_path / "s.jsonl")]


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """With what to do."""
    with pytest.raises(EvaluationFileInvalid, match=r"s\.jsonl could not be written"):
        write_samples(tmp_path / "missing" / "s.jsonl", [ASKED], [SAID])
