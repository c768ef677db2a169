"""What can be looked up: numbers, units, dates, times, weekdays and names."""

from __future__ import annotations

import pytest

from knowledge.answer.hard_facts import objection

SOURCE = (
    "Expense Policy. Reports are due within 30 days, on 3 May at the latest, by 17:00 on Friday. The limit is $1,500 a "
    "year and 5% of the price. Notice is one month, in Harbour two weeks. Ask Anna Kelly. Overtime is 90 minutes."
)
CHINESE = "报销须在30个工作日内提交，最迟5月3日下午5点。上限1500元，每人5%。试用期为两周。"


@pytest.mark.parametrize(
    "claim",
    [
        "You have 30 days to hand in the report.",
        "Hand it in by May 3rd, 5 pm.",
        "The limit is 1.5 thousand dollars.",
        "Notice is 1 month.",
        "In Harbour it is 14 days.",
        "Overtime is an hour and a half, or 1.5 hours.",
        "Anna Kelly tells you.",
        "30天内提交，最迟5月3日17:00，周五。",
        "上限为0.15万美元。",
        "One of us may ask.",
    ],
)
def test_what_a_source_states_may_be_written_in_another_way(claim: str) -> None:
    """And in another language."""
    assert "" == objection(claim, "", SOURCE)


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("You have 40 days to hand in the report.", "number"),
        ("You have 30 weeks to hand in the report.", "unit"),
        ("You have 30 working days to hand in the report.", "unit"),
        ("Hand it in by 4 May.", "date"),
        ("Hand it in by 6 pm.", "time"),
        ("Hand it in by Monday.", "weekday"),
        ("The limit is 5‰ of the price.", "unit"),
        ("The limit is 1.5 million dollars.", "number"),
        ("The limit is 1,500 euros.", "unit"),
        ("You should ask Tom Kelly.", "name"),
        ("请在40天内提交。", "number"),
        ("请在30周内提交。", "unit"),
        ("最迟5月4日。", "date"),
    ],
)
def test_what_no_source_states_is_named(claim: str, reason: str) -> None:
    """A number that is there, of something else, is another number."""
    assert reason == objection(claim, "", SOURCE)


def test_chinese_sources_are_read_as_exactly() -> None:
    """Working days are no days, and numerals are numbers."""
    assert "" == objection("You have 30 working days, until 3 May, 5 pm; probation is 14 days.", "", CHINESE)
    assert "unit" == objection("You have 30 calendar days.", "", CHINESE)
    assert "" == objection("试用期14天，上限1,500元。", "", CHINESE)


def test_the_numbers_of_the_question_may_be_repeated() -> None:
    """Whether what is said of them is true is for the other judge."""
    assert "" == objection("Yes, 45 days are too many.", "Are 45 days too many?", SOURCE)
    assert "number" == objection("Yes, 45 days are too many.", "Is that too many?", SOURCE)
