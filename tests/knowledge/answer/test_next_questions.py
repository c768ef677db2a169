"""What else may be asked: tried out before it is offered, within the same rights, and never for long."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from knowledge.answer.cache import CachingAnswering
from knowledge.answer.next_questions import Candidate, NextQuestions
from knowledge.domain import Answer, Passage, Question, Retrieved, Turn
from knowledge.index.index_text import place_of
from knowledge.language.text import terms
from tests.knowledge.answering_doubles import ListIndex, answering
from tests.knowledge.builders import passage, sentences

_LEAVE = "You have 25 days of annual leave a year."
_ASKED = "How many days of annual leave do I have a year?"
_CARRY = "What does “Leave Policy” say about “Carry-over days”?"
_NOTICE = "How early must I ask for annual leave?"


def _section(start: int, heading: str, text: str, **more: object) -> Passage:
    return passage(text, heading=heading, start=start, **more)


_POLICY = (
    _section(0, "Annual leave", _LEAVE),
    _section(100, "Carry-over days", "Carry-over days of the policy end on 31 March."),
    _section(200, _NOTICE, "Ask for annual leave two weeks early."),
    _section(300, "Miscellaneous", "The office is closed in August."),
    _section(400, "Scope", "The scope is everybody."),
)
_OTHER = passage("Everybody.", heading="Scope", title="Pay", document_id="pay.md")
_THIRD = passage("Nobody.", heading="Scope", title="Cars", document_id="cars.md")


@dataclass
class WordIndex(ListIndex):
    """Finds first what shares most words with the question."""

    def search(self, text: str, principals: frozenset[str], limit: int, today: str = "") -> list[Retrieved]:
        """What the principals may read."""
        asked = set(terms(text))
        nearest = sorted(self.passages, key=lambda one: -len(asked & set(terms(f"{place_of(one)} {one.text}"))))
        return ListIndex(nearest).search(text, principals, limit, today)

    def document(self, passage: Passage) -> list[Passage]:
        """In its order."""
        return sorted(super().document(passage), key=lambda one: one.start)


def _question(text: str = _ASKED, **parts: object) -> Question:
    return replace(Question("q", text, "en", frozenset({"everyone"})), **parts)  # type: ignore[arg-type]


def _offered(
    passages: Sequence[Passage] = (*_POLICY, _OTHER, _THIRD),
    question: Question | None = None,
    *,
    seconds: float = 600,
    cancelled: bool = False,
    busy: bool = False,
) -> tuple[str, ...]:
    told = answering(WordIndex(passages))
    whole = replace(told, then=NextQuestions(told, lambda: busy))
    deadline = time.monotonic() + seconds
    answer = whole.answer(question or _question(), emit=str, deadline=deadline, cancelled=lambda: cancelled)
    return answer.next_questions


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is."""
    monkeypatch.setattr("knowledge.answer.next_questions.SECONDS", 600)


def test_what_the_cited_document_answers_is_offered() -> None:
    """Its own question first, then a heading in a few words; not what has no matter, or is a heading of many."""
    assert (_NOTICE, _CARRY) == _offered()


def test_a_question_in_a_faq_is_offered_as_it_stands() -> None:
    """Where the answer is right below it."""
    faq = (
        "**May I keep the bonus days?**\n\nYes, bonus days are kept.\n\n**Who pays for bonus days?**\n\nThe team pays."
    )
    offered = _offered((*_POLICY[:1], _section(100, "Questions", faq)))

    assert {"May I keep the bonus days?", "Who pays for bonus days?"} == set(offered)


def test_the_question_just_asked_and_earlier_ones_are_not_offered() -> None:
    """Nor what the answer says already: then one is left, which is too few."""
    history = (Turn("user", "And?"), Turn("user", "How early must I ask for annual leave ?"))

    assert () == _offered(question=_question(history=history))
    assert _NOTICE not in _offered(question=_question(_NOTICE))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Stop orders: who gives stop orders?", "The desk gives stop orders."),
        ("How much is the leave bonus paid?", "The leave bonus paid is 900 euros."),
        ("How many days of annual leave have I?", _LEAVE),
    ],
    ids=["small talk", "goes on with the thread", "said already"],
)
def test_what_would_be_understood_otherwise_is_not_offered(question: str, said: str) -> None:
    """It is answered in the thread of this answer, as whatever it would be taken for there."""
    faq = (
        "**May I keep the bonus days?**\n\nYes, bonus days are kept.\n\n**Who pays for bonus days?**\n\nThe team pays."
    )
    offered = _offered((*_POLICY[:1], _section(100, "Questions", f"{faq}\n\n**{question}**\n\n{said}")))

    assert 2 == len(offered)
    assert question not in offered


@pytest.mark.parametrize(
    ("candidate", "answers"),
    [
        (Candidate("?", "people/leave.md", ("Leave",)), True),
        (Candidate("?", "people/leave.md", ("Pay",)), False),
        (Candidate("?", "pay.md", ("Leave",)), False),
        (Candidate("?", "people/leave.md", ("Leave",), written="May I?"), False),
        (Candidate("?", "people/leave.md", ("Leave",), matter="Partial leave"), True),
        (Candidate("?", "people/leave.md", ("Leave",), matter="Sick pay"), False),
    ],
)
def test_an_answer_rests_on_the_section_and_takes_up_its_heading(candidate: Candidate, *, answers: bool) -> None:
    """A sentence below another question of a FAQ answers that one."""
    (sentence,) = sentences("Half a day of leave is possible.", heading="Leave")
    (asking,) = sentences("Is half a day of leave possible?", heading="Leave")

    assert answers is candidate.is_answered_by(sentence)
    assert not candidate.is_answered_by(asking)


def test_what_another_document_answers_better_is_not_offered() -> None:
    """The answer must rest on the section that the question is from."""
    better = passage(
        "Carry-over days: what does the Leave Policy say about carry-over days? They end.", title="Other",
        document_id="other.md",
    )  # fmt: skip

    assert () == _offered((*_POLICY, _OTHER, _THIRD, better))


def test_what_others_may_read_is_no_source_of_questions() -> None:
    """Rights bound the search by which a question is tried out."""
    closed = [replace(one, readers=frozenset({"group:hr"})) for one in _POLICY[1:]]

    assert () == _offered((_POLICY[0], *closed))


@pytest.mark.parametrize(
    "hurry", [{"seconds": 4}, {"cancelled": True}, {"busy": True}], ids=["deadline", "cancelled", "others wait"]
)
def test_nothing_is_offered_where_there_is_no_time(hurry: dict[str, float]) -> None:
    """The answer is what was asked for."""
    assert () == _offered(**hurry)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["Who won the cup?", "hello"])
def test_nothing_is_offered_below_what_the_policies_do_not_say(text: str) -> None:
    """Nor below small talk."""
    assert () == _offered(question=_question(text))


def test_documents_in_another_language_offer_nothing() -> None:
    """A heading in one language within a question in another reads badly."""
    foreign = [replace(one, language="de") for one in _POLICY]

    assert () == _offered(foreign)


def test_a_kept_answer_keeps_them() -> None:
    """Nobody waits for them twice."""
    told = answering(WordIndex((*_POLICY, _OTHER, _THIRD)))
    kept: dict[object, Answer] = {}

    class Keeping:
        """A cache of one process."""

        recall = staticmethod(kept.get)
        keep = staticmethod(kept.__setitem__)

        def __getattr__(self, _name: str) -> object:
            """Whatever else is asked of it."""
            return lambda *_, **__: _Turn()

    caching = CachingAnswering(replace(told, then=NextQuestions(told)), Keeping())  # type: ignore[arg-type]
    arguments = {"emit": str, "deadline": time.monotonic() + 600, "cancelled": lambda: False}
    first, second = (caching.answer(_question(), **arguments) for _ in range(2))  # type: ignore[arg-type]

    assert ("exact", first.next_questions) == (second.cached, second.next_questions)
    assert first.next_questions


class _Turn:
    """Nobody else makes the answer."""

    def __enter__(self) -> None:
        """Go on."""

    def __exit__(self, *_: object) -> None:
        """Nothing was held."""
