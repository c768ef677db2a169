"""Whether an amount that a question names lies in a range that a text gives."""

from __future__ import annotations

import pytest

from knowledge.language.ranges import holds

SIGNED = (
    "Amount: up to £500; Who signs: team lead",
    "Amount: over £500 up to £5,000; Who signs: director",
    "Amount: £5,001 and more; Who signs: the board",
)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("who signs 300 quid", (True, False, False)),
        ("who approves a 3k purchase", (False, True, False)),
        ("who signs for 4 grand", (False, True, False)),
        ("a £20,000 order, whose signature?", (False, False, True)),
        ("who signs for me", (None, None, None)),
    ],
)
def test_one_row_of_a_table_is_for_the_amount_of_the_question(question: str, rows: tuple[bool | None, ...]) -> None:
    """Also where it has no currency."""
    assert rows == tuple(holds(question, row) for row in SIGNED)


@pytest.mark.parametrize(
    ("question", "inside", "outside"),
    [
        ("been here 6 yrs, how much notice", "5 to 10 years: 2 months", "2 to 4 years: 1 month"),
        ("three weeks off, how early do I ask?", "More than 10 days: six weeks ahead", "1–10 days: two weeks ahead"),
        ("got 4 hours at the desk", "between 2 and 6 hours", "less than 2 hrs"),
        ("20h a week", "29 hours or less per week", "30 hours or more per week"),
        ("我工作刚满十二年，一年有几天年假？", "已满10年不满20年的，年休假10天；", "满1年不满10年的，年休假5天；"),
        (
            "签的是三年合同，试用期多长？",
            "三年以上固定期限，试用期不超过六个月",
            "一年以上不满三年，试用期不超过两个月",
        ),
        ("请两天假谁批", "1 天以上 3 天以内由车间主任批准", "3 天以上由厂长批准"),
        ("80万的合同谁签", "50 万元以上 100 万元以下的由总经理签字", "100 万元以上的由董事长签字"),
        ("500块的礼物能收吗", "超过 200 元的礼品须上交", "200 元以下的可以收下"),
        ("我今年42岁，体检标准是多少", "40 岁及以上标准 1,200 元", "40 岁以下标准 800 元"),
        ("bin seit 7 Jahren hier, wie lang ist die Frist", "5 bis 9 Jahre: zwei Monate", "ab 10 Jahren drei Monate"),
        ("wer unterschreibt 3.000 Euro", "von 1.000 bis 5.000 € die Leitung", "bis zu 1.000 € das Team"),
    ],
)
def test_ranges_are_read_in_every_language(question: str, inside: str, outside: str) -> None:
    """With their bounds before or behind the amount, and their unit once or twice."""
    assert (True, False) == (holds(question, inside), holds(question, outside))


@pytest.mark.parametrize(
    ("question", "inside", "outside"),
    [
        ("40岁以上女员工体检多少钱", "40岁以上: 1280", "40岁以下: 860"),
        ("check-up for under 40 year olds", "up to 40 years: 860", "40 years and older: 1280"),
        ("notice after more than 10 years", "10 years or more: 6 months", "5 to 10 years: 4 months"),
        ("orders below 500 euros", "up to 500 euros: the team lead", "from 500 euros: the director"),
        ("über 10 Jahre dabei", "ab 10 Jahren drei Monate", "bis zu 10 Jahre zwei Monate"),
        ("who approves orders over 500", "€500.01 to €2,500: department head", "Up to €500: line manager"),
        ("orders above 500, who signs", "501 to 2,500 euros: the lead", "More than €10,000: the CFO"),
        ("sick for more than 3 days", "4 to 20 days: a certificate", "1 to 3 days: nothing"),
        ("trips under 100 km", "20 to 99 km: by bus", "100 to 300 km: by train"),
        ("超过500元的报销谁批", "500.01 元至 2,500 元由部门负责人审批", "10,000 元以上由财务总监审批"),
    ],
)
def test_a_bound_in_the_question_means_what_lies_beside_it(question: str, inside: str, outside: str) -> None:
    """The row with the same bound is meant, and not the one that ends there."""
    assert (True, False) == (holds(question, inside), holds(question, outside))


def test_a_range_is_read_across_languages() -> None:
    """Digits and money are the same in both."""
    assert holds("who signs a 30,000 yuan purchase", "5,001 元至 50,000 元由部门负责人审批")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("how long is the notice?", "at least 3 months"),
        ("two months off", "up to £500"),
        ("which 2fa key do I get", "orders up to £500"),
        ("I flew in 2024, what now?", "up to £3,000"),
        ("taxi at 6am?", "up to 30 euros"),
        ("we go on 4月1日", "至少提前 3 个月"),
        ("3 guests tonight", "up to 5 nights"),
        ("who signs 5 forms", "up to £500"),
    ],
)
def test_what_counts_something_else_says_nothing(question: str, text: str) -> None:
    """Neither dates nor times of day nor codes are amounts, and guests are no nights."""
    assert holds(question, text) is None


def test_bounds_far_apart_are_two_ranges() -> None:
    """Each has its own sense; only beside each other they are the ends of one."""
    assert holds("3 days", "More than 5 days need the consent of the head of the department; at most 20 days are paid.")
    assert not holds("3 days", "more than 5 and at most 20 days")


def test_a_follow_up_is_about_its_own_amount_where_it_has_one() -> None:
    """Else about the one before."""
    director = SIGNED[1]

    assert holds("who signs 300 euros?\nand 3k?", director)
    assert holds("who signs 3k?\nand in the London office?", director)
