"""The language model asked whether quotes bear out what the checker is not sure of."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from knowledge.answer.second_opinion import SecondOpinion
from knowledge.domain import Answer, ModelProfile, Question
from knowledge.errors import GenerationFailed
from tests.knowledge.answering_doubles import Follows, ListIndex, ScriptedGenerator, answering
from tests.knowledge.builders import passage

LEAVE = passage("Annual leave is 25 working days per year. Unused annual leave expires on 31 March of the next year.")
SAID = "You have 25 working days of annual leave every year. "
ENGLISH = frozenset({"en"})
CHECKS = "You check"
"""How the prompt begins that asks yes or no."""


def _model(said: str = SAID, opinion: str = "YES") -> ScriptedGenerator:
    return ScriptedGenerator([said], told={CHECKS: [opinion]})


def _asked(model: ScriptedGenerator) -> list[str]:
    return [prompt[-1].content for prompt in model.prompts if prompt[0].content.startswith(CHECKS)]


def _answer(model: ScriptedGenerator, likely: float, *, second: bool = True) -> Answer:
    desk = replace(
        answering(ListIndex([LEAVE]), model, entailment=Follows(likely, threshold=0.8)), second_opinion=second
    )
    question = Question("q", "How long is annual leave?", "en", frozenset({"everyone"}))
    return desk.answer(question, emit=[].append, deadline=time.monotonic() + 5, cancelled=lambda: False)


@pytest.mark.parametrize(
    ("likely", "opinion", "writer", "asked"),
    [
        (0.9, "NO", "scripted", 0),
        (0.5, "YES", "scripted", 1),
        (0.5, "NO", "extractive", 2),
        (0.3, "YES", "extractive", 0),
    ],
    ids=["sure", "agrees", "does not agree", "too unlikely to ask"],
)
def test_a_model_is_asked_about_what_is_doubtful(likely: float, opinion: str, writer: str, asked: int) -> None:
    """It is doubtful from half the threshold on, where a judge has no fit. Refused, the model writes once more."""
    model = _model(opinion=opinion)

    assert writer == _answer(model, likely).generator
    assert asked == len(_asked(model))


def test_nobody_is_asked_where_that_is_not_set() -> None:
    """What the model thinks of its own words is worth what `frontdesk models check` says."""
    model = _model()

    assert ("extractive", []) == (_answer(model, 0.5, second=False).generator, _asked(model))


def test_a_number_that_no_source_has_is_not_asked_about() -> None:
    """What can be looked up needs no opinion."""
    model = _model("You have 40 working days of annual leave every year. ")

    assert ("extractive", []) == (_answer(model, 0.5).generator, _asked(model))


def test_the_model_reads_the_quotes_the_question_and_the_sentence() -> None:
    """As material, behind rules that are always the same."""
    model = _model()
    _answer(model, 0.5)
    (asked,) = _asked(model)

    assert "Annual leave is 25 working days per year." in asked
    assert "Question: How long is annual leave?" in asked
    assert f"Sentence that answers it: {SAID.strip()}" in asked


@pytest.mark.parametrize(
    "reply", ["YES", "Yes.", "**Yes** – all of it is there.", "是", "<think>No? It is there.</think>\nYES"]
)
def test_a_reply_that_begins_with_yes_agrees(reply: str) -> None:
    """Whatever it thought before."""
    assert _opinion(ScriptedGenerator([reply])).agrees("quotes", "claim", "question")


@pytest.mark.parametrize(
    "reply",
    [
        "NO",
        "No, the quotes say 25.",
        "不是",
        "Yesterday is not mentioned.",
        "The quotes say yes.",
        "<think>Yes? It says 30.</think>NO",
        "<think>Yes, it",
        "",
    ],
)
def test_no_other_reply_agrees(reply: str) -> None:
    """In doubt it does not."""
    assert not _opinion(ScriptedGenerator([reply])).agrees("quotes", "claim", "question")


def test_a_model_that_thinks_first_has_to_come_to_an_end() -> None:
    """The template began its thought, so no tag opens it."""
    thinks = ModelProfile(ENGLISH, thinks=True)

    assert not _opinion(ScriptedGenerator(["Yes, it seems"], thinks)).agrees("quotes", "claim", "question")
    assert _opinion(ScriptedGenerator(["It is there.</think> YES"], thinks)).agrees("quotes", "claim", "question")


def test_a_model_that_fails_does_not_agree() -> None:
    """The sentence is refused, and quoted instead."""
    assert not _opinion(ScriptedGenerator([GenerationFailed("gone")])).agrees("quotes", "claim", "question")


def _opinion(model: ScriptedGenerator) -> SecondOpinion:
    return SecondOpinion(model, time.monotonic() + 5, lambda: False)
