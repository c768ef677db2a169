"""References to passages: as pieces of documents, and back to the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.training.making import make_questions
from knowledge.training.passages import texts_of
from knowledge.training.pieces import joined, pieces_of
from knowledge.training.records import TrainingDataInvalid, complete, write_lines
from knowledge.training.references import Reference, as_line, completed, read_referred
from tests.knowledge.training.conftest import LEAVE, PAY, Example

DOCUMENTS = {"leave.md": LEAVE, "薪酬/pay.md": PAY}


def test_questions_that_were_referred_and_completed_are_the_same(tmp_path: Path, example: Example) -> None:
    """Through the file that ships, whose name is the organisation's."""
    path = tmp_path / "meadow.jsonl"
    write_lines(path, map(as_line, example.referred))
    found = texts_of(read_referred(path), DOCUMENTS)

    assert example.referred == read_referred(path)
    assert () == found.wrong
    assert example.complete == [completed(question, found.texts) for question in example.referred]


def test_what_ships_has_no_text_of_the_document(example: Example) -> None:
    """Neither of the passage nor of a sentence outside it; one elsewhere names its document."""
    lines = [as_line(question) for question in example.referred]

    assert "days." not in json.dumps([line["passage"] for line in lines])
    assert "paid" not in json.dumps(lines)
    assert ["leave.md", "薪酬/pay.md"] == [reference.document for reference in example.referred[0].references()]


def test_a_question_without_all_its_texts_is_not_completed(example: Example) -> None:
    """One sentence elsewhere is missing."""
    texts = dict(texts_of(example.referred, DOCUMENTS).texts)
    del texts[list(example.referred[0].references())[-1].sha256]

    assert completed(example.referred[0], texts) is None


def test_a_passage_of_one_piece_has_no_literals() -> None:
    """Whatever stands before and behind it."""
    assert ((2, 23),) == pieces_of("Everyone has 25 days.", "x Everyone has 25 days. x")


def test_what_was_left_out_of_a_passage_makes_pieces() -> None:
    """A picture; a changed mark is a literal between them."""
    document = "# Leave\n\n![](a.png)\nEveryone has 25 days; interns have 12 of those days.\n"
    text = "# Leave\n\nEveryone has 25 days, interns have 12 of those days."
    pieces = pieces_of(text, document)

    assert text == joined(pieces, document)
    assert "," in pieces
    assert [","] == [piece for piece in pieces if isinstance(piece, str)]


def test_the_next_place_is_taken_and_not_the_first() -> None:
    """A sentence that is repeated is the one behind what was taken before."""
    document = "same words. first half. same words. second half. "
    text = "first half. same words."

    assert ((12, 35),) == pieces_of(text, document)


@pytest.mark.parametrize("text", ["", "nothing of this is in there, not one word of it"])
def test_another_text_has_no_pieces(text: str) -> None:
    """It would have to be copied."""
    assert () == pieces_of(text, LEAVE)


@pytest.mark.parametrize(
    ("passage", "sentence"),
    [
        ({"sha256": "abc"}, "the field 'sha256' must be 64 hexadecimal digits."),
        ({"pieces": [[5, 3]], "sha256": "0" * 64}, r"\[5, 3\] is no place in a text."),
        ({}, "the field 'sha256' is missing."),
    ],
)
def test_a_wrong_reference_is_named_with_file_and_line(
    tmp_path: Path, example: Example, passage: dict[str, object], sentence: str
) -> None:
    """One sentence."""
    path = tmp_path / "meadow.jsonl"
    write_lines(path, [as_line(example.referred[0]) | {"passage": passage}])

    with pytest.raises(TrainingDataInvalid, match=f"meadow.jsonl, line 1: {sentence}"):
        read_referred(path)


def test_questions_are_made_from_records_and_documents(tmp_path: Path, example: Example) -> None:
    """A text that is in no document is counted, and has no pieces."""
    write_lines(tmp_path / "records.jsonl", map(complete, example.complete))
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "leave.md").write_bytes(LEAVE.encode())
    made = make_questions(tmp_path / "records.jsonl", documents, tmp_path / "questions")
    read = read_referred(tmp_path / "questions" / "meadow.jsonl")

    assert (2, 2) == (made.questions, made.from_folders_only)
    assert [True, False] == [bool(question.passage.pieces) for question in read]
    assert (
        Reference("leave.md", example.referred[0].passage.sha256, example.referred[0].passage.pieces) == read[0].passage
    )


def test_records_of_two_organisations_do_not_make_one_file(tmp_path: Path, example: Example) -> None:
    """The file's name is the organisation's."""
    lines = [complete(example.complete[0]), complete(example.complete[1]) | {"org": "hill"}]
    write_lines(tmp_path / "records.jsonl", lines)

    with pytest.raises(TrainingDataInvalid, match="the questions of one organisation"):
        make_questions(tmp_path / "records.jsonl", tmp_path, tmp_path)
