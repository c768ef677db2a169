"""The wire: what goes in comes out, as plain JSON."""

from __future__ import annotations

import json
from dataclasses import replace

from knowledge.domain import Answer, Citation, CitedTable, Question, Turn
from tests.knowledge.builders import passage, retrieved
from workers.contract import pack_answer, pack_question, unpack_citations, unpack_question

CITATION = Citation(1, "people/leave.md", "Leave Policy", "Annual leave", "25 days", "https://intranet.example/leave")


def test_a_question_survives_the_queue() -> None:
    """With its rights and its history."""
    question = Question("q-1", "那病假呢？", "zh", frozenset({"everyone", "group:hr"}), (Turn("user", "年假多少天？"),))

    assert unpack_question(json.loads(json.dumps(pack_question(question)))) == question


def test_equal_questions_are_equal_bytes() -> None:
    """Sets have no order of their own."""
    one = Question("q-1", "?", "en", frozenset({"a", "b", "c"}))
    other = Question("q-1", "?", "en", frozenset({"c", "b", "a"}))

    assert json.dumps(pack_question(one)) == json.dumps(pack_question(other))


def test_the_sources_of_a_question_travel_only_where_they_are_bounded() -> None:
    """A worker of the release before knows of none; what a later edge says besides is passed over."""
    everywhere = Question("q-1", "?", "en", frozenset({"everyone"}))
    bounded = replace(everywhere, sources=frozenset({"hr", "it"}))
    packed = json.loads(json.dumps(pack_question(bounded)))

    assert "sources" not in pack_question(everywhere)
    assert ["hr", "it"] == packed["sources"]
    assert bounded == unpack_question({**packed, "mood": "curious"})


def test_an_answer_travels_with_its_citations_and_without_the_passages() -> None:
    """Records need to know what was found, not to keep a second copy of the policies."""
    found = tuple(retrieved(passage("Annual leave is 25 days.", heading="Annual leave")))
    answer = Answer("q-1", "25 days [1]", "en", (CITATION,), False, found, "v000001", "extractive", {"total": 0.2})
    answer = replace(answer, next_questions=("And then?",))

    packed = json.loads(json.dumps(pack_answer(answer)))

    assert unpack_citations(packed) == (CITATION,)
    assert packed["retrieved"][0]["heading"] == "Annual leave"
    assert packed["retrieved"][0]["quoted"] == [1]
    assert packed["next_questions"] == ["And then?"]
    assert "Annual leave is 25 days." not in json.dumps(packed)


def test_a_citation_travels_with_its_table_owner_and_date() -> None:
    """What stands beside the quote is no less exact."""
    table = CitedTable(("City", "Limit"), (("Oslo", "1"), ("Bonn", "2")), (1,), 300)
    citation = replace(CITATION, effective="2026-01-01", owner="HR", table=table)
    answer = Answer("q-1", "2 [1]", "en", (citation,), False, (), "v000001", "extractive", {"total": 0.2})

    assert unpack_citations(json.loads(json.dumps(pack_answer(answer)))) == (citation,)


def test_citations_of_other_releases_are_read() -> None:
    """Of an earlier one, which says less, and of a later one, which says more."""
    earlier = {"number": 1, "document": "d", "title": "t", "heading": "h", "quote": "q", "url": "u", "page": None}
    later = {**earlier, "effective": None, "owner": "", "table": None, "approved_by": "Anna"}

    assert unpack_citations({"citations": [earlier]}) == unpack_citations({"citations": [later]})


def test_only_the_passage_that_was_quoted_is_named_as_that() -> None:
    """Not its neighbours in the document, nor the same words under another heading; a list may go over two passages."""
    found = retrieved(
        passage("Annual leave is 25 days.", heading="Annual leave", document_id=CITATION.document),
        passage("Sick leave needs a note.", heading="Sick leave", document_id=CITATION.document),
        passage("It is 25 days here, too.", heading="Elsewhere", document_id=CITATION.document),
        passage("To do:\n1. Ask.", heading="Steps", document_id=CITATION.document),
        passage("2. Wait.", heading="Steps", document_id=CITATION.document),
    )
    steps = replace(CITATION, number=2, heading="Steps", quote="1. Ask.\n2. Wait.")
    answer = Answer("q-1", "…", "en", (CITATION, steps), False, tuple(found), "v000001", "extractive", {"total": 0.2})

    assert [each["quoted"] for each in pack_answer(answer)["retrieved"]] == [[1], [], [], [2], [2]]
