"""Text and Markdown without what a reader does not see, or an asker does not ask."""

from __future__ import annotations

import pytest

from knowledge.language.markdown import as_asked


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("@channel how many vacation days do I get?", "how many vacation days do I get?"),
        ("How many days? @here @channel", "How many days?"),
        (
            "@someone *bold* [the *rules*](http://e.example/a_(b)) on _leave_ and ~pay~",
            "bold the rules on leave and pay",
        ),
        ("@channel，@someone请假怎么办？", "请假怎么办？"),
        ("Can @someone take leave, @hr-team?", "Can take leave, ?"),
        ("I read https://wiki.example/leave?x=1: how many days?", "I read : how many days?"),
        ("**年假** `有` __多少__ 天？", "年假 有 多少 天？"),
    ],
)
def test_a_question_is_asked_without_its_markup(typed: str, asked: str) -> None:
    """Nobody's name, no address and no emphasis is what somebody wants to know."""
    assert asked == as_asked(typed)
    assert asked == as_asked(asked)


@pytest.mark.parametrize(
    "text",
    [
        "When may I use @channel?",
        "May I write to people@example.com?",
        "What is in leave_policy_2026 for ~5 days?",
        "@someone @channel https://wiki.example/leave",
        "多少天？",
        "?!",
    ],
)
def test_what_a_question_is_about_stays(text: str) -> None:
    """What has nothing but markup stays as it is, too: it is found as little as it can be."""
    assert text == as_asked(text)
