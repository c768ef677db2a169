"""What the full text sees."""

from __future__ import annotations

import pytest

from knowledge.index.index_text import full_text, full_text_query


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("How many days of vacation?", "Vacation: twenty-five day"),
        ("请问年休假有几天？", "员工享有年休假。"),
        ("工龄满五年", "满5年的"),
        ("more than 2,000 dollars", "2000 dollars"),
        ("カタカナ", "これはカタカナです"),
    ],
)
def test_a_question_shares_terms_with_the_passage_that_answers(question: str, passage: str) -> None:
    """Whatever the form of the word or the number; scripts without blanks in pairs of characters."""
    assert set(full_text_query(question).split()) & set(full_text(passage).split())


@pytest.mark.parametrize("question", ["What is it?", "这个怎么样？", "？"])
def test_words_that_only_ask_are_no_terms(question: str) -> None:
    """They would find every passage and none."""
    assert "" == full_text_query(question)
