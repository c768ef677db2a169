"""A whole list, table or procedure, from one of its sentences."""

from __future__ import annotations

import pytest

from knowledge.language.lists import block_of, is_steps, number_of
from knowledge.language.sentences import Sentence
from tests.knowledge.builders import sentences


def _block(text: str, words: str, **more: object) -> tuple[Sentence, ...]:
    [sentence] = [each for each in sentences(text, **more) if words in each.quote]
    return block_of(sentence)


def _quotes(block: tuple[Sentence, ...]) -> list[str]:
    return [each.quote for each in block]


@pytest.mark.parametrize(
    ("text", "language", "items"),
    [
        ("Do this:\n\n1. Stop.\n2. Tell us. Wait.\n3. Go on.\n\nDone.", "en", ["Stop.", "Tell us.", "Wait.", "Go on."]),
        ("Do this:\n1) Stop.\n2) Go on.\n\n1) Another list.", "en", ["Stop.", "Go on."]),
        ("Step 1: Stop.\n\nStep 2: Go on.\n\nThat is all.", "en", ["Step 1: Stop.", "Step 2: Go on."]),
        ("第一步：停车。\n第二步：报告。\n\n完毕。", "zh", ["第一步：停车。", "第二步：报告。"]),
        ("顺序如下：\n（一）停车；\n（二）报告。\n\n完毕。", "zh", ["（一）停车；", "（二）报告。"]),
        ("顺序如下：\n\n一、停车；\n\n二、报告。", "zh", ["一、停车；", "二、报告。"]),
        ("Schritt 1: Anhalten.\nSchritt 2: Melden.", "de", ["Schritt 1: Anhalten.", "Schritt 2: Melden."]),
        (
            "1. Stop.\n\n   Breathe.\n\n2. Go on:\n   - slowly\n   - safely",
            "en",
            ["Stop.", "Breathe.", "Go on:", "slowly", "safely"],
        ),
        ("1. Stop.\n\nBreathe.\n\n2. Go on.", "en", ["Stop.", "Breathe.", "Go on."]),
    ],
)
def test_any_of_its_sentences_gives_all_steps(text: str, language: str, items: list[str]) -> None:
    """With one missing, a procedure is wrong."""
    for words in items:
        assert items == _quotes(_block(text, words, language=language))
        assert is_steps(_block(text, words, language=language))


def test_an_item_gives_its_list_and_a_nested_one_its_own() -> None:
    """Unless the outer one is of steps."""
    text = "You get:\n\n- tea\n- fruit:\n  - apples\n  - pears\n- a mug\n\nEnjoy."

    assert ["tea", "fruit:", "apples", "pears", "a mug"] == _quotes(_block(text, "tea"))
    assert ["apples", "pears"] == _quotes(_block(text, "apples"))
    assert not is_steps(_block(text, "tea"))
    assert ["A.", "b", "C."] == _quotes(_block("1. A.\n   - b\n2. C.", "b"))


def test_what_introduces_a_list_or_a_table_gives_it() -> None:
    """A question for the list gets it."""
    text = "Be early. You get:\n\n- tea\n- a mug\n\nRates:\n\n| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nEnd."

    assert ["tea", "a mug"] == _quotes(_block(text, "You get"))
    assert ["| 1 | 2 |", "| 3 | 4 |"] == _quotes(_block(text, "Rates"))
    assert ["| 1 | 2 |", "| 3 | 4 |"] == _quotes(_block(text, "| 3 |"))
    assert ["Be early."] == _quotes(_block(text, "Be early"))
    assert ["End."] == _quotes(_block(text, "End"))


def test_the_counted_paragraphs_of_a_statute_are_no_list() -> None:
    """Each is a rule of its own, and what it introduces is a list."""
    text = (
        "(1) Anträge sind schriftlich.\n\n(2) Es gelten:\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n(3) Der Rest ist frei."
    )

    assert ["(1) Anträge sind schriftlich."] == _quotes(_block(text, "Anträge"))
    assert ["| 1 | 2 |"] == _quotes(_block(text, "Es gelten"))
    assert ["| 1 | 2 |"] == _quotes(_block(text, "| 1"))
    assert ["(3) Der Rest ist frei."] == _quotes(_block(text, "Rest"))


def test_two_tables_are_two() -> None:
    """With nothing but a blank line between them."""
    text = "| A |\n|---|\n| 1 |\n| 2 |\n\n| B |\n|---|\n| 3 |\n"

    assert ["A: 1", "A: 2"] == [each.readable for each in _block(text, "| 1 |")]
    assert ["B: 3"] == [each.readable for each in _block(text, "| 3 |")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7. Go.", 7),
        ("（十二）报告。", 12),
        ("二、报告。", 2),
        ("第三步：报告。", 3),
        ("- Go.", None),
        ("Go.", None),
        ("(4) Go.", 4),
    ],
)
def test_a_step_knows_its_number(text: str, expected: int | None) -> None:
    """In digits or in characters."""
    assert expected == number_of(sentences(text)[0])
