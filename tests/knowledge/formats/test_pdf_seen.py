"""Text in PDFs that no reader sees."""

from __future__ import annotations

import pytest

from knowledge.formats import convert
from tests.knowledge.formats.drawing import box, pdf, text


@pytest.mark.parametrize(
    "hidden",
    [
        text(60, 120, "The pool is 900 EUR.", more="1 1 1 rg"),
        text(60, 120, "The pool is 900 EUR.", more=".99 .99 .99 rg"),
        text(60, 120, "The pool is 900 EUR.", more="3 Tr"),
        text(-400, 120, "The pool is 900 EUR."),
        text(60, 1200, "The pool is 900 EUR."),
        text(60, 120, "The pool is 900 EUR.") + box(50, 105, 200, 20, "0 0 0"),
        text(60, 120, "The pool is 900 EUR.") + box(50, 105, 200, 20, "1 1 1"),
        box(50, 105, 200, 20, "0 0 .5") + text(60, 120, "The pool is 900 EUR.", more="0 0 .5 rg"),
        text(60, 120, "The pool is 900 EUR.", 0.5),
        text(60, 120, "资金池为900元。", more="1 1 1 rg"),
        text(60, 120, "资金池为900元。", more="3 Tr"),
        text(60, 120, "资金池为九百元。") + box(50, 105, 200, 20, "0 0 0"),
        "q 300 700 10 10 re W n\n" + text(60, 120, "The pool is 900 EUR.") + "Q\n",
    ],
    ids=(
        "white faint invisible left below blackened whitened blue-on-blue tiny white-chinese invisible-chinese "
        "blackened-chinese cut-off"
    ).split(),
)
def test_text_that_no_reader_sees_is_left_out_and_reported(hidden: str) -> None:
    """However it is hidden."""
    converted = convert("policy.pdf", pdf(text(60, 80, "Everyone may read this.") + hidden))

    assert converted.text == "Everyone may read this."
    assert [("hidden", 1)] == [(each.why, each.page) for each in converted.counted()]
    assert () == converted.notes


def test_what_was_written_anew_over_what_was_covered_is_read_alone() -> None:
    """Both stand in one place: the ink of the one is not the other's."""
    covered = text(60, 120, "The pool is 900 EUR.") + box(50, 105, 200, 20, "1 1 1")
    converted = convert("policy.pdf", pdf(covered + text(60, 120, "The pool was abolished.")))

    assert converted.text == "The pool was abolished."
    assert ["Thepoolis900EUR."] == [each.text for each in converted.left_out]


@pytest.mark.parametrize(
    "shown",
    [
        box(50, 105, 200, 20, "0 0 .5") + text(60, 120, "Hotels: 180 EUR.", more="1 1 1 rg"),
        box(50, 105, 200, 20, "1 1 0") + text(60, 120, "Hotels: 180 EUR."),
        text(60, 120, "Hotels: 180 EUR.", more=".8 .8 .8 rg"),
        text(60, 120, "Hotels: 180 EUR.", 4),
        text(60, 120, "Hotels: 180 EUR.", more="1 Tr"),
    ],
    ids="white-on-blue marked grey small outlined".split(),
)
def test_text_that_a_reader_sees_stays(shown: str) -> None:
    """White letters are not hidden by being white."""
    converted = convert("policy.pdf", pdf(text(60, 80, "Everyone may read this.") + shown))

    assert "Hotels: 180 EUR." in converted.text
    assert converted.notes == ()


def test_chinese_whose_font_is_not_in_the_document_stays() -> None:
    """The machine that reads it may not have that font, and then draws nothing."""
    assert convert("假期.pdf", pdf(text(60, 80, "年休假为25天。"))).text == "年休假为25天。"
