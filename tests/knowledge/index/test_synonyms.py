"""A company's own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.domain import Document
from knowledge.index import HybridIndex, SearchOptions, build_index, read_synonyms
from knowledge.index.synonyms import SynonymsInvalid
from tests.knowledge.doubles import HashingEmbedder, ListSource, document
from tests.knowledge.index.conftest import quiet

FILE = """# what we call things
PTO = paid time off, annual leave, 年休假

IT = information technology   # the department
差旅 = 出差、travel
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of synonyms."""
    path = tmp_path / "synonyms.txt"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("How much PTO do I get?", "How much PTO do I get? (paid time off, annual leave, 年休假)"),
        ("how much pto?", "how much pto? (paid time off, annual leave, 年休假)"),
        ("年休假有几天？", "年休假有几天？ (PTO, paid time off, annual leave)"),
        ("Is annual leave PTO?", "Is annual leave PTO? (paid time off, 年休假)"),
        ("Who is in IT?", "Who is in IT? (information technology)"),
        ("Is it allowed?", "Is it allowed?"),
        ("我要出差", "我要出差 (差旅, travel)"),
        ("What are cryptos?", "What are cryptos?"),
    ],
)
def test_a_question_is_searched_by_the_other_names_too(file: Path, question: str, searched: str) -> None:
    """Whole words in any case; an abbreviation that is a common word, only in capitals."""
    assert searched == read_synonyms(file).expanded(question)


@pytest.mark.parametrize("line", ["PTO", "PTO =", "= leave", "PTO = leave,, days", "… = leave"])
def test_a_line_without_two_names_is_named(tmp_path: Path, line: str) -> None:
    """With its file and number."""
    path = tmp_path / "synonyms.txt"
    path.write_text(f"# ours\n{line}\n", encoding="utf-8")

    with pytest.raises(SynonymsInvalid, match=r"synonyms\.txt, line 2: .* is no line like"):
        read_synonyms(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A setting that points nowhere is a mistake."""
    with pytest.raises(SynonymsInvalid, match=r"FRONTDESK_SYNONYMS: .*absent\.txt could not be read"):
        read_synonyms(tmp_path / "absent.txt")


def test_the_search_finds_what_only_another_name_says(documents: list[Document], path: Path, file: Path) -> None:
    """By words, in another language too."""
    build_index(
        ListSource([*documents, document("The canteen opens at noon.", "food.md", title="Food")]),
        HashingEmbedder(),
        path,
        quiet,
    )
    options = SearchOptions(synonyms=read_synonyms(file))
    plain = HybridIndex(path, HashingEmbedder()).search("PTO?", frozenset({"everyone"}), 5)
    known = HybridIndex(path, HashingEmbedder(), options).search("PTO?", frozenset({"everyone"}), 5)

    assert [] == [one for one in plain if one.lexical is not None]
    assert {"leave.md", "请假.md"} == {one.passage.document_id for one in known if one.lexical is not None}
