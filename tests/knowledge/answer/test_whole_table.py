"""Which questions get a whole table, and which none of its rows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from knowledge.answer.confidence import WANTED
from knowledge.answer.reading import MARGIN, Evidence
from knowledge.answer.whole_table import MOST_ROWS, tells_table, whole_table, without_any_row
from knowledge.language.sentences import Sentence
from tests.knowledge.builders import retrieved, sentences

CITIES = "| City | Limit |\n|---|---|\n| Oslo | 200 EUR |\n| Rome | 120 EUR |\n"
GRADES = "| Grade | Salary |\n|---|---|\n| 7 | 60,000 |\n| 8 | 79,000 |\n"


def _evidence(found: Sequence[Sentence], step: float = 0.1) -> list[Evidence]:
    return [Evidence(one, 4.0 - step * place, 0.9) for place, one in enumerate(found) if one.speaks]


def _told(question: str, table: str, *, step: float = 0.1, wanted: float = 0.0, heading: str = "Hotels") -> bool | None:
    rows = sentences(table, heading=heading)
    return tells_table(question, _evidence(rows, step), retrieved(rows[0].passage), {"table": wanted})


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("hotel limits", True),
        ("hotel limits in Oslo", None),
        ("hotel limits for me", True),
        ("What is the hotel limit in Tokyo?", False),
        ("What is the hotel limit in December?", None),
        ("hotel limits for interns", None),
    ],
)
def test_a_question_is_surely_for_a_table_that_says_all_of_it(question: str, *, told: bool | None) -> None:
    """And surely for none that knows the city not that it names; else other signs must say."""
    assert told is _told(question, CITIES)


@pytest.mark.parametrize(("question", "told"), [("深圳仓的津贴标准是多少？", False), ("仓库的津贴标准是多少？", True)])
def test_in_chinese_a_stranger_stands_before_its_matter(question: str, *, told: bool | None) -> None:
    """There are no capitals to tell a name by."""
    rows = sentences(
        "| 仓库 | 津贴 |\n|---|---|\n| 上海仓 | 30 |\n| 成都仓 | 26 |\n", heading="津贴标准", language="zh"
    )

    assert told is tells_table(question, _evidence(rows), retrieved(rows[0].passage), {})


def test_a_row_for_all_others_is_for_a_stranger_too() -> None:
    """It may be the one that is asked for."""
    assert _told("What is the hotel limit in Tokyo?", f"{CITIES}| Other cities | 90 EUR |\n") is None


def test_where_a_table_is_asked_for_it_need_not_say_all() -> None:
    """Other words ask for it."""
    asked = "show me the table of hotel limits please"

    assert (True, None) == (_told(asked, CITIES, wanted=WANTED), _told(asked, CITIES, wanted=WANTED - 0.01))


def test_a_table_too_long_to_be_shown_is_no_answer_where_no_row_is_meant() -> None:
    """Any of its rows would be as wrong as another."""
    rows = [f"| {chr(65 + n)}ville | {n} EUR |\n" for n in range(MOST_ROWS + 1)]
    long = f"| City | Limit |\n|---|---|\n{''.join(rows)}"

    assert _told("hotel rule for interns", long) is False
    assert _told("hotel rule for interns", long, step=MARGIN + 0.1) is None


@pytest.mark.parametrize(("question", "told"), [("grade 9 salary", False), ("grade 8 salary", None)])
def test_a_number_that_a_column_does_not_have_is_in_no_row(question: str, *, told: bool | None) -> None:
    """Where the column counts the rows."""
    assert told is _told(question, GRADES, heading="Pay")


def test_a_row_that_says_nothing_is_not_answered_by_its_neighbour() -> None:
    """As a total whose formula has no value."""
    table = f"{CITIES}| Total of all | |\n"

    assert (False, None) == (_told("total for hotels", table), _told("total for hotels", CITIES))


def test_a_question_that_does_not_say_which_row_gets_all() -> None:
    """Unless one is clearly likelier, or it is for none of them."""
    rows = sentences(CITIES, heading="Hotels")
    found = retrieved(rows[0].passage)

    assert tuple(rows) == whole_table("hotels for interns", _evidence(rows), found, {})
    assert () == whole_table("hotels for interns", _evidence(rows, MARGIN + 0.1), found, {})
    assert () == whole_table("a hotel in Tokyo", _evidence(rows), found, {})
    assert () == whole_table("", _evidence(rows), found, {})


def test_the_table_below_a_sentence_of_its_section_is_shown_where_it_says_all_of_the_question() -> None:
    """The sentence says less."""
    sentence, *rows = sentences(f"The limits apply per night. Ask HR.\n\n{CITIES}", heading="Hotels")[::2]
    found = retrieved(sentence.passage)

    assert [row.own for row in rows] == [
        row.own for row in whole_table("hotel limits", _evidence([sentence, *rows], 3.0), found, {})
    ][: len(rows)]


def test_behind_another_sentence_no_row_is_quoted_that_is_any_of_them() -> None:
    """One that the question names is."""
    sentence, *rows = sentences(f"The limits apply per night.\n\n{CITIES}", heading="Hotels")
    evidence, found = _evidence([sentence, *rows]), retrieved(sentence.passage)
    said = [[one.sentence for one in without_any_row(question, evidence, found)] for question in ("Tokyo?", "Oslo?")]

    assert [[sentence], [sentence, *rows]] == said
