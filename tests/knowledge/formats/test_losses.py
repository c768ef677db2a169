"""What a converter loses is counted by a second, simple reading of the file, and said."""

from __future__ import annotations

import pytest

from knowledge.formats import convert
from knowledge.formats.converted import Converted, LeftOutWords
from knowledge.formats.losses import losses
from tests.knowledge.formats import making

WHOLE = "Garden leave is paid in full until the last day of the notice period."
LOST = "The extension is 4471 until the end of the year."
CHINESE = "员工离职前的花园假期间工资照常全额发放，直至离职当日。"


def docx(*paragraphs: str, extra: str = "") -> bytes:
    """A Word document of these paragraphs, and of some XML."""
    return making.docx("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs) + extra)


def said_of(data: bytes, text: str, *left_out: str) -> str:
    """What is said of a Word document that became this text."""
    words = tuple(LeftOutWords(one, "hidden") for one in left_out)
    return losses("docx", data, Converted(text, left_out=words))


@pytest.mark.parametrize("text", [f"# Leave\n\n**{WHOLE}**", f"| A | B |\n|---|---|\n| {WHOLE} | x |", WHOLE.upper()])
def test_where_all_words_are_there_nothing_is_said(text: str) -> None:
    """Whatever form they were given."""
    assert "" == said_of(docx(WHOLE), text)


@pytest.mark.parametrize(("lost", "example"), [(LOST, "the extension is 4471"), (CHINESE, "员工离职前的花园假")])
def test_what_is_lost_is_said_with_its_share_and_how_it_begins(lost: str, example: str) -> None:
    """So that somebody finds it."""
    said = said_of(docx(WHOLE, lost), WHOLE)

    assert example.split(maxsplit=1)[-1] in said
    assert "% of its letters are not in its text" in said
    assert "frontdesk kb show" in said


def test_a_word_that_stands_once_in_the_text_counts_once() -> None:
    """A sentence that the file has three times is lost twice where the text has it once."""
    assert "67% of its letters" in said_of(docx(WHOLE, WHOLE, WHOLE), WHOLE)


def test_what_was_left_out_on_purpose_is_not_lost() -> None:
    """Hidden words are in no text, and nobody need look for them."""
    assert said_of(docx(WHOLE, LOST), WHOLE)
    assert "" == said_of(docx(WHOLE, LOST), WHOLE, LOST)


def test_words_with_a_note_mark_are_not_lost() -> None:
    """In characters they are ``EUR¹``, for the counting ``EUR`` and ``1``."""
    assert "" == said_of(docx("25 EUR a day for all the day"), "25 EUR¹ a day² for all³ the day")


def test_a_stray_word_is_no_loss() -> None:
    """Not a few letters, and not a small share of many."""
    assert "" == said_of(docx(WHOLE, "Page 3"), WHOLE)
    assert "" == said_of(docx(*[WHOLE] * 60, "Printed in March"), "\n".join([WHOLE] * 60))


def test_words_that_are_set_together_are_there() -> None:
    """Two readings part a line at different places."""
    assert "" == said_of(docx("Gardenleave ispaid infull."), "Garden leave is paid in full. Gardenleaveispaidinfull.")


def test_deleted_and_fallback_words_are_not_looked_for() -> None:
    """Word keeps them for itself: with changes tracked, or for programs of 2007."""
    deleted = f"<w:del><w:r><w:delText>{LOST}</w:delText></w:r></w:del>"
    gone = f"<w:p>{deleted}<w:moveFrom><w:r><w:t>{LOST}</w:t></w:r></w:moveFrom></w:p>"

    assert "" == said_of(docx(WHOLE, extra=gone), WHOLE)


def test_a_file_that_cannot_be_read_again_is_not_judged() -> None:
    """The real reading has said what there is to say."""
    assert "" == losses("docx", b"PK no zip", Converted(WHOLE))
    assert "" == losses("plain", b"anything", Converted(WHOLE))


def test_a_conversion_says_what_it_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside what its reader says."""
    monkeypatch.setattr("knowledge.formats.docx.read", lambda _data: Converted(WHOLE, notes=("It is old.",)))
    old, lost = convert("a.docx", docx(WHOLE, LOST)).notes

    assert "It is old." == old
    assert "extension" in lost


RTF = (
    rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\info{\title Unseen title}}{\*\generator Unseen}"
    rb"%s caf\'e9 \u24180?\u20551?.\par}"
)


@pytest.mark.parametrize(
    ("reader", "data"),
    [
        ("rtf", RTF % WHOLE.encode()),
        ("csv", WHOLE.replace(" ", ",").encode("utf-16")),
        ("plain", WHOLE.encode()),
    ],
)
def test_formats_of_text_are_read_again_too(reader: str, data: bytes) -> None:
    """All words are there, or they are lost; settings and letters of a font's own encoding are not counted."""
    assert "" == losses(reader, data, Converted(f"{WHOLE} café 年假"))
    assert "of its letters are not in its text" in losses(reader, data, Converted("café 年假"))
