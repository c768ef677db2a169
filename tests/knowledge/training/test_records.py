"""Records: written, read again, and refused in one sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.domain import Turn
from knowledge.training.organisations import read_organisations
from knowledge.training.records import (
    OtherEdition,
    TrainingDataInvalid,
    TrainingQuestion,
    complete,
    hash_of,
    read_questions,
    write_lines,
)

QUESTION = TrainingQuestion(
    question="and in summer?",
    lang="en",
    doc_lang="zh",
    answerable=True,
    kind="follow_up",
    org="meadow",
    document="hours.md",
    title="工时",
    heading="夏季",
    history=(Turn("user", "when do we open"), Turn("assistant", "At nine.")),
    passage="夏季八点开门。\u2028冬季九点开门。",
    gold_sentences=("夏季八点开门。",),
    near_misses=("冬季九点开门。",),
    other_edition=OtherEdition("hours-2020.md", "夏季七点开门。"),
)


def test_a_record_that_was_written_is_read_again(tmp_path: Path) -> None:
    """Also one whose text has what some programs take for the end of a line."""
    path = tmp_path / "deep" / "records.jsonl"
    write_lines(path, [complete(QUESTION)])

    assert [QUESTION] == read_questions(path)
    assert ["records.jsonl"] == [file.name for file in path.parent.iterdir()]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"lang": "fr"}, "'fr' is none of the values of 'lang': de, en, zh."),
        ({"kind": "riddle"}, "'riddle' is none of the values of 'kind'"),
        ({"question": " "}, "the question and the document may not be empty."),
        ({"title": 3}, "the field 'title' must be text."),
        ({"answerable": "yes"}, "'yes' is none of the values of 'answerable': False, True."),
        ({"answerable": False}, "an answerable question has gold sentences, and no other has any."),
        ({"gold_sentences": []}, "an answerable question has gold sentences, and no other has any."),
        ({"history": []}, "a follow-up has a history, and nothing else has one."),
        ({"near_misses": [""]}, "the passage and its sentences must be text."),
        ({"claims": [{"claim": "x", "label": "maybe"}]}, "'maybe' is none of the values of 'label'"),
        ({"claims": [{"claim": "x"}]}, "the field 'label' is missing."),
        ({"near_misses": None}, "a field is not of the kind that it must be"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(tmp_path: Path, change: dict[str, Any], sentence: str) -> None:
    """The first line is good, the third is not."""
    path = tmp_path / "records.jsonl"
    write_lines(path, [complete(QUESTION)])
    path.write_text(f"{path.read_text()}\n{json.dumps(complete(QUESTION) | change)}\n")
    with pytest.raises(TrainingDataInvalid) as refused:
        read_questions(path)

    assert str(refused.value).startswith(f"{path}, line 3: ")
    assert sentence in str(refused.value)


@pytest.mark.parametrize(("content", "sentence"), [(b"{", "no valid JSON"), (b"[]", "a field is"), (b"\xff", "UTF-8")])
def test_a_file_of_something_else_is_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    """Broken JSON, another JSON, no text at all."""
    path = tmp_path / "records.jsonl"
    path.write_bytes(content)

    with pytest.raises(TrainingDataInvalid, match=sentence):
        read_questions(path)


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "taken").write_text("x")

    with pytest.raises(TrainingDataInvalid, match="could not be written"):
        write_lines(tmp_path / "taken" / "records.jsonl", [])


def test_a_broken_table_of_organisations_is_one_sentence(tmp_path: Path) -> None:
    """It names the file."""
    path = tmp_path / "organisations.json"
    path.write_text('{"meadow": {"name": "Meadow", "colour": "green"}}')

    with pytest.raises(TrainingDataInvalid, match=r"organisations\.json is no table of organisations"):
        read_organisations(path)


def test_a_text_is_named_by_its_sha256() -> None:
    """As any other program computes it."""
    assert "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" == hash_of("hello")
