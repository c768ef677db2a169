"""Which amounts a question takes for granted, and what the policies have instead."""

from __future__ import annotations

import pytest

from knowledge.answer.reading import Evidence
from knowledge.answer.wrong_premises import otherwise
from tests.knowledge.builders import retrieved, sentences

ENGLISH = "Annual leave is 25 working days per year. Your manager answers within 3 working days."
CHINESE = "员工每年享有年假15天。主管在3天内答复。"


def _quoted(asked: str, text: str, **more: object) -> str:
    evidence = [Evidence(each, 0.9, 0.9) for each in sentences(text, **more)]
    found = otherwise(asked, evidence, retrieved(evidence[0].sentence.passage))
    return found.sentence.quote if found else ""


@pytest.mark.parametrize(
    "asked",
    [
        "We get 30 days of annual leave, right?",
        "I heard that we have thirty annual leave days. When must I take them?",
        "Why do we only have 20 days of annual leave?",
        "Since the annual leave is 30 days, how do I book five weeks?",
        "Is the annual leave 30 days?",
        "Annual leave is 30 days per year, isn't it?",
    ],
)
def test_an_amount_that_the_policies_do_not_have_is_answered_with_theirs(asked: str) -> None:
    """In whatever words it is taken for granted."""
    assert "Annual leave is 25 working days per year." == _quoted(asked, ENGLISH)


@pytest.mark.parametrize(
    "asked", ["年假有30天，对吧？", "听说年假有三十天，怎么申请？", "为什么年假只有10天？", "年假是20天吗？"]
)
def test_likewise_in_chinese(asked: str) -> None:
    """Numerals too."""
    assert "员工每年享有年假15天。" == _quoted(asked, CHINESE, language="zh", title="请假制度")


@pytest.mark.parametrize(
    "asked",
    [
        "We get 25 days of annual leave, right?",
        "We get twenty five percent off annual leave, right?",
        "How much annual leave do I have after 30 days?",
        "May I take 30 days of annual leave?",
        "Why is annual leave not paid out?",
        "We get 30 training days, right?",
    ],
)
def test_what_is_right_asked_or_of_something_else_is_left_alone(asked: str) -> None:
    """A condition, a wish and another unit are no mistake; nor is what no word takes for granted."""
    assert "" == _quoted(asked, ENGLISH)


def test_an_amount_that_stands_anywhere_in_what_was_found_is_none() -> None:
    """Were it quoted or not: policies have exceptions."""
    text = f"{ENGLISH} After ten years the annual leave is thirty days."

    assert "" == _quoted("We get 30 days of annual leave, right?", text)


def test_the_same_amount_of_something_else_bears_no_statement_out() -> None:
    """Thirty days of anything are in every handbook."""
    text = f"{ENGLISH} Receipts are kept for 30 days."

    assert "Annual leave is 25 working days per year." == _quoted("We get 30 days of annual leave, right?", text)


@pytest.mark.parametrize(
    ("asked", "text", "language"),
    [
        ("My report is 45 days old, right? Who approves it?", "A report that is 31 to 60 days old is late.", "en"),
        ("Is the report 45 days old?", "A report that is 31 to 60 days old is late.", "en"),
        ("Why do I have 26 days of annual leave?", ENGLISH, "en"),
        ("The taxi takes 50 minutes longer, right?", "A taxi is paid if the bus takes over 45 minutes longer.", "en"),
        ("我入职2年了，是不是可以申请宿舍？", "入职不满3年的员工可以申请宿舍。", "zh"),
        ("迟到20分钟会罚款，对吧？", "迟到15分钟以内不罚款。", "zh"),
        ("听说宿舍租金不到700元，是吗？", "宿舍租金每月600元。", "zh"),
    ],
)
def test_what_is_the_askers_own_or_lies_within_a_bound_is_no_mistake(asked: str, text: str, language: str) -> None:
    """Their report, their years; "31 to 60", "over", 以内."""
    assert "" == _quoted(asked, text, language=language)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("The learning budget is 2,500 euros, right?", "The learning budget is €1,500 per year."),
        ("The gym opens at 7:00, right?", "The gym opens at 6:30."),
        ("Self-assessments are due on 15 December, right?", "The self-assessment is due on 30 November."),
    ],
)
def test_prices_times_and_days_are_amounts(asked: str, text: str) -> None:
    """However they are written."""
    assert text == _quoted(asked, text)


def test_evidence_further_down_is_of_something_else() -> None:
    """What is not among the best would be no correction."""
    before = "Annual leave is requested early. " * 8

    assert "" == _quoted("We get 30 days of annual leave, right?", before + ENGLISH)
