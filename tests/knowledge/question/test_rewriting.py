"""A model that lets a follow-up stand alone, and what of its words is searched with."""

from __future__ import annotations

import time

import pytest

from knowledge.domain import ModelProfile, Question, Turn
from knowledge.errors import GenerationFailed
from knowledge.question.rewriting import LONGEST, rewritten
from tests.knowledge.answering_doubles import ListIndex, ScriptedGenerator, answering
from tests.knowledge.builders import passage

LEAVE = passage("Annual leave is 25 working days per year. Unused annual leave expires on 31 March of the next year.")
THREAD = (Turn("user", "How long is annual leave?"), Turn("assistant", "25 working days, says HR."))
ASKED = Question("q", "When does it expire?", "en", frozenset({"everyone"}), THREAD)
ALONE = "When does unused annual leave expire?"


REWRITES = "You rewrite"
"""How the prompt begins that asks for it."""
EXPIRES = "Unused annual leave expires on 31 March of the next year. "


def _rewritten(reply: str | Exception) -> str:
    model = ScriptedGenerator([reply])
    return rewritten(ASKED, model, deadline=time.monotonic() + 5, cancelled=lambda: False)


@pytest.mark.parametrize(
    ("reply", "taken"),
    [
        (ALONE, ALONE),
        (f'"{ALONE}"\n', ALONE),
        (f"<think>leave</think>{ALONE}", ALONE),
        ("When do 25 working days of annual leave expire?", "When do 25 working days of annual leave expire?"),
        ("It expires on 31 March.", ""),
        ("When do the 30 days of annual leave expire?", ""),
        ("Wann verfällt der Urlaub? ", ""),
        ("年假什么时候过期？", ""),
        (f"Here is it:\n{ALONE}", ""),
        ("Who is the king of France?", ""),
        (f"When does annual leave expire, {'and then ' * LONGEST}?", ""),
        ("", ""),
        (GenerationFailed("gone"), ""),
    ],
    ids=[
        "as it should be",
        "in quotation marks",
        "behind a thought",
        "with a number of the thread",
        "answers",
        "adds a number",
        "in another language",
        "in another script",
        "explains",
        "of something else",
        "too long",
        "nothing",
        "fails",
    ],
)
def test_what_a_model_makes_of_a_follow_up_is_looked_over(reply: str | Exception, taken: str) -> None:
    """Of no use, the thread's own words are searched with."""
    assert taken == _rewritten(reply)


@pytest.mark.parametrize(
    ("profile", "history", "searched"),
    [
        (ModelProfile(frozenset({"en"})), THREAD, ALONE),
        (ModelProfile(frozenset({"en"})), (), ASKED.text),
        (ModelProfile(frozenset({"en"}), freely=False), THREAD, f"{THREAD[0].text}\n{ASKED.text}"),
        (ModelProfile(frozenset({"en"}), thinks=True), THREAD, f"{THREAD[0].text}\n{ASKED.text}"),
        (ModelProfile(frozenset({"zh"})), THREAD, f"{THREAD[0].text}\n{ASKED.text}"),
    ],
    ids=["writes freely", "stands alone", "quotes only", "thinks first", "of another language"],
)
def test_a_model_that_writes_freely_is_asked_about_follow_ups(
    profile: ModelProfile, history: tuple[Turn, ...], searched: str
) -> None:
    """One that thinks first would take too long."""
    index, model = ListIndex([LEAVE]), ScriptedGenerator([EXPIRES], profile, told={REWRITES: [ALONE]})
    question = Question("q", ASKED.text, "en", ASKED.principals, history)
    desk = answering(index, model)
    desk.answer(question, emit=[].append, deadline=time.monotonic() + 5, cancelled=lambda: False)

    assert [searched] == index.searched


def test_a_rewriting_that_fails_leaves_nothing_behind_in_the_answer() -> None:
    """The answer lacks nothing for it, and may be kept."""
    model = ScriptedGenerator([EXPIRES], told={REWRITES: [GenerationFailed("gone")]})
    desk = answering(ListIndex([LEAVE]), model)
    answer = desk.answer(ASKED, emit=[].append, deadline=time.monotonic() + 5, cancelled=lambda: False)

    assert ("answer", "") == (answer.kind, answer.shortfall)
