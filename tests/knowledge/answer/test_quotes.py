"""Answers in the documents' own words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from knowledge.answer.claims import Claim
from knowledge.answer.confidence import WANTED, Wants
from knowledge.answer.quotes import (
    LONGEST,
    OTHER_DOCUMENT,
    quotes,
    whole,
)
from knowledge.answer.reading import MARGIN, Evidence
from knowledge.answer.source import Source
from knowledge.language.sentences import Sentence
from tests.knowledge.builders import passage, retrieved, sentences

STEPS = """To request leave:

1. Open the portal. Sign in.
2. Choose the dates.
3. Press **Submit**.

Late requests need a reason.
"""
TABLE = "| Years of service | Days |\n|---|---|\n| under 5 | 25 |\n| over 5 | 26 |\n"
HOW: Wants = {"steps": WANTED}
ROWS: Wants = {"table": WANTED}


def _ranked(*found: Sentence, step: float = 0.1) -> list[Evidence]:
    return [Evidence(sentence, 4.0 - step * place, 0.9) for place, sentence in enumerate(found)]


def _scored(*scored: tuple[Sentence, float]) -> list[Evidence]:
    return [Evidence(sentence, score, 0.9) for sentence, score in scored]


def _whole(found: Sequence[Sentence], wants: Wants) -> Claim | None:
    return whole(_ranked(*found), retrieved(found[0].passage), wants)


def _texts(claims: Sequence[Claim]) -> list[str]:
    return [claim.text for claim in claims]


def test_a_question_for_steps_gets_all_of_them_when_one_was_found() -> None:
    """With a step missing, the answer is wrong."""
    choose = next(sentence for sentence in sentences(STEPS) if "Choose" in sentence.quote)
    claim = _whole([choose], HOW)

    assert claim is not None
    assert claim.text == "1. Open the portal. Sign in.\n2. Choose the dates.\n3. Press Submit."
    assert claim.source.quote == "Open the portal. Sign in.\n2. Choose the dates.\n3. Press **Submit**."


@pytest.mark.parametrize(("behind", "steps"), [(MARGIN, True), (MARGIN + 0.01, False)])
def test_steps_are_quoted_where_one_answers_nearly_as_likely_as_the_first(behind: float, *, steps: bool) -> None:
    """Further behind they are of something else, and would stand in the answer's place."""
    found = sentences("Without an account, mail your manager.\n\nElse:\n\n1. Open the portal.\n2. Press it.")
    evidence = _scored((found[0], 4.0), (found[-1], 4.0 - behind))

    assert steps == (whole(evidence, retrieved(found[0].passage), HOW) is not None)


def test_what_does_not_ask_for_steps_gets_no_list() -> None:
    """One sentence answers it."""
    found = sentences(STEPS)

    assert _whole(found[:3], {"steps": WANTED - 0.01}) is None
    assert _whole(found[:3], {}) is None
    assert _whole(sentences("- Open the portal.\n- Choose the dates."), HOW) is None


def test_chinese_steps_are_joined_without_blanks() -> None:
    """As Chinese is written."""
    claim = _whole(sentences("1. 登录系统。选择日期。\n2. 点击提交。\n", language="zh"), HOW)

    assert claim is not None
    assert claim.text == "1. 登录系统。选择日期。\n2. 点击提交。"


def test_steps_that_were_cut_into_two_passages_are_quoted_whole() -> None:
    """Splitting knows no procedures."""
    first = passage("1. Open the portal.\n2. Choose the dates.", heading="Request", start=0)
    rest = "3. Press submit."
    second = passage(rest, heading="Request", start=first.end + 1, end=first.end + 1 + len(rest))
    (press,) = sentences(rest, heading="Request", start=first.end + 1, end=first.end + 1 + len(rest))
    claim = whole(_ranked(press), retrieved(second, first), HOW)

    assert claim is not None
    assert claim.text == "1. Open the portal.\n2. Choose the dates.\n3. Press submit."


@pytest.mark.parametrize("steps", [16, 60])
def test_a_long_procedure_is_quoted_to_its_last_step(steps: int) -> None:
    """With a step missing, the answer is wrong; each of these has two sentences."""
    numbered = [f"{n}. Do thing number {n}. Then wait for mail {n}." for n in range(1, steps + 1)]
    claim = _whole(sentences("\n".join(numbered)), HOW)

    assert claim is not None
    assert numbered == claim.text.splitlines()


def test_a_question_for_a_table_gets_it_whole() -> None:
    """A row means something beside the others."""
    claim = _whole(sentences(TABLE)[1:], ROWS)

    assert claim is not None
    assert claim.text == "- Years of service: under 5; Days: 25\n- Years of service: over 5; Days: 26"
    assert claim.source.quote == "| under 5 | 25 |\n| over 5 | 26 |"


def test_what_does_not_ask_for_a_table_gets_the_row() -> None:
    """One row is no table."""
    rows = sentences(TABLE)

    assert _whole(rows, {"table": WANTED - 0.01}) is None
    assert _whole(sentences("| Years | Days |\n|---|---|\n| under 5 | 25 |\n"), ROWS) is None
    assert whole([], [], ROWS) is None


def test_a_table_is_quoted_with_the_sentence_that_stands_above_it() -> None:
    """The sentence alone says less than was asked for; one that stands elsewhere answers alone."""
    sentence, *rows = sentences(f"Leave is long.\n\n{TABLE}")
    elsewhere = sentences(f"Leave is long.\n\nAsk HR.\n\n{TABLE}")
    claim = _whole([sentence, *rows], ROWS)

    assert claim is not None
    assert claim.text.startswith("Leave is long.\n- Years of service: under 5; Days: 25\n- Years")
    assert _whole([elsewhere[0], *elsewhere[2:]], ROWS) is None


@pytest.mark.parametrize(
    ("question", "is_whole"),
    [
        ("What are the hotel limits?", True),
        ("What is the hotel limit?", True),
        ("What is the hotel limit in Oslo?", False),
        ("What is the hotel limit in Tokyo?", False),
        ("What is the hotel limit for 3 nights?", False),
        ("What are the hotel limits in 2026?", True),
        ("", False),
    ],
)
def test_a_question_that_names_no_row_means_the_table(question: str, *, is_whole: bool) -> None:
    """One for a city, in the table or not, does not; nor one with a figure, unless it is a label."""
    table = "| City | Limit 2026 |\n|---|---|\n| Oslo | 200 EUR |\n| Rome | 120 EUR |\n"
    rows = sentences(table, heading="Hotel limits")

    assert is_whole == (whole(_ranked(*rows), retrieved(rows[0].passage), {}, question) is not None)


@pytest.mark.parametrize(
    ("question", "is_whole"),
    [
        ("各城市住宿标准是多少？", True),
        ("东京住宿标准是多少？", True),
        ("北京住宿标准是多少？", False),
        ("上海的住宿标准是多少？", True),
    ],
)
def test_a_chinese_question_that_names_no_row_means_the_table(question: str, *, is_whole: bool) -> None:
    """Pairs of characters across two words are in no text. One for a city that is not in it sees which ones are."""
    table = "| 城市 | 标准 |\n|---|---|\n| 北京 | 500元 |\n| 其他城市 | 300元 |\n"
    rows = sentences(table, heading="住宿标准", language="zh")

    assert is_whole == (whole(_ranked(*rows), retrieved(rows[0].passage), {}, question) is not None)


@pytest.mark.parametrize(("rows", "is_whole"), [(12, True), (13, False)])
def test_of_a_long_table_only_rows_are_quoted(rows: int, is_whole: bool) -> None:  # noqa: FBT001 - a parameter
    """Nobody reads all of it in a message."""
    table = "| City | Rate |\n|---|---|\n" + "\n".join(f"| City {n} | {n} euros |" for n in range(rows))

    assert is_whole == (_whole(sentences(table), ROWS) is not None)


def test_the_best_is_quoted_first_and_one_that_bounds_it() -> None:
    """Two as a rule: the exception, the condition, the next step."""
    found = sentences("Leave is 25 days. It expires in March. Travel is booked early.")

    assert ["It expires in March.", "Leave is 25 days."] == _texts(quotes(_ranked(found[1], found[0], found[2]), []))
    assert 3 == len(quotes(_ranked(*found), [], 3))


def test_a_second_quote_is_nearly_as_likely_to_answer_as_the_first() -> None:
    """Else it is no longer about the question."""
    best, other = sentences("Leave is 25 days. The canteen opens early.")

    assert 2 == len(quotes(_scored((best, 4.0), (other, 2.5)), []))
    assert ["Leave is 25 days."] == _texts(quotes(_scored((best, 4.0), (other, 2.49)), []))


def test_what_another_document_says_must_be_likelier_still() -> None:
    """One rule seldom stands in two; what comes behind it in the first document may be quoted yet."""
    best, next_to_it = sentences("Leave is 25 days. The canteen opens early.", document_id="a.md")
    (elsewhere,) = sentences("Offices are open.", document_id="b.md")
    near, far = 4.0 - OTHER_DOCUMENT, 4.0 - OTHER_DOCUMENT - 0.01

    assert ["Leave is 25 days.", "Offices are open."] == _texts(
        quotes(_scored((best, 4.0), (elsewhere, near), (next_to_it, far)), [])
    )
    assert ["Leave is 25 days.", "The canteen opens early."] == _texts(
        quotes(_scored((best, 4.0), (elsewhere, far), (next_to_it, far)), [])
    )


def test_quotes_are_short_together_and_the_first_as_long_as_it_is() -> None:
    """A later, shorter one may fit."""
    best, long, short = sentences(
        f"{'Leave is what ' * 20}we take. {'Travel is when ' * 10}we go. It expires in March."
    )
    longest, _ = sentences(f"{'Leave is what ' * 40}we take. It expires in March.")

    assert [best.quote, short.quote] == _texts(quotes(_ranked(best, long, short), []))
    assert [longest.quote] == _texts(quotes(_ranked(longest, short), []))


def test_chinese_says_as_much_in_fewer_characters() -> None:
    """A hundred and twenty are about sixty words."""
    half = LONGEST["zh"] // 2
    first = sentences("年" * (half - 1) + "。", language="zh")[0]
    fits = sentences("假" * (half - 1) + "。", language="zh", start=500)[0]
    longer = sentences("假" * half + "。", language="zh", start=500)[0]

    assert 2 == len(quotes(_ranked(first, fits), []))
    assert 1 == len(quotes(_ranked(first, longer), []))


def test_what_is_cited_already_is_not_quoted_again_and_counts() -> None:
    """The generator said it."""
    said, rest, more = sentences("Leave is 25 days. Leave is paid in full. It expires in March.")

    assert ["Leave is paid in full."] == _texts(quotes(_ranked(said, rest, more), [Source((said,))]))


@pytest.mark.parametrize(
    ("again", "quoted"),
    [
        ("Deadline: 30 days after expenses.", 1),
        ("The deadline is 31 days after the expense.", 2),
        ("The deadline is 30 days after the expense arrives by courier somewhere.", 2),
    ],
)
def test_what_says_the_same_again_is_left_out(again: str, quoted: int) -> None:
    """A summary and its section say it twice; another number is another rule."""
    found = sentences(f"The deadline is 30 days after the expense. {again}")

    assert quoted == len(quotes(_ranked(*found), []))


def test_three_quarters_of_the_words_are_the_same_again() -> None:
    """Of four words one may be new, not two."""
    found = sentences("Managers approve travel abroad. Managers approve travel early. Managers approve gifts early.")

    assert 1 == len(quotes(_ranked(found[0], sentences("Managers approve travel abroad early.")[0]), []))
    assert 2 == len(quotes(_ranked(found[0], found[2]), []))


def test_the_line_that_introduces_a_list_is_said_once() -> None:
    """Each item still has it in its quote."""
    _, minibar, fines = sentences("The company does not pay for:\n\n- the minibar at night\n- fines of any kind")
    said = quotes(_ranked(minibar, fines), [])

    assert ["The company does not pay for: the minibar at night", "fines of any kind"] == _texts(said)
    assert all(claim.source.quote.startswith("The company does not pay for:") for claim in said)


def test_an_item_of_another_list_is_said_with_its_own_line() -> None:
    """Under the first list's, it would say the contrary."""
    text = "The company does not pay for:\n\n- the minibar at night\n\nThe company pays for:\n\n- breakfast of any kind"
    _, minibar, _, breakfast = sentences(text)

    assert [
        "The company does not pay for: the minibar at night",
        "The company pays for: breakfast of any kind",
    ] == _texts(quotes(_ranked(minibar, breakfast), []))
