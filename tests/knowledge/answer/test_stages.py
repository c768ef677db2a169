"""What is done for an answer is told while it is done, and no more than its asker may read."""

from __future__ import annotations

import time

import pytest

from knowledge.answer.stages import MOST_NAMED, reading
from knowledge.domain import Found, Passage, Question, Retrieved, Stage
from tests.knowledge.answering_doubles import ListIndex, ScriptedGenerator, answering
from tests.knowledge.builders import passage

LEAVE = passage("Annual leave is 25 working days per year. Unused annual leave expires on 31 March of the next year.")
SALARIES = passage(
    "The annual leave bonus is 900 euros.", title="Pay", document_id="hr/pay.md", readers=frozenset({"group:hr"})
)


def _stages(text: str, *passages: Passage, generator: ScriptedGenerator | None = None) -> list[Stage | str]:
    """The stages and the pieces of the answer, in order."""
    told: list[Stage | str] = []
    question = Question("q-1", text, "en", frozenset({"everyone"}))
    answering(ListIndex(passages), generator).answer(
        question, emit=told.append, deadline=time.monotonic() + 5, cancelled=lambda: False, tell=told.append
    )
    return told


def test_an_answer_in_a_models_words_is_searched_read_written_and_checked() -> None:
    """Each is told before it is done, and the check once, before the first sentence is shown."""
    generator = ScriptedGenerator(["Annual leave: 25 working days per year. ", "It expires on 31 March. "])
    told = _stages("How long is annual leave?", LEAVE, generator=generator)
    names = [stage.name if isinstance(stage, Stage) else "words" for stage in told]

    assert ["searching", "reading", "writing", "checking", "words"] == names[:5]
    assert {"words"} == set(names[5:]) | {"words"}


def test_quotes_need_no_check() -> None:
    """They are the document's own words."""
    told = _stages("How long is annual leave?", LEAVE)

    assert ["searching", "reading", "writing"] == [stage.name for stage in told if isinstance(stage, Stage)]


def test_what_is_read_is_named_and_what_its_asker_may_not_read_is_not() -> None:
    """The search has their rights."""
    told = _stages("How long is annual leave?", LEAVE, SALARIES)

    assert Stage("reading", (Found(LEAVE.title, LEAVE.heading, LEAVE.url),)) in told
    assert "Pay" not in str(told)


@pytest.mark.parametrize("text", ["Thank you!", "Hello"])
def test_small_talk_has_no_stages(text: str) -> None:
    """Nothing is looked up for it."""
    assert [] == [stage for stage in _stages(text, LEAVE) if isinstance(stage, Stage)]


def test_with_nothing_found_nothing_is_read() -> None:
    """Only the search is told."""
    told = _stages("How long is annual leave?")

    assert "reading" not in [stage.name for stage in told if isinstance(stage, Stage)]


def test_a_document_is_named_once_by_its_best_passage_and_only_the_first_few() -> None:
    """In the order of the search."""
    found = [
        Retrieved(passage("Words.", title=f"Policy {number // 2}", document_id=f"{number // 2}.md"), 1 / (number + 1))
        for number in range(20)
    ]

    assert [f"Policy {number}" for number in range(MOST_NAMED)] == [one.title for one in reading(found).documents]
