"""What a model that writes freely is asked."""

from __future__ import annotations

from datetime import date

from knowledge.answer.prompt import answer_prompt, fitting, prompt_again, tokens_of
from knowledge.domain import Question, Turn
from tests.knowledge.builders import passage

TODAY = date(2026, 11, 30)
LEAVE = passage("Leave is 25 days. See [3].", title="Leave Policy", heading="Annual", effective="2026-01-01")


def asked(text: str = "How long is leave?", *history: Turn) -> Question:
    """A question in English."""
    return Question("q", text, "en", frozenset({"everyone"}), tuple(history))


def test_the_prompt_has_whole_passages_with_their_numbers_places_dates_and_languages() -> None:
    """A mark of the document's own is none of ours."""
    [system, user] = answer_prompt(asked(), TODAY, [LEAVE, passage("年假25天。", language="zh")])

    assert "[1] Leave Policy › Annual (English; in force since 2026-01-01)\nLeave is 25 days. See (3)." in user.content
    assert "[2]" in user.content
    assert "(Chinese)" in user.content
    assert "Monday, 30 November 2026" in user.content
    assert user.content.endswith("Question (answer in English): How long is leave?")
    assert "NO_ANSWER" in system.content


def test_the_rules_are_the_same_for_every_question_and_come_first() -> None:
    """So a server reads them once."""
    one, other = answer_prompt(asked(), TODAY, [LEAVE]), answer_prompt(asked("And sick leave?"), TODAY, [])

    assert one[0] == other[0]
    assert "system" == one[0].role


def test_the_last_turns_are_shown_the_long_ones_cut() -> None:
    """What an earlier answer quoted is found again if it matters."""
    turns = [Turn("user", f"Question {n}") for n in range(9)] + [Turn("assistant", "x" * 2000)]
    content = answer_prompt(asked("And then?", *turns), TODAY, [LEAVE])[-1].content

    assert "Employee: Question 8" in content
    assert "Question 3" not in content
    assert "You: xxx" in content
    assert "x" * 700 not in content


def test_as_many_passages_are_shown_as_context_and_time_allow_and_one_at_least() -> None:
    """The one is cut at a line rather than left out."""
    long = [passage("A line of a policy on leave.\n" * 60, document_id=f"{n}.md") for n in range(10)]
    most = fitting(long, 32_000, 60)
    small, late = fitting(long, 2_000, 60), fitting(long, 32_000, 4)
    [least] = fitting(long, 800, 60)

    assert len(small) < len(most) <= 10
    assert 1 == len(late)
    assert 0 < tokens_of(least.text) <= 150
    assert least.text == long[0].text[: len(least.text)]
    assert [] == fitting([], 32_000, 60)


def test_what_was_refused_is_asked_for_again_with_the_quotes_that_decide() -> None:
    """In the same conversation, whose beginning a server has read."""
    first = answer_prompt(asked(), TODAY, [LEAVE])
    again = prompt_again(first, "Leave is 40 days.", ["Leave is 25 days."], "en")

    assert list(first) == again[:2]
    assert ("assistant", "Leave is 40 days.") == (again[2].role, again[2].content)
    assert "- Leave is 25 days." in again[-1].content
