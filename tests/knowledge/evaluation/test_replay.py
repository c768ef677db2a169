"""Which answer is played back."""

from __future__ import annotations

from datetime import date

from knowledge.answer.prompt import answer_prompt
from knowledge.domain import Question, Turn
from knowledge.evaluation.replay import answer_to

ANSWERS = {"How long is annual leave in Dublin?": "25 days.", "And in Shanghai?": "15 days.", "Why?": "By law."}


def _prompt(text: str, *history: Turn) -> str:
    return answer_prompt(Question("q", text, "en", frozenset(), history), date(2026, 11, 30), [])[-1].content


def test_it_is_the_answer_to_what_is_asked_now() -> None:
    """A longer question that was asked before stands in the prompt, too."""
    history = (Turn("user", "How long is annual leave in Dublin?"), Turn("assistant", "25 days."))

    assert "15 days." == answer_to(_prompt("And in Shanghai?", *history), ANSWERS)
    assert "25 days." == answer_to(_prompt("How long is annual leave in Dublin?"), ANSWERS)


def test_a_slip_that_was_mended_does_not_matter_and_another_question_has_no_answer() -> None:
    """The prompt has the question as it is understood."""
    assert "25 days." == answer_to(_prompt("How long is anual leave in Dublin?"), ANSWERS)
    assert answer_to(_prompt("May I bring my dog to the office?"), ANSWERS) is None
