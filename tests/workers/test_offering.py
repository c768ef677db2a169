"""Answers that go to Slack say what else may be asked; those of evaluations and the terminal do not wait for that."""

from __future__ import annotations

from knowledge.answer.next_questions import NextQuestions
from tests.knowledge.answering_doubles import ListIndex, answering
from workers.wiring import offering


def test_a_worker_offers_questions_unless_others_wait() -> None:
    """What it is asked by is the same."""
    told = answering(ListIndex(()))
    offers = offering(told, lambda: True)

    assert None is told.then
    assert isinstance(offers.then, NextQuestions)
    assert (told, True) == (offers.then.answering, offers.then.busy())
