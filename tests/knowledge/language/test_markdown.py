"""Text and Markdown without what a reader does not see, or an asker does not ask."""

from __future__ import annotations

import pytest

from knowledge.language.markdown import as_asked, as_read, plain


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


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("**Bold** and *slanted*, __both__ and ~~struck~~", "Bold and slanted, both and struck"),
        ('see [the *rules*](http://e.example/a_(b) "Title") and ![a plan](p.png)', "see the rules and a plan"),
        ("[the rules][1], [[wiki|a page]] and [[other]], item [2]", "the rules, a page and other, item [2]"),
        ("`__init__` of snake_case_name in *.py, 2 * 3", "__init__ of snake_case_name in *.py, 2 * 3"),
        ("**“重要”**的规定", "“重要”的规定"),
        ("**Half of it. And", "Half of it. And"),
        ("[You are back.", "You are back."),
        ("Get paid!](https://e.example)", "Get paid!"),
        ("Tom &amp; Ann&nbsp;pay \\*nothing\\*", "Tom & Ann pay nothing"),
        ("a<br>b, H<sub>2</sub>O <!-- hidden --> c", "a b, H2O c"),
        ("less than <5 and >3, C:\\Users", "less than <5 and >3, C:\\Users"),
        ("wrapped\n> in a quote", "wrapped in a quote"),
        ("Notice {#notice} {.big}", "Notice"),
    ],
)
def test_a_span_is_read_without_its_marks(markdown: str, words: str) -> None:
    """Also where it is half of what the author marked."""
    assert words == plain(markdown)


def test_a_text_is_read_line_by_line() -> None:
    """What a list or a table is recognised by stays, for those that read on."""
    text = "- **One**\n- [Two](x)\n\n::: tip\n| A | B |\n|---|--:|\n| 1 | 2 |\n:::"

    assert "- One\n- Two\n\n| A | B |\n| 1 | 2 |" == as_read(text)
