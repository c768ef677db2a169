"""Headings and questions of documents as questions that read well."""

from __future__ import annotations

import pytest

from knowledge.domain import Language
from knowledge.question.about import question_about, written_question


@pytest.mark.parametrize(
    ("heading", "title", "said", "language", "question"),
    [
        ("Carry-over", "Leave Policy", "Carry-over ends.", "en", "What does “Leave Policy” say about “Carry-over”?"),
        ("3.2 Sick leave", "Leave", "Sick leave is paid.", "en", "What does “Leave” say about “Sick leave”?"),
        ("**Sick leave**", "a/leave", "Sick leave is paid.", "en", "What are the rules on “Sick leave”?"),
        ("How to claim expenses", "Expenses", "Claim expenses here.", "en", "How do I claim expenses?"),
        ("How is pay calculated", "Pay", "Pay is calculated so.", "en", "How is pay calculated?"),
        ("第三章 病假工资", "请假制度", "病假工资按下表发放。", "zh", "《请假制度》对“病假工资”是怎么规定的？"),
        ("第四条 如何申请休假", "请假制度", "申请休假应当登录系统。", "zh", "如何申请休假？"),
        ("§ 4 Übertrag", "Urlaub", "Der Übertrag endet im März.", "de", "Was steht in „Urlaub“ zu „Übertrag“?"),
        ("Wie melde ich mich krank", "Urlaub", "Krank meldet man sich.", "de", "Wie melde ich mich krank?"),
    ],
)
def test_a_heading_becomes_a_question(heading: str, title: str, said: str, language: Language, question: str) -> None:
    """Without its number and marks, with the document's title where there is room; as it is where it nearly asks."""
    assert question == question_about(heading, title, said, language)


@pytest.mark.parametrize(
    ("heading", "title", "said"),
    [
        ("Leave Policy", "Leave Policy", "Leave is good. A policy."),
        ("Miscellaneous", "Leave Policy", "Two weeks in August are closed."),
        ("TL;DR", "Leave Policy", "TL DR"),
        ("Overview: leave", "Leave Policy", "An overview of leave"),
        ("See https://x.example", "Leave Policy", "See x example https"),
        ("One two three four five six seven eight nine", "L", "one two three four five six seven eight nine"),
        ("4.", "Leave Policy", "4."),
        ("", "Leave Policy", "No heading at all."),
    ],
)
def test_a_heading_that_names_no_matter_becomes_none(heading: str, title: str, said: str) -> None:
    """The title again, what its section does not take up, what is no plain name, what is a sentence."""
    assert "" == question_about(heading, title, said, "en")


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("**How early must I ask?**", "How early must I ask?"),
        ("3. How early must I ask?", "How early must I ask?"),
        ("Q: How early must I ask?", "How early must I ask?"),
        ("问：年假可以结转吗？", "年假可以结转吗？"),
        ("Why?", ""),
        ("Do we ask? Do they?", ""),
        (f"May I {'really ' * 12}ask?", ""),
        ("Carry-over", ""),
        ("Is it on https://x.example?", ""),
    ],
)
def test_a_question_of_a_document_is_asked_as_it_stands(words: str, question: str) -> None:
    """If it is one, is understood alone, and fits on a button."""
    assert question == written_question(words)
