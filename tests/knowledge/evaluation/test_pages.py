"""The page of a run."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.evaluation.bootstrap import Estimate
from knowledge.evaluation.files import GoldQuestion
from knowledge.evaluation.pages import run_page
from knowledge.evaluation.plots import bars
from knowledge.evaluation.predictions import Prediction
from knowledge.evaluation.run import run_of

ASKED = GoldQuestion(
    id="q1",
    text="How long?",
    language="en",
    document_language="en",
    type="number",
    answerable=True,
    gold_documents=frozenset({"hr/leave.md"}),
    gold_spans=(),
    gold_answers=("25 days",),
    folder="hr",
)
SAID = Prediction("q1", (), text="25 days.", confidence=0.9)
QUESTIONS = [
    ASKED,
    replace(ASKED, id="q2", folder="it"),
    replace(ASKED, id="q3", answerable=False, gold_answers=(), gold_documents=frozenset(), folder=""),
]
ANSWERS = [SAID, replace(SAID, id="q2", text="Soon."), replace(SAID, id="q3", abstained=True, confidence=0.2)]


def test_the_page_plots_each_figure_and_whether_the_confidence_is_to_be_believed() -> None:
    """What can be answered by confidence, and what was answered rightly; nothing of the latter where none was."""
    page = run_page(run_of(QUESTIONS, ANSWERS, None), QUESTIONS, ANSWERS, "questions.jsonl")
    headings = re.findall(r"<h2>(.*?) ·", page)
    declined = [replace(one, abstained=True) for one in ANSWERS]
    silent = run_page(run_of(QUESTIONS, declined, None), QUESTIONS, declined, "questions.jsonl")

    assert "Right in the first sentence" in headings
    assert any(heading.startswith("Truthfulness") for heading in headings)
    assert any(heading.startswith("Told apart") for heading in headings)
    assert "Answerable as often as the confidence says?" in headings
    assert "Answered right as often as it says?" in headings
    assert "Answered right as often as it says?" not in silent


def test_what_was_answered_is_right_less_often_than_the_confidence_says() -> None:
    """One of two at .9, a gap of .4; of three, two of which can be answered: (2 · |.9 - 1| + |.2 - 0|) / 3."""
    page = run_page(run_of(QUESTIONS, ANSWERS, None), QUESTIONS, ANSWERS, "questions.jsonl")

    assert ["ECE 0.133", "ECE 0.400"] == re.findall(r"ECE [\d.]+", page)


def test_folders_stand_beside_the_whole_where_they_are_wanted() -> None:
    """A question about none of them counts in the whole alone."""
    each = run_of(QUESTIONS, ANSWERS, None, each_folder=True)

    assert (1.0, 0.0) == tuple(each.report[name]["first"].mean for name in ("folder hr", "folder it"))
    assert {"folder hr": ["q1"], "folder it": ["q2"]} == {
        name: each.groups[name] for name in each.groups if name.startswith("folder")
    }
    assert 3 == each.report["all"]["truth"].count
    assert not any(name.startswith("folder") for name in run_of(QUESTIONS, ANSWERS, None).report)


def test_a_bar_below_zero_reaches_from_zero_to_the_left() -> None:
    """On a scale from -1 to 1 over 340 points from 170 on: -1/2 is at 255, zero at 340."""
    drawn = bars([("all", Estimate(-0.5, -1.0, 0.0, 4))], lowest=-1.0)

    assert '<rect x="255.0" y="4" width="85.0"' in drawn
    assert "M170.0 12H340.0" in drawn
