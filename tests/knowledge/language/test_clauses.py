"""Clauses by their numbers, in questions and in documents."""

from __future__ import annotations

import pytest

from knowledge.language.clauses import beside_clauses, clauses_in, least_sure
from knowledge.language.numbered import numbers_of, strength
from knowledge.language.text import question_terms
from tests.knowledge.builders import passage


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What does section 4.2 say?", [("section", "4.2")]),
        ("Section 4(b)(2)", [("section", "4"), ("", "b"), ("", "2")]),
        ("according to Article XII", [("article", "12")]),
        ("annex C and part IV", [("annex", "c"), ("chapter", "4")]),
        ("Was steht in § 5 Absatz 2?", [("section", "5"), ("item", "2")]),
        ("第二章第2条怎么规定？", [("chapter", "2"), ("article", "2")]),
        ("第十二条第三款", [("article", "12"), ("item", "3")]),
        ("第３.２条", [("article", "3.2")]),
        ("3.2条怎么规定的", [("article", "3.2")]),
        ("第二条第（三）项是什么", [("article", "2"), ("item", "3")]),
        ("附件一是什么", [("annex", "1")]),
        ("show me 4.2", [("", "4.2")]),
    ],
)
def test_a_question_names_clauses_the_outer_ones_first(question: str, named: list[tuple[str, str]]) -> None:
    """In every language, and with full-width or spelled numbers; a bare number where nothing else is said."""
    assert named == [(one.kind, one.number) for one in clauses_in(question)]


@pytest.mark.parametrize(
    "question",
    [
        "Is 4.2 EUR paid?",
        "part of my rules",
        "the point is good",
        "第一次请假",
        "5条领带",
        "which articles apply",
        "v 1.2.3",
    ],
)
def test_other_numbers_and_words_name_none(question: str) -> None:
    """Nor does the word alone."""
    assert not clauses_in(question)


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("Please show me the text of section 4.2", []),
        ("第2条具体内容是什么？", []),
        ("Zeig mir bitte § 5", []),
        ("what does rule 3 say about dogs", ["dog"]),
    ],
)
def test_what_is_said_beside_a_clause_is_what_is_asked_about_it(question: str, terms: list[str]) -> None:
    """What only asks for its wording is not."""
    assert terms == [term for term in question_terms(beside_clauses(question)) if term != "mir"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("第2条 年假为10天。\n\n第三条的规定另行通知。", ["2"]),
        ("4.2 Hotels cost.\n\nSection 4.3 applies to all.\n\n25 days of leave", ["4.2"]),
        ("Article 5 Notice\n\n(a) one month\n\nb) two months", ["5", "a", "b"]),
        ("3. Keep the doors shut.\n\n二、不得吸烟。", ["3", "2"]),
    ],
)
def test_a_line_begins_with_the_number_of_its_clause(text: str, numbers: list[str]) -> None:
    """A reference to a clause, or a figure, is no such number."""
    assert numbers == [one.number for one in numbers_of(passage(text, title="Rules"))]


HOUSE = passage(
    "Article 4 Dogs\n\n(a) Dogs stay at home.\n\n(b) Cats, too.\n\nArticle 5 Doors\n\n(a) Shut.", title="House"
)


@pytest.mark.parametrize(
    ("question", "words"),
    [("Article 4(a)", "Dogs stay"), ("Article 5(a)", "Shut"), ("Article 4 (b)", "Cats"), ("Article 5", "Shut")],
)
def test_a_place_is_in_the_clauses_that_it_stands_under(question: str, words: str) -> None:
    """And in none before or behind them."""
    clauses = clauses_in(question)
    places = [HOUSE.text.index(one) for one in ("Dogs stay", "Cats", "Shut")]

    assert [HOUSE.text.index(words)] == [place for place in places if strength(clauses, HOUSE, place)]


@pytest.mark.parametrize(
    ("question", "heading", "text", "sure"),
    [
        ("section 2", "Section 2 Leave", "Yes.", 4),
        ("section 2", "2 Leave", "Yes.", 2),
        ("section 2", "§ 2 Leave", "Yes.", 4),
        ("section 2", "Article 2", "Yes.", 3),
        ("section 2", "Leave", "2. Yes.", 1),
        ("section 2.1", "Leave", "2.1 Yes.", 3),
        ("rule 2", "Leave", "2. Yes.", 2),
        ("article 2", "Section 2", "Yes.", 0),
        ("chapter 2", "Leave", "2. Yes.", 0),
        ("chapter 2", "2 Leave", "Yes.", 2),
        ("chapter 2", "Article 2", "Yes.", 0),
        ("section 3", "2 Leave", "Yes.", 0),
    ],
)
def test_a_clause_is_the_surer_the_closer_its_name(question: str, heading: str, text: str, sure: int) -> None:
    """People call a bare number and an article a section, too; a chapter is never an item of a list."""
    assert sure == strength(clauses_in(question), passage(text, title="Rules", heading=heading))


def test_what_asks_for_more_than_a_clause_may_mean_a_less_sure_one() -> None:
    """What is asked about it tells them apart."""
    assert (4, 1, 0) == (
        least_sure("section 2", [1, 4]),
        least_sure("section 2 on dogs", [1, 4]),
        least_sure("section 2 on dogs", [0]),
    )
