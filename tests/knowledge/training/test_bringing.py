"""Bringing passages: with the real git from a repository on disk, and from folders."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.training.bringing import Bringing
from knowledge.training.organisations import Organisation
from knowledge.training.passages import texts_in
from knowledge.training.records import TrainingDataInvalid, complete, read_questions, write_lines
from knowledge.training.references import Reference
from tests.knowledge.training.conftest import Example, git


def _bringing(example: Example, to: Path, **organisations: Organisation) -> Bringing:
    table = {"meadow": example.organisation, **organisations}
    return Bringing(example.referred, table, to / "passages.jsonl", lambda _name, _done, _total: None)


@pytest.mark.parametrize("filters", ["true", "false"])
def test_passages_come_from_a_commit_of_a_repository(tmp_path: Path, example: Example, filters: str) -> None:
    """Also after the branch has gone on, and whether or not the other side can leave files out."""
    root = tmp_path / "handbook"
    git(root, "config", "uploadpack.allowFilter", filters)
    (root / "leave.md").write_text("Nobody has any days.")
    git(root, "commit", "--quiet", "-am", "Change the days")
    bringing = _bringing(example, tmp_path / "out")
    brought = bringing.bring([])
    records = (tmp_path / "out" / "passages.jsonl").read_text(encoding="utf-8")

    assert [(2, 1, 2, 0)] == [(one.questions, one.answerable, one.found, one.missing) for one in brought]
    assert example.complete == read_questions(tmp_path / "out" / "passages.jsonl")
    assert ([], []) == (bringing.wrong, bringing.unreachable)
    assert example.organisation.commit in records
    assert "CC0-1.0" in records


def test_what_is_complete_is_not_fetched_again(tmp_path: Path, example: Example) -> None:
    """The repository is gone, and nothing is missed."""
    _bringing(example, tmp_path / "out").bring([])
    shutil.rmtree(tmp_path / "handbook")
    again = _bringing(example, tmp_path / "out")

    assert [0] == [one.missing for one in again.bring([])]
    assert [] == again.unreachable
    assert example.complete == read_questions(tmp_path / "out" / "passages.jsonl")


def test_a_repository_that_cannot_be_read_is_one_sentence_and_the_others_go_on(
    tmp_path: Path, example: Example
) -> None:
    """It comes first in the table."""
    hill = Organisation("Hill", "MIT", f"file://{tmp_path}/nowhere", "0" * 40)
    lost = [replace(question, org="hill") for question in example.referred]
    table = {"hill": hill, "meadow": example.organisation}
    # Other texts, so that those of the meadow do not stand for them.
    lost = [replace(question, passage=Reference("x.md", "0" * 64, ((0, 5),))) for question in lost]
    bringing = Bringing([*lost, *example.referred], table, tmp_path / "out.jsonl", lambda _name, _done, _total: None)
    brought = bringing.bring([])

    assert [(0, 1), (2, 0)] == [(one.found, one.missing) for one in brought]
    assert 1 == len(bringing.unreachable)
    assert bringing.unreachable[0].startswith(f"The repository of Hill (file://{tmp_path}/nowhere) could not be read:")


def test_a_passage_that_is_not_the_same_is_named_and_left_out(tmp_path: Path, example: Example) -> None:
    """The commit has another text there, or no such document; the other question stays."""
    root = tmp_path / "handbook"
    (root / "leave.md").write_text("# Leave\n\nEveryone has 30 days now, and interns have them, too, since last year.")
    git(root, "commit", "--quiet", "-am", "Change the days")
    changed = _bringing(
        example, tmp_path / "a", meadow=replace(example.organisation, commit=git(root, "rev-parse", "HEAD"))
    )
    changed.bring([])
    git(root, "rm", "--quiet", "leave.md")
    git(root, "commit", "--quiet", "-m", "Remove the days")
    removed = _bringing(
        example, tmp_path / "b", meadow=replace(example.organisation, commit=git(root, "rev-parse", "HEAD"))
    )
    removed.bring([])
    name = f"Meadow: leave.md, passage {example.referred[0].passage.sha256[:8]}"

    assert [f"{name}: its text is not what the questions were written on."] == changed.wrong
    assert [f"{name}: the document is not there."] == removed.wrong
    assert example.complete[1:] == read_questions(tmp_path / "a" / "passages.jsonl")


def test_passages_come_from_a_folder_by_their_hashes(tmp_path: Path, example: Example) -> None:
    """Whatever else its records say; a text that was changed is missing, and no repository is asked."""
    folder = tmp_path / "folder"
    first, second = (complete(question) for question in example.complete)
    write_lines(folder / "en.jsonl", [first | {"kind": "num", "org": "Meadow (old name)"}])
    write_lines(folder / "zh.jsonl", [second | {"passage": f"{second['passage']}!"}])
    shutil.rmtree(tmp_path / "handbook")
    bringing = _bringing(example, tmp_path / "out")
    brought = bringing.bring([folder])

    assert [(1, 1)] == [(one.found, one.missing) for one in brought]
    assert example.complete[:1] == read_questions(tmp_path / "out" / "passages.jsonl")
    assert [] == bringing.unreachable


def test_a_folder_without_records_is_one_sentence(tmp_path: Path) -> None:
    """Another folder was meant."""
    with pytest.raises(TrainingDataInvalid, match=r"has no files that end in \.jsonl"):
        texts_in(tmp_path)
