"""What counts as worse than an earlier run."""

from __future__ import annotations

import json
from dataclasses import astuple, replace
from pathlib import Path

import pytest

from knowledge.evaluation.bootstrap import contrast
from knowledge.evaluation.comparing import regressions
from knowledge.evaluation.files import EvaluationFileInvalid, GoldQuestion
from knowledge.evaluation.predictions import Prediction, Support, read_predictions, write_predictions
from knowledge.evaluation.run import read_scores, run_of

GOLD = [
    GoldQuestion(
        id=f"q{number}",
        text="How much may I spend?",
        language="en",
        document_language="en",
        type="number",
        answerable=True,
        gold_documents=frozenset({"a.md"}),
        gold_spans=("up to $2,000",),
        gold_answers=("2,000",),
        groups=frozenset({"hr"}),
    )
    for number in range(20)
]
RIGHTS = {"a.md": frozenset({"group:hr"})}
RIGHT = [Prediction(one.id, (("a.md", "up to $2,000"),), ("a.md",), "2,000", kind="answer") for one in GOLD]


ANSWERED_RIGHT = ("ok", "has", "first", "truth")


def _worse_in(count: int) -> list[Prediction]:
    return [replace(one, text="I see.") if place < count else one for place, one in enumerate(RIGHT)]


@pytest.mark.parametrize(
    ("wrong", "found"),
    [(0, []), (1, []), (8, [f"{figure} of {group}" for group in ("all", "en") for figure in ANSWERED_RIGHT])],
)
def test_what_is_worse_by_more_than_chance_is_named(wrong: int, found: list[str]) -> None:
    """One of twenty questions may be chance, eight are not."""
    before = run_of(GOLD, RIGHT, RIGHTS)
    worse = regressions(run_of(GOLD, _worse_in(wrong), RIGHTS).against(before.scores))

    assert found == [str(one).partition(":")[0] for one in worse]
    assert [] == regressions(before.against(run_of(GOLD, _worse_in(wrong), RIGHTS).scores))


def test_a_right_answer_that_moved_behind_a_wrong_first_sentence_is_a_regression() -> None:
    """Whoever reads one line is worse off, though the answer still has it."""
    moved = [replace(one, text="Ask your lead. 2,000") for one in RIGHT]
    worse = regressions(run_of(GOLD, moved, RIGHTS).against(run_of(GOLD, RIGHT, RIGHTS).scores))

    assert ["first of all", "truth of all"] == [str(one).partition(":")[0] for one in worse][:2]
    assert {"first", "truth"} == {one.figure for one in worse}


def test_auc_is_compared_pair_by_pair_on_the_questions_of_both_runs() -> None:
    """All ten are told apart now; before, each unanswerable one was as sure as each other: 1 against a half."""
    gold = [replace(one, answerable=number % 2 == 0) for number, one in enumerate(GOLD[:10])]
    now = [replace(one, confidence=0.9 if number % 2 == 0 else 0.1) for number, one in enumerate(RIGHT[:10])]
    before = [replace(one, confidence=0.5) for one in RIGHT[:8]]
    differences = run_of(gold, now, None).against(run_of(gold, before, None).scores)

    assert (0.5, 0.5, 0.5, 8) == astuple(differences["all"]["AUC"])
    assert "AUC" not in run_of(gold, now, None).against(run_of(gold, RIGHT, None).scores)["all"]


def test_one_leak_more_is_a_regression() -> None:
    """Chance has no part in it."""
    before = run_of(GOLD, RIGHT, RIGHTS)
    leaking = [replace(RIGHT[0], retrieved=(*RIGHT[0].retrieved, ("secret.md", "x"))), *RIGHT[1:]]

    assert ["leak"] == [one.figure for one in regressions(run_of(GOLD, leaking, RIGHTS).against(before.scores))]


def test_a_precision_is_compared_though_two_runs_answered_different_questions() -> None:
    """All four of the one and two of the four of the other: half more, whichever they were."""
    now = {f"q{number}": 1.0 for number in range(4)}
    before = {f"q{number}": float(number % 2) for number in range(2, 6)}
    found = contrast(now, before)

    assert found is not None
    assert (pytest.approx(0.5), 6) == (found.mean, found.count)
    assert found.low < 0.5 < found.high
    assert contrast(now, {}) is None


def test_a_run_is_compared_with_the_json_or_the_predictions_of_another(tmp_path: Path) -> None:
    """Both give the same figures; questions that it did not have are not held against this one."""
    run = run_of(GOLD[:12], RIGHT[:12], RIGHTS)
    (tmp_path / "run.json").write_text(run.as_json())
    write_predictions(tmp_path / "run.jsonl", RIGHT[:12])
    read = [read_scores(tmp_path / name, GOLD, RIGHTS) for name in ("run.json", "run.jsonl")]

    assert [run.scores, run.scores] == read
    assert 12 == run_of(GOLD, RIGHT, RIGHTS).against(read[0])["all"]["ok"].count


def test_a_file_that_is_no_run_is_said_so(tmp_path: Path) -> None:
    """Retrieval's JSON, for one."""
    (tmp_path / "run.json").write_text(json.dumps({"all": {}}))

    with pytest.raises(EvaluationFileInvalid, match=r"run\.json is neither predictions nor"):
        read_scores(tmp_path / "run.json", GOLD, RIGHTS)


def test_what_an_answer_was_made_of_comes_back_from_the_file(tmp_path: Path) -> None:
    """The scorer's fields beside our own."""
    said = replace(
        RIGHT[0], confidence=0.5, generator="x", support=(Support("a.md", "q", "t\nq"),), timings={"total": 1.0}
    )
    write_predictions(tmp_path / "p.jsonl", [said])

    assert [said] == read_predictions(tmp_path / "p.jsonl")
    assert {"id", "answer", "citations", "abstained", "retrieved"} <= set(
        json.loads((tmp_path / "p.jsonl").read_text())
    )
