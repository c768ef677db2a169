"""What kind of answer a question expects."""

from __future__ import annotations

import pytest

from knowledge.expected import expects_amount, has_amount


@pytest.mark.parametrize(
    "question",
    [
        "How many days of leave do I get?",
        "When is the deadline?",
        "What's the dollar limit this year?",
        "年假有几天？",
        "上限是多少",
    ],
)
def test_questions_for_an_amount_or_a_date(question: str) -> None:
    """In both languages."""
    assert expects_amount(question)


@pytest.mark.parametrize("question", ["How do I apply for leave?", "Who approves travel?", "如何申请休假？"])
def test_other_questions(question: str) -> None:
    """They may be answered without a number."""
    assert not expects_amount(question)


def test_a_number_that_the_question_says_itself_is_no_answer() -> None:
    """Nor is a sentence without any; how often and on which day are."""
    question = "How many of the 25 days carry over?"

    assert has_amount("Five days carry over.", question)
    assert has_amount("They are paid every month.", question)
    assert not has_amount("The 25 days are for everyone.", question)
    assert not has_amount("Days carry over on request.", question)
