"""The files of an evaluation, and what is said where one is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.domain import Turn
from knowledge.evaluation.files import (
    EvaluationFileInvalid,
    read_questions,
    read_rights,
)
from knowledge.evaluation.predictions import Prediction, read_predictions, write_predictions

LINE = {"id": "q1", "lang": "en", "question": "And then?", "answerable": True, "gold_docs": ["a.md"], "gold_span": "x"}


def _file(folder: Path, *lines: object) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_a_question_is_read_with_its_history_groups_and_other_spans(tmp_path: Path) -> None:
    """What is not said is empty."""
    history = [{"role": "user", "content": "First?"}, {"role": "assistant", "content": "This."}]
    plain, full = read_questions(
        _file(tmp_path, LINE, "", {**LINE, "id": "q2", "history": history, "groups": ["hr"], "alt_spans": ["y"]})
    )

    assert ((), frozenset(), ("x",), "") == (plain.history, plain.groups, plain.gold_spans, plain.document_language)
    assert (Turn("user", "First?"), Turn("assistant", "This.")) == full.history
    assert (frozenset({"hr"}), ("x", "y")) == (full.groups, full.gold_spans)


TURNS = [
    {"question": "How long is it?", "answerable": True, "gold_docs": ["hr/leave.md"], "gold_answers": ["25 days"]},
    {"question": "那兼职呢？", "answerable": False, "lang": "zh"},
]
CONVERSATION = {"id": "c1", "lang": "en", "type": "talk", "groups": ["hr"], "turns": TURNS}


def test_a_conversation_is_a_question_for_each_turn(tmp_path: Path) -> None:
    """What the line says holds for all, where a turn does not say otherwise; each comes after the one before it."""
    history = [{"role": "user", "content": "Annual leave?"}]
    first, second = read_questions(_file(tmp_path, {**CONVERSATION, "history": history}))

    assert [("c1/1", ""), ("c1/2", "c1/1")] == [(one.id, one.after) for one in (first, second)]
    assert [("en", True, ("25 days",)), ("zh", False, ())] == [
        (one.language, one.answerable, one.gold_answers) for one in (first, second)
    ]
    assert ((Turn("user", "Annual leave?"),), ()) == (first.history, second.history)
    assert {("talk", frozenset({"hr"}))} == {(one.type, one.groups) for one in (first, second)}


def test_a_question_belongs_to_the_folder_that_it_names_or_that_of_its_first_document(tmp_path: Path) -> None:
    """One beside the folders is in none of them by name; without a document it belongs nowhere."""
    lines = [
        {**LINE, "id": "1", "gold_docs": ["hr/pay/bands.md", "it/x.md"]},
        {**LINE, "id": "2"},
        {**LINE, "id": "3", "answerable": False, "gold_docs": [], "folder": "it"},
        {**LINE, "id": "4", "answerable": False, "gold_docs": []},
    ]

    assert ["hr", ".", "it", ""] == [one.folder for one in read_questions(_file(tmp_path, *lines))]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (({**CONVERSATION, "question": "x"},), "line 1: give either `question` or `turns`; with `turns`, the question"),
        (({**CONVERSATION, "turns": []},), "line 1: `turns` must be a list of one question or more"),
        (({**CONVERSATION, "turns": "And?"},), "line 1: `turns` must be a list of one question or more"),
        (({**CONVERSATION, "turns": [*TURNS, "And?"]},), "line 1: the turn c1/3 has no `question`"),
        (({**CONVERSATION, "turns": [{"question": "And?"}]},), "line 1: the turn c1/1 has no `answerable`"),
        (
            ({**CONVERSATION, "turns": [{**TURNS[0], "history": []}]},),
            "line 1: the turn c1/1 has `history`, which only",
        ),
        (({"id": "c1", "turns": TURNS},), "line 1: the field 'lang' is missing"),
        ((CONVERSATION, {**LINE, "id": "c1/2"}), "two questions have the same id"),
        ((LINE, "{"), "questions.jsonl, line 2 is no valid JSON"),
        ((LINE, {"id": "q2"}), "questions.jsonl, line 2: the field 'question' is missing"),
        (({**LINE, "history": ["First?"]},), "questions.jsonl, line 1: a field is not of the kind"),
        (("[]",), "questions.jsonl, line 1: a field is not of the kind"),
        ((LINE, LINE), "two questions have the same id"),
        (("",), "is empty"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, lines: tuple[object, ...], said: str) -> None:
    """With what is wrong about it."""
    with pytest.raises(EvaluationFileInvalid, match=said.replace("[", r"\[")):
        read_questions(_file(tmp_path, *lines))


def test_predictions_are_written_as_the_scorer_reads_them(tmp_path: Path) -> None:
    """And come back as they were."""
    path = tmp_path / "predictions.jsonl"
    write_predictions(path, [Prediction("q1", (("a.md", "年休假"), ("b.md", "y")))])

    assert [Prediction("q1", (("a.md", "年休假"), ("b.md", "y")))] == read_predictions(path)
    assert {
        "id": "q1",
        "answer": "",
        "citations": [],
        "abstained": False,
        "retrieved": [{"doc": "a.md", "text": "年休假"}, {"doc": "b.md", "text": "y"}],
    } == json.loads(path.read_text(encoding="utf-8"))


def test_rights_are_groups_by_document(tmp_path: Path) -> None:
    """A group becomes a principal."""
    path = tmp_path / "acl.json"
    path.write_text('{"a.md": ["hr", "all"], "b.md": []}')

    assert {"a.md": frozenset({"group:hr", "group:all"}), "b.md": frozenset()} == read_rights(path)


@pytest.mark.parametrize("text", ["[]", '{"a.md": "hr"}', "{"])
def test_rights_of_another_shape_are_refused(tmp_path: Path, text: str) -> None:
    """``"hr"`` for ``["hr"]`` would make the groups h and r."""
    path = tmp_path / "acl.json"
    path.write_text(text)

    with pytest.raises(EvaluationFileInvalid, match=r"acl\.json"):
        read_rights(path)
