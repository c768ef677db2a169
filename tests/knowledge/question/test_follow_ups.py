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
    ("before", "text", "asked"),
    [
        ("年休假有几天？", "那病假呢？", "病假有几天？"),
        ("我工作满12年，一年有几天年假？", "那病假呢", "我工作满12年，一年有几天病假？"),
        ("差旅费怎么报销？", "那么通讯费呢？", "通讯费怎么报销？"),
        (LEAVE, "What about sick leave?", "How many days of sick leave do I have?"),
        ("How much leave is there?", "and how about parental leave", "How much parental leave is there?"),
        ("What is the hotel limit in Paris?", "what about the meal limit?", "What is the meal limit in Paris?"),
    ],
)
def test_what_is_asked_of_something_else_of_its_kind_is_asked_of_that_alone(before: str, text: str, asked: str) -> None:
    """With both in it, the search would find the first again."""
    assert asked == _standalone(text, before, "It is so.")


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("北京的住宿标准是多少？", "那上海呢？"),
        ("How do I request vacation?", "What about sick leave?"),
        ("Is annual leave paid when sick leave is?", "What about parental leave?"),
    ],
)
def test_what_is_of_no_kind_in_the_question_or_of_two_is_asked_with_it(before: str, text: str) -> None:
    """Which word it stands for cannot be told."""
    assert f"{before}\n{text}" == _standalone(text, before, "It is so.")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("and for part-timers?", "How many days of leave do I get as a part-time employee in Dublin?"),
        ("What about part time staff?", "How many days of leave do I get as a part-time employee in Dublin?"),
        ("and in Shanghai?", "How many days of leave do I get as a full-time employee in Shanghai?"),
        ("And in the Porto office?", "How many days of leave do I get as a full-time employee in the Porto office?"),
        ("and in the UK?", "How many days of leave do I get as a full-time employee in the UK?"),
        ("and for part-timers in New York?", "How many days of leave do I get as a part-time employee in New York?"),
    ],
)
def test_another_place_or_form_of_employment_takes_the_place_of_the_one_in_the_question(text: str, asked: str) -> None:
    """Also both at once."""
    assert asked == _standalone(text, "How many days of leave do I get as a full-time employee in Dublin?", "25.")


@pytest.mark.parametrize(
    ("before", "text", "asked"),
    [
        ("全职员工的年假有几天？", "那兼职呢？", "兼职员工的年假有几天？"),
        ("兼职的年假有几天？", "那全职的呢？", "全职的年假有几天？"),
        ("正式员工有加班费吗？", "那实习生呢？", "实习生有加班费吗？"),
        ("Full-timers get how many days?", "and part-timers?", "Part-timers get how many days?"),
        ("Can I move from Dublin to Paris?", "and to Rome?", "Can I move from Dublin to Rome?"),
        ("What is the limit in the Dublin office?", "and in Shanghai?", "What is the limit in Shanghai?"),
        ("Is Dublin open in March?", "and in April?", "Is Dublin open in April?"),
        ("Is the desk in Dublin open in March?", "and in Leeds?", "Is the desk in Leeds open in March?"),
    ],
)
def test_what_is_named_instead_replaces_the_one_thing_of_its_kind(before: str, text: str, asked: str) -> None:
    """A month is replaced by a month, what stands behind a preposition by what stands behind the same."""
    assert asked == _standalone(text, before, "It is so.")


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("Do full-time and part-time staff get sick pay?", "and for part-timers?"),
        ("How much leave do full-time staff get?", "and for full-timers?"),
        ("Is a full refund paid in part?", "and for part-timers?"),
        ("Is the desk in Leeds like the one in Dublin?", "and in Berlin?"),
        ("Can I move from Dublin to Paris?", "what about Rome?"),
        ("Can I fly from Dublin?", "and to Shanghai?"),
        ("How much leave is there in Dublin?", "and in Dublin?"),
        ("How much leave is there in Dublin?", "and in April?"),
        ("How much leave is there in Dublin?", "and in 2024?"),
        ("How much leave is there in Dublin?", "what about Maria?"),
        ("How much leave is there in Dublin?", "and in Shanghai without a visa?"),
        ("What is allowed in New York's office?", "and in Shanghai?"),
        ("北京和上海的住宿标准是多少？", "那广州呢？"),
        ("正式员工和实习生的年假有几天？", "那实习生呢？"),
        ("全职员工的年假有几天？", "那实习生呢？"),
        ("年假有几天？", "那上海呢？"),
        ("都柏林的年假有几天？", "那周末呢？"),
        ("都柏林的年假有几天？", "那都柏林呢？"),
    ],
)
def test_what_is_the_same_of_another_kind_or_one_of_several_replaces_nothing(before: str, text: str) -> None:
    """Then the question is searched with the one before it, as other follow-ups are."""
    assert f"{before}\n{text}" == _standalone(text, before, "It is so.")


def test_a_place_is_replaced_in_the_question_of_the_chain_that_names_it() -> None:
    """What was added since stays."""
    said = ["How much leave is there in Dublin?", "25.", "and for interns?", "12."]

    assert "How much leave is there in Shanghai?\nand for interns?" == _standalone("and in Shanghai?", *said)


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


def test_a_chain_of_what_is_asked_of_something_else_stays_one_question() -> None:
    """Each takes the place of the one before."""
    assert "婚假有几天？" == _standalone("那婚假呢？", "年休假有几天？", "15天。", "那病假呢？", "5天。")


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

    assert "leave?\nSick Leave Policy" == _standalone(reply, "leave?", back)


def test_a_follow_up_on_a_choice_reaches_back_to_it() -> None:
    """The choice is what the thread is about now."""
    back = question_back(["Annual Leave Policy", "Sick Leave Policy"], "en")

    assert "leave?\nSick Leave Policy\nand in China?" == _standalone("and in China?", "leave?", back, "2", "10 days.")


def test_another_question_after_a_question_back_is_that_question() -> None:
    """Nobody has to choose."""
    back = question_back(["Annual Leave Policy", "Sick Leave Policy"], "en")

    asked = "How do I return a sensor?"

    assert asked == _standalone(asked, "leave?", back, alone=asked)
