"""What is an order to translate or to draft, and what is a question about that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.domain import Genre
from knowledge.question.wishes import DraftWish, TranslationWish, wish_of

_SAMPLE = Path(__file__).parents[2] / "eval" / "sample_questions.jsonl"
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
    assert TranslationWish(text, target) == wish_of(typed)


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
    assert TranslationWish("", target) == wish_of(typed)


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
        ("帮我写一篇新闻稿介绍新办公室", "news", "介绍新办公室"),
        ("写一封邮件", "email", ""),
    ],
)
def test_an_order_to_draft_names_the_kind_and_what_it_should_say(typed: str, genre: Genre, instructions: str) -> None:
    """In the words that people use; empty where they don't say it."""
    assert DraftWish(genre, instructions) == wish_of(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "How do I get a document translated?",
        "Who drafts the announcement?",
        "Who may translate contracts into Chinese?",
        "Can you translate documents into Chinese?",
        "Can I translate a contract myself?",
        "Do I have to translate my certificate into English?",
        "translate expenses into euros",
        "Translate costs: who pays?",
        "Translation of contracts: who pays?",
        "Is there a budget for translating the handbook?",
        "How do I write a report about an accident?",
        "When must I write an email to customers?",
        "Can I write an email to customers from my own account?",
        "Draft report: who approves it?",
        "Draft announcement approval",
        "Write a report to whom?",
        "Write-offs: who signs?",
        "Can you write off old laptops?",
        "Who has to prepare a report for the audit?",
        "write down my hours where?",
        "the announcement about leave",
        "怎么申请翻译？",
        "谁负责翻译合同？",
        "翻译费用怎么报销？",
        "把合同翻译成英文找谁？",
        "怎么把合同翻译成英文？",
        "可以把合同翻译成英文吗？",
        "翻译成英文的合同有效吗",
        "需要把证书翻译成英文吗？",
        "公告由谁起草？",
        "起草公告的流程是什么？",
        "起草一份公告需要谁批准",
        "写报告要几天",
        "写一份报告需要多久？",
        "写一份报告的要求",
        "写一封邮件给谁",
        "请假报告怎么写？",
        "可以给客户写邮件吗？",
        "通知什么时候发布？",
        "",
    ],
)
def test_a_question_about_translating_and_drafting_is_a_question(typed: str) -> None:
    """In doubt the policies are searched."""
    assert wish_of(typed) is None


def test_no_question_of_the_sample_company_is_taken_for_an_order() -> None:
    """A question that is swallowed is worse than an order that is searched."""
    questions = [json.loads(line)["question"] for line in _SAMPLE.read_text(encoding="utf-8").splitlines()]

    assert [] == [question for question in questions if wish_of(question)]


@pytest.mark.parametrize("typed", ["translate " + "the following " * 300, "能把" * 2000, "请" * 4000, *_LONG])
def test_a_long_row_of_the_same_costs_nothing(typed: str) -> None:
    """However long a message may be: no order of its words is tried twice."""
    wish_of(typed)
