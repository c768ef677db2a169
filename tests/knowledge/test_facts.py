"""Facts that can be looked up word for word."""

from __future__ import annotations

import pytest

from knowledge.facts import facts, in_order, names


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


def test_numbers_must_keep_their_order() -> None:
    """From 12:00 to 08:00 is another time than from 08:00 to 12:00."""
    assert in_order("8 May, 08:00 to 12:00", "It is down on 8 May from 08:00 to 12:00.")
    assert not in_order("12:00 to 08:00", "It is down on 8 May from 08:00 to 12:00.")


def test_names_are_those_that_nobody_gave() -> None:
    """Greetings are no names, nor what is known."""
    assert ["Manchester", "Helpdesk"] == list(
        names("Dear Team, the Leeds office moves to Manchester. Ask the Helpdesk.", ["The Leeds office moves."])
    )
