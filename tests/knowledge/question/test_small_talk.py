"""Which messages are the command to stop, for the edge."""

from __future__ import annotations

import pytest

from knowledge.question.small_talk import says_stop


@pytest.mark.parametrize(
    "text",
    [
        "stop",
        "Stop!",
        "STOP",
        "please stop",
        "ok, stop it",
        "stop answering, please",
        "Cancel",
        "cancel that.",
        "never mind",
        "abort",
        "Stopp bitte",
        "停",
        "停！",
        "停止",
        "请停止回答",
        "好了，停下吧",
        "取消",
        "取消吧。",
        "算了",
        "不用回答了",
    ],
)
def test_the_bare_command_stops(text: str) -> None:
    """As people type it who do not look for a button."""
    assert says_stop(text)


@pytest.mark.parametrize(
    "text",
    [
        "stop?",
        "cancelled?",
        "cancel my leave request",
        "How do I cancel a booking?",
        "stop payment",
        "stopover",
        "取消了吗",
        "不取消",
        "停职",
        "停车",
        "取消会议室预订",
        "怎么取消休假申请？",
        "算了多少天",
        "thanks",
        "",
    ],
)
def test_whatever_says_more_does_not(text: str) -> None:
    """It is a question to the policies."""
    assert not says_stop(text)


@pytest.mark.parametrize("row", ["please ", "ok, ", "stop ", "请", "好了", "停", "算了"])
def test_a_long_row_of_the_same_costs_nothing(row: str) -> None:
    """No order of the words is tried twice."""
    assert not says_stop(row * 2000 + "x1")
