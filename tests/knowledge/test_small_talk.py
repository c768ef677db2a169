"""What is talk and no question."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.small_talk import talk_of

_SAMPLE = Path(__file__).parent.parent / "eval" / "sample_questions.jsonl"


@pytest.mark.parametrize(
    "text",
    [
        "hi there",
        "Hello 👋",
        "helo",
        "who are you?",
        "What can you do?",
        ":wave: hey",
        "help",
        "你好",
        "您好！",
        "你好，你能做什么？",
        "你是谁？",
        "在吗",
        "Good morning, Frontdesk!",
        "hello 你好",
    ],
)
def test_a_greeting_is_talk(text: str) -> None:
    """With emoji, typos and in both languages."""
    assert "greeting" == talk_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "thanks!",
        "thx",
        "Thank you so much 🙏",
        "thansk",
        "ok, thanks",
        "great, that helps",
        "谢谢",
        "谢谢你的帮助！",
        "非常感谢",
        "好的，谢谢😊",
        "明白了",
        "辛苦了",
        "bye",
    ],
)
def test_thanks_are_talk(text: str) -> None:
    """Also where they come with a word of agreement."""
    assert "thanks" == talk_of(text)


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
def test_a_wish_to_stop_is_talk(text: str) -> None:
    """As people type it who do not look for a button."""
    assert "stop" == talk_of(text)


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
        "别停",
        "取消？",
        "停职",
        "停车",
        "取消会议室预订",
        "怎么取消休假申请？",
        "算了多少天",
    ],
)
def test_a_question_about_stopping_something_is_searched(text: str) -> None:
    """Only the bare word is an order to us."""
    assert talk_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "thanks, and how many days for part-timers?",
        "谢谢，那病假呢？",
        "hi, how do I request vacation?",
        "你好，年假有几天？",
        "Good morning, is the office open?",
        "help desk",
        "who are you going to call?",
        "can you help me with VPN",
        "谢谢信怎么写",
        "帮助热线",
        "morning shift pay",
        "2",
        "why?",
        "all",
        "",
        "👍",
    ],
)
def test_a_message_that_says_anything_else_is_searched(text: str) -> None:
    """However politely it begins; and a mark alone is no talk."""
    assert talk_of(text) is None


def test_no_question_of_the_sample_company_is_taken_for_talk() -> None:
    """A question that is swallowed is worse than a greeting that is searched."""
    questions = [json.loads(line)["question"] for line in _SAMPLE.read_text(encoding="utf-8").splitlines()]

    assert [] == [question for question in questions if talk_of(question)]


def test_a_long_row_of_thanks_costs_nothing() -> None:
    """No order of the phrases is tried twice: else these eighty characters would take years."""
    assert talk_of("谢" * 78 + "x") is None
