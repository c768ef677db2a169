"""One rule for several sites: which of them a question means."""

from __future__ import annotations

import pytest

from knowledge.answer.reading import Evidence
from knowledge.answer.siblings import are_siblings, of_the_amount_asked, of_the_one_asked
from knowledge.domain import Passage
from tests.knowledge.builders import passage, sentences


def _site(name: str, lunch: int, **more: object) -> Passage:
    return passage(f"Lunch is {lunch} euros a day.", heading=f"Site {name}", title="Site Brno", start=lunch, **more)


BRNO = passage("Lunch is 3 euros a day.", title="Site Brno", start=3)
"""Its heading is the title of the whole document."""
TURIN, GRAZ = _site("Turin", 5), _site("Graz", 4)


def _ranked(*passages: Passage) -> list[Evidence]:
    found = [one for each in passages for one in sentences(each.text, **_fields(each))]
    return [Evidence(sentence, -float(place), 0.9) for place, sentence in enumerate(found)]


def _fields(one: Passage) -> dict[str, object]:
    return {"heading": one.heading_path[0] if one.heading_path else "", "title": one.title, "start": one.start} | {
        "document_id": one.document_id
    }


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How much is lunch in Turin?", ["Lunch is 5 euros a day."]),
        ("How much is lunch in Brno?", ["Lunch is 3 euros a day."]),
        ("How much is lunch?", ["Lunch is 4 euros a day.", "Lunch is 3 euros a day.", "Lunch is 5 euros a day."]),
    ],
)
def test_the_site_that_is_asked_for_is_quoted_and_no_other(question: str, said: list[str]) -> None:
    """All of them where the question names none."""
    assert said == [one.sentence.own for one in of_the_one_asked(question, _ranked(GRAZ, BRNO, TURIN))]


def test_a_site_may_be_named_anywhere_on_its_page() -> None:
    """Also where several pages are one passage, as at the foot of each."""
    text = "Car: 45 euros.\n\nSite North\n\nCar: 38 euros.\n\nSite South"
    pages = sentences(text, page=1, page_breaks=(text.index("Car: 38"),))
    evidence = [Evidence(one, 1.0, 0.9) for one in pages if one.own.startswith("Car")]

    assert ["Car: 38 euros."] == [one.sentence.own for one in of_the_one_asked("car at Site South", evidence)]


def test_what_says_something_else_is_no_sibling() -> None:
    """Nor is what says the same of the same section, or with the same figures."""
    other = sentences("Dinner may cost up to 5 euros.", heading="Site Turin", start=9)[0]
    [brno], [turin] = sentences(BRNO.text, start=3), sentences(TURIN.text, heading="Site Turin", start=5)

    assert are_siblings(brno, turin)
    assert not are_siblings(brno, other)
    assert not are_siblings(brno, brno)
    assert not are_siblings(brno, sentences(BRNO.text, heading="Site Turin", start=5)[0])
    assert () == of_the_one_asked("lunch", [])


LIMITS = """| Order | Signed by |
|---|---|
| more than 9,000 | the board |
| 400.01 to 9,000 | the director |
| up to 400 | the team lead |
"""


@pytest.mark.parametrize(
    ("question", "signed_by"),
    [
        ("who signs orders over 400", ["the director"]),
        ("who signs an order of 12,000", ["the board"]),
        ("who signs orders", ["the board", "the director", "the team lead"]),
    ],
)
def test_of_a_table_only_the_row_for_the_amount_answers(question: str, signed_by: list[str]) -> None:
    """Whichever row is the nearest in words; all where the question names no amount."""
    evidence = [Evidence(one, -float(place), 0.9) for place, one in enumerate(sentences(LIMITS)) if one.header]

    assert signed_by == [one.sentence.own.rpartition(": ")[2] for one in of_the_amount_asked(question, evidence)]


def test_the_row_for_the_amount_is_as_likely_as_the_first() -> None:
    """Else what comes behind it would be taken for the better answer."""
    evidence = [Evidence(one, -float(place), 0.9) for place, one in enumerate(sentences(LIMITS)) if one.header]

    assert evidence[0].score == of_the_amount_asked("who signs orders over 400", evidence)[0].score
