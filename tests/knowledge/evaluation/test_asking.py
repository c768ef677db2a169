"""Asking the whole pipeline, and watching what its confidence sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from knowledge.answer.stages import Tell, untold
from knowledge.answer.story import Answering
from knowledge.domain import EVERYONE, Answer, Question, Turn
from knowledge.evaluation.asking import ask, observe
from knowledge.evaluation.files import GoldQuestion
from knowledge.evaluation.support import unsupported
from tests.knowledge.answering_doubles import ListIndex, answering, sure_from
from tests.knowledge.builders import passage

TABLE = "| Leave | Days |\n|---|---|\n| Annual | 25 |\n| Wedding | 3 |"
FOREIGN = "Annual leave is 25 working days per year."
ASKED = GoldQuestion(
    id="q1",
    text="How many days of wedding leave are there?",
    language="en",
    document_language="en",
    type="table",
    answerable=True,
    gold_documents=frozenset({"leave.md"}),
    gold_spans=(),
)


def _answering(threshold: float) -> Answering:
    index = ListIndex([passage(TABLE, document_id="leave.md")])
    return answering(index, fit=sure_from(threshold))


@dataclass(frozen=True)
class Counting:
    """Answers how many questions it was asked before this one, and remembers them."""

    asked: list[Question] = field(default_factory=list)

    def answer(
        self,
        question: Question,
        *,
        emit: Callable[[str], None],
        deadline: float,
        cancelled: Callable[[], bool],
        tell: Tell = untold,
    ) -> Answer:
        """So many."""
        self.asked.append(question)
        text = f"Answer {len(self.asked)}."
        return Answer(
            question.id, text, question.language, (), abstained=False, retrieved=(), knowledge_version="", generator=""
        )


def test_an_answer_is_kept_with_what_it_may_be_said_from() -> None:
    """A row is read as column and value: its header supports it, though no quote has it."""
    (said,) = ask([ASKED], _answering(0.0), lambda _: frozenset({EVERYONE}), 10)

    assert ("q1", "answer", False) == (said.id, said.kind, said.abstained)
    assert "Days: 3" in said.text
    assert ("leave.md",) == said.citations
    assert [] == unsupported(said)
    assert "total" in said.timings
    assert "Days: 3" in said.first
    assert "[" not in said.first


def test_a_turn_is_asked_after_what_was_answered_to_the_turns_before_it() -> None:
    """Behind the conversation's own history; a question beside it starts anew."""
    turns = [
        replace(ASKED, id="c/1", text="One?", history=(Turn("user", "Zero?"),)),
        replace(ASKED, id="c/2", text="Two?", after="c/1"),
        replace(ASKED, id="c/3", text="Three?", after="c/2"),
        ASKED,
    ]
    counting = Counting()
    said = list(ask(turns, counting, lambda _: frozenset({EVERYONE}), 10))

    assert [
        ["Zero?"],
        ["Zero?", "One?", "Answer 1."],
        ["Zero?", "One?", "Answer 1.", "Two?", "Answer 2."],
        [],
    ] == [[turn.text for turn in question.history] for question in counting.asked]
    assert ["user", "user", "assistant", "user", "assistant"] == [turn.role for turn in counting.asked[2].history]
    assert ["c/1", "c/2", "c/3", "q1"] == [one.id for one in said]


def test_figures_repeated_in_another_language_claim_nothing_new() -> None:
    """They are the quote's, and no quote holds their units."""
    answering = replace(_answering(0.0), index=ListIndex([passage(FOREIGN, document_id="leave.md")]))
    asked = replace(ASKED, text="annual leave 有多少天？", language="zh")
    (said,) = ask([asked], answering, lambda _: frozenset({EVERYONE}), 10)

    assert "（即25个工作日）" in said.text
    assert [] == unsupported(said)


def test_observing_declines_nothing_and_tells_the_signs() -> None:
    """Whatever the threshold; of what found nothing there are none."""
    readers = {"q1": frozenset({EVERYONE}), "q2": frozenset[str]()}
    pairs = list(observe([ASKED, replace(ASKED, id="q2")], _answering(1.0), lambda one: readers[one.id], 10))

    assert [False, True] == [said.abstained for said, _ in pairs]
    assert [True, False] == [bool(signs) for _, signs in pairs]
