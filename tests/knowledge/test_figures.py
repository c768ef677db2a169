"""Figures of a quote in the reader's language."""

from __future__ import annotations

import pytest

from knowledge.domain import Language
from knowledge.figures import figures


@pytest.mark.parametrize(
    ("quote", "language", "expected"),
    [
        ("File the voucher within 5 business days of getting back.", "zh", ("5个工作日",)),
        ("You’ll be paid about three weeks after your start date.", "zh", ("3周",)),
        ("It takes at least 4 consecutive nights, and 4 nights only.", "zh", ("4晚",)),
        ("A 30-minute call, then 2,000 dollars and 15% off.", "zh", ("30分钟", "2000美元", "15%")),
        ("It must be longer than 14 characters.", "zh", ("14个字符",)),
        ("女职工生育享受98天产假，其中产前可以休假15天。", "en", ("98 days", "15 days")),
        ("试用期不得超过六个月。", "en", ("6 months",)),
        ("支付不低于工资的300%的工资报酬。", "en", ("300%",)),
        ("自事故发生之日起1年内提出，报销上限3000元。", "en", ("1 year", "3000 yuan")),
    ],
)
def test_numbers_and_units_are_said_in_the_other_language(
    quote: str, language: Language, expected: tuple[str, ...]
) -> None:
    """Digits or words, each figure once, in the order of the quote."""
    assert expected == figures(quote, language)


@pytest.mark.parametrize(
    ("quote", "language"),
    [
        ("See section 5.2.1 of the 2024 guide for 18F staff.", "zh"),
        ("The office opens on 1 May.", "zh"),
        ("本办法自2024年5月1日起施行。", "en"),
        ("按照本法第19条第2次修订执行。", "en"),
    ],
)
def test_dates_and_numbers_of_sections_are_no_figures(quote: str, language: Language) -> None:
    """A day of the calendar is no length of time."""
    assert () == figures(quote, language)
