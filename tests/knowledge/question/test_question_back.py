"""One question back, and when not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.domain import Retrieved
from knowledge.question.question_back import choices
from tests.knowledge.builders import passage, retrieved

_SAMPLE = Path(__file__).parents[2] / "eval" / "sample_questions.jsonl"
_SAID = "It is granted for 25 working days per year."
FOUND = retrieved(
    passage(_SAID, title="Annual Leave Policy", heading="Days", document_id="a"),
    passage(_SAID, title="Sick Leave Policy", heading="Pay", document_id="b"),
    passage(_SAID, title="Expense Policy", heading="Deadlines", document_id="c"),
)


def test_a_word_that_names_several_policies_is_asked_back() -> None:
    """With the policies that it names, and no other that was found."""
    assert ["Annual Leave Policy", "Sick Leave Policy"] == choices("leave?", FOUND)


def test_a_word_that_names_sections_of_one_policy_is_asked_back_by_section() -> None:
    """Without those that only say where to read on."""
    found = retrieved(
        passage(_SAID, title="Expense Policy", heading="Deadlines for receipts"),
        passage(_SAID, title="Expense Policy", heading="Deadlines for trips"),
        passage("- [Travel](t.md)", title="Expense Policy", heading="Deadlines elsewhere"),
    )

    assert ["Expense Policy › Deadlines for receipts", "Expense Policy › Deadlines for trips"] == choices(
        "deadlines", found
    )


def test_three_words_say_enough() -> None:
    """Even where two policies have all of them in their titles."""
    titles = ["Annual Leave Carryover in Cork", "Annual Leave Carryover in Linz"]
    found = retrieved(*(passage(_SAID, title=title, document_id=title) for title in titles))

    assert (titles, []) == (choices("annual leave", found), choices("annual leave carryover", found))


def test_four_things_are_offered_at_most() -> None:
    """The best ones."""
    titles = [f"Leave Policy {number}" for number in range(6)]
    found = retrieved(*(passage(_SAID, title=title, document_id=title) for title in titles))

    assert titles[:4] == choices("leave", found)


def test_a_word_that_fits_one_heading_best_is_answered() -> None:
    """The others are further from it."""
    near, far = FOUND[:2]

    assert [] == choices("leave", [near, Retrieved(far.passage, far.score, 0.8)])


@pytest.mark.parametrize("asked", ["How many days?", "how much", "How often?", "有几天？", "多少钱？"])
def test_an_amount_of_nothing_is_asked_back_by_what_is_near(asked: str) -> None:
    """Any of them could be meant."""
    assert ["Annual Leave Policy › Days", "Sick Leave Policy › Pay", "Expense Policy › Deadlines"] == choices(
        asked, FOUND
    )


def test_what_a_single_word_is_may_be_several_things() -> None:
    """As the word alone."""
    assert ["Annual Leave Policy", "Sick Leave Policy"] == choices("What is the leave?", FOUND)


@pytest.mark.parametrize("asked", ["How many days of leave?", "leave days?", "maternity leave for fathers", "", "?"])
def test_whoever_says_more_is_answered(asked: str) -> None:
    """A question is no bare topic, and neither is a topic that no heading has."""
    assert [] == choices(asked, FOUND)


def test_no_question_of_the_sample_company_is_asked_back() -> None:
    """Even where every heading that was found has its words."""
    for line in _SAMPLE.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)["question"]
        found = retrieved(*(passage(_SAID, title=question, heading=each, document_id=each) for each in "ab"))

        assert [] == choices(question, found), question
