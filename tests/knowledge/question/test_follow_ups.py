"""What a thread adds to a question."""

from __future__ import annotations

import pytest

from knowledge.domain import Language, Question, Turn
from knowledge.language.text import language_of
from knowledge.question.follow_ups import MOST_PARTS, standalone
from knowledge.question.question_back import question_back
from tests.knowledge.intent_doubles import FewWords

LEAVE = "How many days of annual leave do I have?"


class GoesOn(FewWords):
    """Takes every message but some for a follow-up, so that the rewriting alone is tested."""

    def __init__(self, *alone: str) -> None:
        self.alone = alone

    def follows_up(self, text: str, /) -> bool:
        """All but those."""
        return text not in self.alone


def _standalone(text: str, *said: str, alone: str = "") -> str:
    """The question after what was said in turn, by the asker first; ``alone`` is no follow-up."""
    roles = ("user", "assistant")
    history = tuple(Turn(roles[place % 2], each) for place, each in enumerate(said))  # type: ignore[arg-type]
    return standalone(Question("q", text, language_of(text), frozenset(), history), GoesOn(alone))


@pytest.mark.parametrize(
    "text",
    [
        "and for part-timers?",
        "what about contractors",
        "And in 2024?",
        "What are its risks?",
        "What if I am late?",
        "for interns?",
        "why?",
        "part-timers?",
        "那病假呢？",
        "试用期呢？",
        "如果没休完呢，能补钱吗？",
        "还有呢？",
    ],
)
def test_a_follow_up_is_searched_with_what_it_follows(text: str) -> None:
    """It goes on, points back, or names no subject."""
    assert f"{LEAVE}\n{text}" == _standalone(text, LEAVE, "25 days.")


@pytest.mark.parametrize(
    "text",
    [
        "How long does a password have to be?",
        "My laptop was stolen. Whom must I tell about it?",
        "How long does it take to get a visa?",
        "Who is in charge of IT?",
        "Is there a shuttle bus?",
        "密码至少要多少位？",
        "婚假有几天？",
    ],
)
def test_a_new_question_in_a_thread_is_searched_alone(text: str) -> None:
    """What was asked before would only draw the search away."""
    assert text == _standalone(text, LEAVE, "25 days.", alone=text)


def test_a_chain_of_follow_ups_reaches_back_to_the_question_with_the_content() -> None:
    """And stays short, however long the chain is."""
    said = [LEAVE, "25.", "and for part-timers?", "12.", "and in Berlin?", "30.", "and in Shanghai?", "10."]

    parts = _standalone("and in 2024?", *said).split("\n")

    assert [LEAVE, "and in Shanghai?", "and in 2024?"] == parts
    assert MOST_PARTS == len(parts)


def test_thanks_between_two_questions_change_nothing() -> None:
    """The follow-up is to the question before them."""
    assert f"{LEAVE}\nand for interns?" == _standalone("and for interns?", LEAVE, "25 days.", "thanks!", "Welcome.")


def test_what_was_answered_is_never_searched_with() -> None:
    """An earlier answer may have been for other eyes; only what people asked goes into a search."""
    assert "SECRET" not in _standalone("and for part-timers?", LEAVE, "SECRET: 25 days.")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("reply", ["2", "2.", "the second one", "第二个", "选2", "number 2", "sick leave"])
def test_the_reply_to_a_question_back_stands_for_the_choice(language: Language, reply: str) -> None:
    """By number or by words, in either language."""
    back = question_back(["Annual Leave Policy", "Sick Leave Policy"], language)

    assert "leave? Sick Leave Policy" == _standalone(reply, "leave?", back)


def test_a_follow_up_on_a_choice_reaches_back_to_it() -> None:
    """The choice is what the thread is about now."""
    back = question_back(["Annual Leave Policy", "Sick Leave Policy"], "en")

    assert "leave? Sick Leave Policy\nand in China?" == _standalone("and in China?", "leave?", back, "2", "10 days.")


def test_another_question_after_a_question_back_is_that_question() -> None:
    """Nobody has to choose."""
    back = question_back(["Annual Leave Policy", "Sick Leave Policy"], "en")

    asked = "How do I return a sensor?"

    assert asked == _standalone(asked, "leave?", back, alone=asked)
