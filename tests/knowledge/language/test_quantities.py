"""Quantities: what a question expects, what a text states word for word, and figures in the reader's language."""

from __future__ import annotations

import pytest

from knowledge.domain import Language
from knowledge.language.quantities import emphasised, expects_amount, facts, figures, names


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


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Leave is 25 working days.", "25"),
        ("Leave is 25 working days.", "25 day"),
        ("Leave is twenty days.", "20"),
        ("We close on Friday.", "friday"),
        ("We close on 3 May.", "3 5."),
        ("We close on May 3.", "3 5."),
        ("周五下午放假。", "周五"),
        ("请在十五天内提交。", "15"),
        ("See https://intranet.example/leave.", "https://intranet.example/leave"),
        ("Write to hr@example.com.", "hr@example.com"),
    ],
)
def test_a_text_states_its_numbers_days_dates_and_addresses(text: str, fact: str) -> None:
    """Each in a form that is the same however it is written."""
    assert fact in facts(text)


@pytest.mark.parametrize(
    "text", ["You may march on.", "One of us asks one another.", "1. First come the words", "Q2: Why?"]
)
def test_words_that_only_look_like_facts_are_none(text: str) -> None:
    """A list's marks count lines, not things."""
    assert frozenset() == facts(text)


def test_names_are_those_that_nobody_gave() -> None:
    """Greetings are no names, nor what is known."""
    assert ["Manchester", "Helpdesk"] == list(
        names("Dear Team, the Leeds office moves to Manchester. Ask the Helpdesk.", ["The Leeds office moves."])
    )


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


@pytest.mark.parametrize(
    ("said", "question", "shown"),
    [
        ("You have 25 days, or 12-15 hours.", "How much leave is there?", "You have **25 days**, or **12-15 hours**."),
        ("Up to $2,000, or 15%, in two months.", "How much?", "Up to **$2,000**, or **15%**, in **two months**."),
        ("试用期不得超过六个月。", "试用期最长多久？", "试用期不得超过**六个月**。"),
        ("产假98天，可休3至5天。", "产假多少天？", "产假**98天**，可休**3至5天**。"),
        ("三年以上的合同，试用期六个月。", "签3年，试用期多久？", "三年以上的合同，试用期**六个月**。"),
    ],
)
def test_the_amounts_that_are_asked_for_stand_out(said: str, question: str, shown: str) -> None:
    """Those that the question has already are no answer to it."""
    assert shown == emphasised(said, question)


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("You have 25 days.", "Who approves my leave?"),
        ("按照第十九条，自2024年5月1日起施行。", "多久？"),
        ("See section 5.2 of the 2024 guide for 18F staff, twenty-five pages.", "How long is it?"),
        ("支付300%的工资。", "支付多少？"),  # a star beside the percent sign and a letter is a star
    ],
)
def test_nothing_else_does(said: str, question: str) -> None:
    """Neither numbers of sections nor dates, nor where the stars would be shown as stars."""
    assert said == emphasised(said, question)
