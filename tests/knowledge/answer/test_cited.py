"""What a reader sees beside a quote: the document's owner, and the table around a row."""

from __future__ import annotations

import pytest

from knowledge.answer.cited import MOST_ROWS, cited_table, completed
from knowledge.answer.source import Source
from knowledge.domain import Passage
from knowledge.language.sentences import split_sentences
from tests.knowledge.answering_doubles import ListIndex
from tests.knowledge.builders import passage

_HEAD = "| City | Limit |\n|---|---|\n"


def _in_two(rows: int) -> list[Passage]:
    """A table that splitting cut in two: the second part stands under its header."""
    lines = [f"| City {n} | {n} euro |" for n in range(1, rows + 1)]
    first = passage(_HEAD + "\n".join(lines[:2]), heading="Per night")
    rest, start = "\n".join(lines[2:]), first.end + 1
    second = passage(rest, heading="Per night", start=start, end=start + len(rest), context=_HEAD)
    return [first, second]


def test_a_row_brings_its_whole_table_also_where_splitting_cut_it() -> None:
    """Only one of the passages was found."""
    parts = _in_two(4)
    row = split_sentences(parts[1])[-1]
    table = cited_table(Source((row,)), ListIndex(parts))

    assert table is not None
    assert ("City", "Limit") == table.header
    assert [f"City {n}" for n in range(1, 5)] == [row[0] for row in table.rows]
    assert ((3,), 4) == (table.quoted, table.total)


def test_a_table_of_300_rows_brings_the_one_that_answers_and_says_how_many_there_are() -> None:
    """An answer is no database."""
    parts = _in_two(300)
    row = split_sentences(parts[1])[-1]
    table = cited_table(Source((row,)), ListIndex(parts))

    assert table is not None
    assert (MOST_ROWS, 300) == (len(table.rows), table.total)
    assert ("City 300", "300 euro") == table.rows[table.quoted[0]]


@pytest.mark.parametrize("text", ["It is 25 days.", "- City: Oslo", "A: b; C: d"])
def test_what_is_no_row_brings_no_table(text: str) -> None:
    """However much it looks like one."""
    given = passage(text)

    assert cited_table(Source((split_sentences(given)[0],)), ListIndex([given])) is None


def test_a_citation_names_its_documents_owner_and_date() -> None:
    """Both are the document's own words."""
    given = passage("It is 25 days.", effective="2026-01-01")
    source = Source((split_sentences(given)[0],))
    index = ListIndex([given], owners={given.document_id: "HR"})
    (citation,) = completed([source.citation(1)], [source], index)

    assert ("2026-01-01", "HR", None) == (citation.effective, citation.owner, citation.table)
