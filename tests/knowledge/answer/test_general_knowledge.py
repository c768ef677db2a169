"""General knowledge: off by default, never about the company, always labelled."""

from __future__ import annotations

import time

import pytest

from knowledge.domain import Answer, ModelProfile, Question
from knowledge.errors import GenerationFailed
from knowledge.language.phrases import GENERAL_KNOWLEDGE
from knowledge.language.text import language_of
from tests.knowledge.answering_doubles import ListIndex, ScriptedGenerator, answering, sure_from
from tests.knowledge.builders import passage

LEAVE = passage("Annual leave is 25 working days per year. Paternity leave is 10 working days.")
SAID = "Machine learning is a way of finding patterns in data. "


def _ask(text: str, *deltas: str | Exception, allowed: bool = True) -> Answer:
    generator = ScriptedGenerator(deltas or [SAID], ModelProfile(frozenset({"en", "zh"})))
    question = Question("q", text, language_of(text), frozenset({"everyone"}))
    declining = sure_from(1.0)
    knowing = answering(ListIndex([LEAVE]), generator, fit=declining, general_knowledge=allowed)
    return knowing.answer(question, emit=[].append, deadline=time.monotonic() + 5, cancelled=lambda: False)


@pytest.mark.parametrize(
    "text", ["What is machine learning?", "Explain machine learning", "什么是机器学习？", "机器学习是什么意思？"]
)
def test_a_general_term_is_explained_and_labelled(text: str) -> None:
    """The label is the first thing that is read, and nothing is cited."""
    answer = _ask(text)

    assert f"{GENERAL_KNOWLEDGE[answer.language]}\n\n{SAID.strip()}" == answer.text
    assert ("general", (), "scripted", False) == (answer.kind, answer.citations, answer.generator, answer.abstained)


@pytest.mark.parametrize(
    "text",
    [
        "What is paternity leave?",
        "What is our holiday policy?",
        "What is Project Zebra?",
        "What is the canteen menu?",
        "How many days is jury duty?",
        "Explain my payslip",
        "公司的使命是什么？",
        "食堂的菜单是什么？",
        "什么是我们的奖金制度？",
    ],
)
def test_what_a_document_mentions_or_the_company_owns_is_not_explained(text: str) -> None:
    """In doubt the policies don't say."""
    assert "abstention" == _ask(text).kind


def test_by_default_it_is_declined() -> None:
    """Whatever the model could say."""
    assert "abstention" == _ask("What is machine learning?", allowed=False).kind


def test_numbers_links_and_mentions_of_the_model_are_not_shown() -> None:
    """No source has them."""
    answer = _ask(
        "What is machine learning?", "It began in 1959. ", SAID, "See [this](x.y). ", "Ask <@U0TOM> about it. "
    )

    assert answer.text == f"{GENERAL_KNOWLEDGE['en']}\n\n{SAID.strip()}"


def test_a_model_that_fails_abstains() -> None:
    """As if it were not asked."""
    answer = _ask("What is machine learning?", GenerationFailed("broken"))

    assert ("abstention", "failed") == (answer.kind, answer.shortfall)
