"""What a document became: its passages in their order, with tables as rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.domain import LeftOut, Problem
from knowledge.errors import DocumentUnknown
from knowledge.index import build_index
from knowledge.index.showing import became, parts
from tests.knowledge.doubles import HashingEmbedder, ListSource, document
from tests.knowledge.index.conftest import quiet

HOTELS = (
    "# Hotels\n\nLimits a night:\n\n| City | Limit |\n| --- | --- |\n| Oslo | 200 EUR |\n\nBook early.\n\n"
    "# 火车\n\n二等座。"
)
LEFT_OUT = (LeftOut("hidden", 12, 2), LeftOut("struck", 3))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An index of one document with a problem, and of another one."""
    hotels = replace(document(HOTELS, "travel/hotels.docx", title="Hotels"), left_out=LEFT_OUT)
    problem = Problem("travel/hotels.docx", "9% of its letters are not in its text.")
    build_index(
        ListSource([hotels, document("Leave is 25 days.")], [problem]), HashingEmbedder(), tmp_path / "index", quiet
    )
    return tmp_path / "index"


def test_a_document_is_shown_passage_by_passage_with_what_is_not_in_it(path: Path) -> None:
    """By its name or its title; nothing of another document."""
    found = became(path, "hotels")
    said = [part for passage in found.passages for part in parts(passage)]

    assert ("travel/hotels.docx", LEFT_OUT) == (found.record.id, found.record.left_out)
    assert ("9% of its letters are not in its text.",) == found.problems
    assert ["Limits a night:", [["City", "Limit"], ["Oslo", "200 EUR"]], "Book early.", "二等座。"] == said


def test_a_document_that_is_not_there_is_named(path: Path) -> None:
    """With the closest name."""
    with pytest.raises(DocumentUnknown, match=r"Did you mean travel/hotels\.docx"):
        became(path, "hotels.docx")


def test_what_is_left_out_otherwise_is_another_version(path: Path, tmp_path: Path) -> None:
    """Else `kb show` went on saying what the file had before."""
    other = replace(document(HOTELS, "travel/hotels.docx", title="Hotels"), left_out=LEFT_OUT[:1])
    report = build_index(ListSource([other, document("Leave is 25 days.")]), HashingEmbedder(), path, quiet)

    assert ("travel/hotels.docx",) == report.changes.modified
    assert LEFT_OUT[:1] == became(path, "Hotels").record.left_out
