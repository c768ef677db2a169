"""Letters of PDFs: raised, turned, drawn twice, joined, without Unicode, from right to left."""

from __future__ import annotations

import pytest

from knowledge.errors import DocumentUnreadable
from knowledge.formats import convert, ocr
from knowledge.formats.leftward import in_reading_order
from knowledge.formats.pdf_letters import Letter
from knowledge.formats.pdf_words import is_apart
from tests.knowledge.formats.drawing import lines, pdf, text

WIDTHS = {"C": 0.722, "O": 0.778}
"""Widths in Helvetica, of the size; a figure has 0.556."""


def _read(*pages: str) -> str:
    return convert("policy.pdf", pdf(*pages)).text


def _width(words: str) -> float:
    return sum(WIDTHS.get(letter, 0.556) for letter in words)


def _raised(number: str, mark: str, behind: str, *, by: float = 4) -> str:
    """A number, a small figure above or below its base line, and more words."""
    end = 60 + 11 * _width(number)
    after = end + 7 * _width(mark)
    return text(60, 100, number) + text(end, 100 - by, mark, 7) + text(after, 100, behind)


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        (_raised("25", "1", " days of leave a year."), "25 days¹ of leave a year."),
        (_raised("10", "6", " cells."), "10⁶ cells."),
        (_raised("CO", "2", " is counted.", by=-2), "CO₂ is counted."),
        (text(60, 100, "25") + text(60 + 11 * 1.112, 96, "1"), "25 ¹"),
        (text(60, 100, "25") + text(60 + 11 * 1.112, 98.5, "1"), "25 1"),
        (_raised("21", "st", " May"), "21st May"),
        (text(60, 96, "1", 6) + text(64, 100, "Without public holidays.", 8), "¹ Without public holidays."),
    ],
)
def test_raised_and_lowered_figures_join_no_number(drawn: str, read: str) -> None:
    """Else 25 days with a note become 251 days, and a million 106."""
    assert _read(drawn) == read


def _spelled(code: str, letters: str) -> bytes:
    """A map that says of one code of a font which letters it draws."""
    mapped = f"1 beginbfchar <{ord(code):02x}> <{letters.encode('utf-16-be').hex()}> endbfchar"
    stream = f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {mapped} endcmap"
    return f"<< /Length {len(stream)} >> stream\n{stream}\nendstream".encode()


@pytest.mark.parametrize(
    ("written", "letters", "read"),
    [
        ("The oQce", "ffi", "The office"),
        ("The oQce", "\ufb03", "The office"),
        ("A leQer", "tt", "A letter"),
        ("Q", "\ufefb", "لا"),
    ],
)
def test_the_letters_of_one_sign_stay_together(written: str, letters: str, read: str) -> None:
    """A font may draw several as one; PDFium may cut its room into as many parts, all of one origin."""
    fonts = "/Joined << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 3 0 R >>"
    page = text(60, 100, written, font="Joined")

    assert convert("policy.pdf", pdf(page, fonts=fonts, objects=[_spelled("Q", letters)])).text == read


def test_a_sign_that_the_page_spells_out_stays_together() -> None:
    """Then PDFium cuts its room into as many parts, all of one origin: no office becomes an "of ice"."""
    signs = text(60, 100, "The o") + "/Span << /ActualText (ffi) >> BDC " + text(89, 100, "W") + "EMC "

    assert _read(signs + text(99.5, 100, "ce is closed.")) == "The office is closed."


def test_a_blank_that_is_written_parts_words_however_narrow_it_is() -> None:
    """As in a line that was squeezed to fit."""
    assert _read(text(60, 100, "Leave is 25 days.", more="-2 Tw")) == "Leave is 25 days."


@pytest.mark.parametrize(("one", "other", "apart"), [("ل", "ا", False), ("a", "b", True)])
def test_arabic_letters_stand_apart_only_where_the_gap_is_wider(one: str, other: str, apart: bool) -> None:  # noqa: FBT001
    """Their boxes are no wider than their ink."""
    letters = [
        Letter(each, (x, 90, x + 6, 102), (x, 100), 10, bold=False, angle=0, ink=(x, 90, x + 6, 102))
        for x, each in ((60, one), (68.5, other))
    ]

    assert is_apart(*letters) is apart


def test_letters_that_are_drawn_twice_are_read_once() -> None:
    """Bold made by hand, a shadow; but a double letter stays."""
    words = "A hotel will cost 180 EUR."

    assert _read(text(60, 100, words) + text(60.4, 100, words)) == words
    assert _read(text(60, 100, words) + text(60, 300, "Second.") + text(60.8, 100.8, words)).startswith(words + "\n")


def test_what_is_turned_stands_apart_and_can_be_read() -> None:
    """A version in the margin, a stamp across the page."""
    read = _read(
        lines(60, 100, "The laptop may be kept for", "four years.")
        + text(30, 700, "Version 12 of June 2026", 9, angle="0 1 -1 0")
        + text(200, 500, "DRAFT", 60, angle=".7 .7 -.7 .7", more=".8 .8 .8 rg")
    )

    assert read.split("\n\n") == ["The laptop may be kept for four years.", "DRAFT", "Version 12 of June 2026"]


def test_a_page_that_is_turned_as_a_whole_is_read_as_ever() -> None:
    """A wide table that was printed upright."""
    upwards = "".join(
        text(100 + 20 * place, 700, words, angle="0 1 -1 0") for place, words in enumerate(("Leave is", "25 days."))
    )

    assert _read(upwards) == "Leave is 25 days."


def test_words_that_were_parted_at_the_end_of_a_line_are_whole() -> None:
    """But what has its hyphen for good keeps it."""
    read = _read(lines(60, 100, "Everyone who trav-", "els for the EU-", "Commission needs a pre- and", "post-check."))

    assert read == "Everyone who travels for the EU-Commission needs a pre- and post-check."


def test_a_page_whose_font_does_not_say_its_letters_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The signs have numbers, and nobody knows what they mean."""
    monkeypatch.setattr(ocr, "languages", tuple)
    lost = text(60, 300, "abcdefgh", font="Unknown")
    converted = convert("policy.pdf", pdf(text(60, 100, "Leave is 25 days."), lost))

    assert converted.text == "Leave is 25 days."
    assert converted.notes[0].startswith("On these pages a font does not say which letters it draws: 2. Install")
    with pytest.raises(DocumentUnreadable, match="Its fonts do not say which letters they draw"):
        convert("policy.pdf", pdf(lost))


@pytest.mark.parametrize(
    ("collected", "read"),
    [
        ("םולש", "שלום"),
        ("25 ימי", "ימי 25"),
        ("(2026) MS 365 תוינידמ", "מדיניות MS 365 (2026)"),
        ("Leave: םולש today", "Leave: שלום today"),
        ("Leave is 25 days.", "Leave is 25 days."),
    ],
)
def test_what_is_written_from_the_right_is_read_from_the_right(collected: str, read: str) -> None:
    """Its numbers and Latin words are not."""
    assert in_reading_order(collected) == read
