"""What an order to translate or to draft wants written; that it is one is told by the intents."""

from __future__ import annotations

import pytest

from knowledge.domain import Genre
from knowledge.question.wishes import DraftWish, TranslationWish, draft_of, translation_of

_LONG = [
    before + each * 3900 for before in ("translate", "请把", "write a") for each in ("\n", "\u3000", "a ", "“", "的")
]
_CLOSED = "The office is closed on Friday."


@pytest.mark.parametrize(
    ("typed", "text", "target"),
    [
        (f"translate this into Chinese: {_CLOSED}", _CLOSED, "zh"),
        (f"Translate to Chinese: {_CLOSED}", _CLOSED, "zh"),
        (f"Please translate the following message into French:\n{_CLOSED}\nThank you.", f"{_CLOSED}\nThank you.", "fr"),
        (f"Hi, could you please translate this for me: {_CLOSED}", _CLOSED, None),
        (f"translate: {_CLOSED}", _CLOSED, None),
        ("translate into Chinese: How many days of leave do I have?", "How many days of leave do I have?", "zh"),
        ('Can you translate "annual leave" into Chinese?', "annual leave", "zh"),
        ("translate “annual leave” to German", "annual leave", "de"),
        ("Translate the office is closed on Friday into Chinese.", "the office is closed on Friday", "zh"),
        ("translate 办公室周五关闭 into English, please", "办公室周五关闭", "en"),
        ("请把办公室周五关闭翻译成英文", "办公室周五关闭", "en"),
        ("帮我把“年假”翻译成英语。", "年假", "en"),
        ("能把“年假”翻译成英文吗？", "年假", "en"),
        ("请将以下内容翻译成英文：办公室周五关闭。", "办公室周五关闭。", "en"),
        ("把下面这段话翻译成英文：\n办公室周五关闭。", "办公室周五关闭。", "en"),
        ("翻译成英文：年假有几天？", "年假有几天？", "en"),
        ("麻烦翻译一下：办公室周五关闭。", "办公室周五关闭。", None),
        (f"请翻译成中文：{_CLOSED}", _CLOSED, "zh"),
        ("翻译“年假”", "年假", None),
    ],
)
def test_an_order_to_translate_names_the_text_and_perhaps_the_language(
    typed: str, text: str, target: str | None
) -> None:
    """In the words that people use."""
    assert TranslationWish(text, target) == translation_of(typed)


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("translate this into Chinese", "zh"),
        ("Can you translate this into Chinese?", "zh"),
        ("please translate the message above", None),
        ("translate our travel policy into Chinese", "zh"),
        ("translate the attached file into French", "fr"),
        ("把这段话翻译成英文", "en"),
        ("能把这段话翻译成英文吗？", "en"),
        ("请把请假制度翻译成英文", "en"),
    ],
)
def test_an_order_to_translate_what_is_not_there_has_no_text(typed: str, target: str | None) -> None:
    """Words for a text are not the text."""
    assert TranslationWish("", target) == translation_of(typed)


@pytest.mark.parametrize(
    ("typed", "genre", "instructions"),
    [
        ("draft an announcement about the office move on 1 June", "announcement", "the office move on 1 June"),
        ("Please write a short email to all staff about the new VPN.", "email", "to all staff about the new VPN."),
        ("Could you draft an email about the summer party?", "email", "the summer party"),
        ("write me a report on travel costs", "report", "travel costs"),
        (
            "Compose an e-mail telling everyone that the lift is broken",
            "email",
            "telling everyone that the lift is broken",
        ),
        ("Draft an announcement: the canteen opens at 8.", "announcement", "the canteen opens at 8."),
        ("draft announcement: the canteen opens at 8", "announcement", "the canteen opens at 8"),
        ("write a FAQ about parental leave", "faq", "parental leave"),
        ("write a news item about our new office", "news", "our new office"),
        ("help me write an email saying that I am ill", "email", "I am ill"),
        ("Draft an announcement", "announcement", ""),
        ("写一封关于年会的邮件", "email", "年会"),
        ("请帮我写一封关于如何报销的邮件。", "email", "如何报销"),
        ("能帮我写一封关于年会的邮件吗？", "email", "年会"),
        ("起草一份关于办公室搬迁的公告：六月一日搬到三楼。", "announcement", "办公室搬迁，六月一日搬到三楼。"),
        ("起草公告：食堂八点开门", "announcement", "食堂八点开门"),
        ("写一封邮件，告诉大家周五停电", "email", "告诉大家周五停电"),
        ("给全体员工写一个通知：周五停电", "announcement", "全体员工，周五停电"),
        ("帮我写一篇新闻稿介绍新办公室", "news", "帮我写一篇新闻稿介绍新办公室"),
        ("写一封邮件", "email", ""),
    ],
)
def test_an_order_to_draft_names_the_kind_and_what_it_should_say(typed: str, genre: Genre, instructions: str) -> None:
    """In the words that people use; empty where they don't say it."""
    assert DraftWish(genre, instructions) == draft_of(typed)


@pytest.mark.parametrize("typed", ["translate " + "the following " * 300, "能把" * 2000, "请" * 4000, *_LONG])
def test_a_long_row_of_the_same_costs_nothing(typed: str) -> None:
    """However long a message may be: no order of its words is tried twice."""
    translation_of(typed)
    draft_of(typed)
