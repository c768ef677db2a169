"""Raised and lowered figures as characters of their own."""

from __future__ import annotations

import pytest

from knowledge.formats.raised import lowered, marks_apart, note_mark, raised


@pytest.mark.parametrize(
    ("text", "shown"),
    [("1", "¹"), (" 2", "²"), ("[3]", "³"), ("(a)", "ᵃ"), ("-6", "⁻⁶"), ("1, 2", "¹, ²"), ("st", "st"), ("*", "*")],
)
def test_raised_figures_have_characters_of_their_own(text: str, shown: str) -> None:
    """An ordinal's letters are read with their number, as ever."""
    assert shown == raised(text)


@pytest.mark.parametrize(("text", "shown"), [("2", "₂"), ("max", "max"), ("x", "ₓ")])
def test_lowered_figures_have_characters_of_their_own(text: str, shown: str) -> None:
    """What has none stays as it is."""
    assert shown == lowered(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("25¹ days a year", "25 days¹ a year"),
        ("180² EUR", "180 EUR²"),
        ("12,5³%", "12,5%³"),
        ("年假25¹天", "年假25天¹"),
        ("25¹个工作日内", "25个工作日¹内"),
        ("| 25¹ |", "| 25 ¹ |"),
        ("10⁶ cells", "10⁶ cells"),
        ("20 m² of CO₂", "20 m² of CO₂"),
        ("10¹ days", "10 days¹"),
        ("EUR 10² a day", "EUR 10 ² a day"),
        ("€ 4,000¹ for the move", "€ 4,000 ¹ for the move"),
        ("USD 10⁶ in all", "USD 10⁶ in all"),
    ],
)
def test_a_note_mark_stands_behind_what_is_counted(text: str, shown: str) -> None:
    """A reader, a model and the search see the number itself."""
    assert shown == marks_apart(text)


@pytest.mark.parametrize(
    ("before", "behind", "shown"), [("婚假为10", "天", "婚假为10天²"), ("limit 10", "", "limit 10 ²")]
)
def test_a_note_that_the_file_itself_calls_one_is_no_power(before: str, behind: str, shown: str) -> None:
    """Ten with a note is not a hundred."""
    assert shown == marks_apart(f"{before}{note_mark('2')}{behind}")
