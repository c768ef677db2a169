"""Words, numbers and negations of both languages."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge.language.text import language_of, negated, numbers, question_terms, stem, terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2,000 dollars", {"2000"}),
        ("five working days", {"5"}),
        ("已满十五天，可延长三十天", {"15", "30"}),
        ("二〇二六年", {"2026"}),
        ("08:30 and 2.50", {"8", "30", "2.5"}),
        ("version 9.1.2", {"9.1.2"}),
    ],
)
def test_a_number_is_the_same_however_it_is_written(text: str, expected: set[str]) -> None:
    """Digits, separators, English words and Chinese numerals."""
    assert expected == set(numbers(text))


def test_inflected_words_are_one_term() -> None:
    """The question says requesting, the policy requests."""
    assert terms("requesting vacations") == terms("requests vacation")


def test_words_that_only_ask_are_no_terms_of_a_question() -> None:
    """They would match every document."""
    assert question_terms("如何申请休假？") == ["申请", "请休", "休假"]
    assert question_terms("How do I request it?") == ["request"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You may carry over 5 days.", False),
        ("You may not carry over any days.", True),
        ("You can't carry over any days.", True),
        ("不得结转年假", True),
        ("年假不少于五天", False),
    ],
)
def test_polarity_is_seen(text: str, *, expected: bool) -> None:
    """A denial never supports a permission."""
    assert expected == negated(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("How?", "en"), ("如何？", "zh"), ("请问 VPN 怎么用？", "zh"), ("What does 请假 mean here?", "en")],
)
def test_the_language_is_that_of_most_letters(text: str, expected: str) -> None:
    """Mixed questions are the rule in a company that works in two languages."""
    assert expected == language_of(text)


def test_text_without_letters_takes_the_default() -> None:
    """An emoji has no language; the person who sent it has."""
    assert language_of("👍 42", "zh") == "zh"


def test_threads_that_stem_at_once_do_not_mix_up_their_words() -> None:
    """A worker answers several questions at a time; a wrong stem would stay in the cache."""
    words = [
        f"{root}{ending}" for root in ("relat", "univers", "organiz", "employ") for ending in ("ing", "ation", "ed")
    ]
    expected = [stem.__wrapped__(word) for word in words]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(stem.__wrapped__, words * 500))
    finally:
        sys.setswitchinterval(interval)

    assert found == expected * 500
