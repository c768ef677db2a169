"""Where an answer's first sentence ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.domain import Answer
from knowledge.evaluation.first_sentence import LONGEST, first_claim, first_sentence
from knowledge.language.phrases import NEWEST_FIRST, OTHER_LANGUAGE

ANSWER = Answer("q1", "", "en", (), abstained=False, retrieved=(), knowledge_version="", generator="extractive")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("About 2.5 days. Then 9.", "About 2.5 days."),
        ("Is it 5? Yes.", "Is it 5?"),
        ("“Ask first.” Then go.", "“Ask first."),
        ("共5天。另有2天。", "共5天。"),
        ("It is 5 days [1] and 6 hours.", "It is 5 days [1]"),
        ("Leave:\n- 5 days", "Leave:\n"),
        ("no end", "no end"),
        ("The last one.", "The last one."),
        ("", ""),
    ],
)
def test_a_first_sentence_ends_at_its_mark_a_citation_or_a_line(text: str, expected: str) -> None:
    """A point inside a number ends nothing."""
    assert expected == first_sentence(text)


def test_a_first_sentence_is_no_longer_than_one_line_can_be_read() -> None:
    """With its end behind that, and without any."""
    assert ["x" * LONGEST] * 2 == [first_sentence("x" * 300 + end) for end in (".", "")]
    assert LONGEST == len(first_claim(replace(ANSWER, text="x" * 300 + " [1]")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No. 7 of the list is e.g. a desk. [1] A chair is not. [2]", "No. 7 of the list is e.g. a desk."),
        (f"{NEWEST_FIRST['en']}\n\n- Rome is 90 euros. [1] (Travel, 2024-01-01)", "- Rome is 90 euros."),
        (
            f"{OTHER_LANGUAGE['en', 'zh']}\n\nIt is 25 working days. [1]（即25个工作日）",
            "It is 25 working days.（即25个工作日）",
        ),
        ("Hello! Ask me anything.", ""),
    ],
)
def test_the_first_claim_is_what_the_first_mark_stands_behind(text: str, expected: str) -> None:
    """Without the words that introduce it, and with the figures that are repeated for the reader."""
    assert expected == first_claim(replace(ANSWER, text=text))
