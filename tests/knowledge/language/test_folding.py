"""Widths and shapes made one, with raised figures told from what they stand behind."""

from __future__ import annotations

import pytest

from knowledge.language.folding import unified
from knowledge.language.quantities import quantities
from knowledge.language.text import normalise, numbers


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("25¹ days", "25 days"),
        ("25¹,² days", "25 days"),
        ("25ᵃ days", "25 days"),
        ("25①天", "25天"),
        ("25天①", "25天"),
        ("days¹", "days"),
        ("年假²", "年假"),
        ("¹ part-time", " part-time"),
        ("nᵗʰ", "nth"),
        ("20 m²", "20 m2"),
        ("CO₂", "CO2"),
        ("①年假", "1年假"),
        ("２５天", "25天"),
    ],
)
def test_the_mark_of_a_note_joins_no_number_and_no_word(written: str, read: str) -> None:
    """NFKC alone makes 251 of 25¹; a square metre and a list's number are no notes."""
    assert read == unified(written)


@pytest.mark.parametrize(
    ("written", "read"),
    [("10⁶", "1000000"), ("3 × 10⁻³", "3 × 0.001"), ("10¹²", "1000000000000"), ("10¹ days", "10 days")],
)
def test_a_power_of_ten_is_the_number_that_it_means(written: str, read: str) -> None:
    """NFKC alone makes 106 of 10⁶."""
    assert read == unified(written)


def test_numbers_and_quantities_are_read_without_the_marks_of_notes() -> None:
    """So 25¹ days supports an answer of 25 days, and none of 251 days or one day."""
    assert frozenset({"25"}) == numbers("25¹ days")
    assert frozenset({("25", "day")}) == quantities("25¹ days")
    assert normalise("25 days¹ a year") == "25 days a year"
