"""Answers in the documents' own words."""

from __future__ import annotations

from knowledge.answer.grounding import Source
from knowledge.answer.quotes import procedure, quotes
from knowledge.answer.reading import Evidence
from knowledge.language.sentences import Sentence
from tests.knowledge.builders import sentences

STEPS = """To request leave:

1. Open the portal. Sign in.
2. Choose the dates.
3. Press **Submit**.

Late requests need a reason.
"""


def _ranked(*found: Sentence, step: float = 0.01) -> list[Evidence]:
    return [Evidence(sentence, 0.9 - step * place, 0.9) for place, sentence in enumerate(found)]


def test_a_question_how_gets_all_steps_when_one_step_was_found() -> None:
    """With a step missing, the answer is wrong."""
    found = sentences(STEPS)
    choose = next(sentence for sentence in found if "Choose" in sentence.quote)

    claim = procedure("How do I request leave?", _ranked(choose))

    assert claim is not None
    assert claim.text == "1. Open the portal. Sign in.\n2. Choose the dates.\n3. Press Submit."
    assert claim.source.quote == "Open the portal. Sign in.\n2. Choose the dates.\n3. Press **Submit**."


def test_the_steps_below_what_answers_are_quoted() -> None:
    """Somebody who asks how wants them, and not only where to begin; of two lists none is certain to be meant."""
    found = sentences(f"You request leave in the portal, as follows.\n\n{STEPS}")
    twice = sentences(f"You request leave in the portal.\n\n{STEPS}\n\n1. Call.\n2. Wait.\n")

    claim = procedure("How do I request leave?", _ranked(found[0]))

    assert claim is not None
    assert claim.text.startswith("1. Open the portal. Sign in.\n2. Choose")
    assert procedure("How do I request leave?", _ranked(twice[0])) is None


def test_chinese_steps_are_joined_without_blanks() -> None:
    """As Chinese is written."""
    found = sentences("1. 登录系统。选择日期。\n2. 点击提交。\n", language="zh")

    claim = procedure("如何请假？", _ranked(*found))

    assert claim is not None
    assert claim.text == "1. 登录系统。选择日期。\n2. 点击提交。"


def test_a_question_that_does_not_ask_how_gets_no_list() -> None:
    """One sentence answers it."""
    assert procedure("Is a reason needed?", _ranked(*sentences(STEPS))) is None


def test_rows_of_one_table_stand_in_its_order() -> None:
    """However the search ranked them."""
    low, high = sentences("| Years of service | Days |\n|---|---|\n| under 5 | 25 |\n| over 5 | 26 |\n")

    claims = quotes(_ranked(high, low), [], 3)

    assert [claim.text for claim in claims] == [
        "Years of service: under 5; Days: 25",
        "Years of service: over 5; Days: 26",
    ]


def test_far_worse_evidence_is_left_out() -> None:
    """It is no longer about the question."""
    claims = quotes(_ranked(*sentences("Leave is 25 days. The canteen opens early."), step=0.2), [], 3)

    assert [claim.text for claim in claims] == ["Leave is 25 days."]


def test_what_is_cited_already_is_not_quoted_again() -> None:
    """The generator said it."""
    [said, rest] = sentences("Leave is 25 days. Leave is paid in full.")

    claims = quotes(_ranked(said, rest), [Source((said,))], 3)

    assert [claim.text for claim in claims] == ["Leave is paid in full."]


def test_what_says_the_same_again_is_left_out() -> None:
    """A summary and its section say it twice."""
    found = sentences("The deadline is 30 days after the expense. Deadline: 30 days after expenses.")

    assert len(quotes(_ranked(*found), [], 3)) == 1


def test_the_line_that_introduces_a_list_is_said_once() -> None:
    """Each item still has it in its quote."""
    _, minibar, fines = sentences("The company does not pay for:\n\n- the minibar at night\n- fines of any kind")
    said = quotes(_ranked(minibar, fines), [], 4)

    assert ["The company does not pay for: the minibar at night", "fines of any kind"] == [claim.text for claim in said]
    assert all(claim.source.quote.startswith("The company does not pay for:") for claim in said)
