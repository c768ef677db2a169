"""What is filled into a PDF's form, or typed over its page, is part of its text."""

from __future__ import annotations

from knowledge.formats import convert
from knowledge.formats.converted import Converted
from tests.knowledge.formats.drawing import HEIGHT, lines, pdf, text


def _field(kind: str, name: str, x: float, y: float, more: str, *, flags: int = 0, shown: int = 4) -> bytes:
    """A field right of ``x`` on the base line ``y``; ``flags`` are the field's, ``shown`` those of its annotation."""
    rect = f"[{x} {HEIGHT - y - 5} {x + 150} {HEIGHT - y + 13}]"
    parts = f"/FT /{kind} /T ({name}) /Ff {flags} {more}"
    return f"<< /Type /Annot /Subtype /Widget /F {shown} /Rect {rect} {parts} >>".encode()


def _form(page: str, *fields: bytes, more: str = "") -> Converted:
    numbers = " ".join(f"{number} 0 R" for number in range(3, 3 + len(fields)))
    catalog = f"/NeedsRendering true /AcroForm << /Fields [{numbers}] /DA (/Helv 10 Tf) {more} >>"
    return convert("form.pdf", pdf(page, objects=fields, catalog=catalog, each=f"/Annots [{numbers}]"))


def test_the_values_of_fields_stand_behind_their_labels() -> None:
    """Written, chosen, and chosen by another name than the one that is shown; in English and Chinese."""
    read = _form(
        text(60, 100, "Name") + text(60, 140, "Class:") + text(60, 180, "城市"),
        _field("Tx", "a", 150, 100, "/V (Maria Diaz)"),
        _field("Ch", "b", 150, 140, "/Opt [[(x1) (Economy)] [(x2) (Business)]] /V (x2)", flags=1 << 17),
        _field("Tx", "c", 150, 180, f"/V <feff{'上海'.encode('utf-16-be').hex()}>"),
    )

    assert read.text == "Name: Maria Diaz\n\nClass: Business\n\n城市: 上海"


def test_what_is_filled_in_from_the_right_is_read_as_it_was_written() -> None:
    """A field holds its text in the order of reading, and not from the left."""
    read = _form("", _field("Tx", "a", 150, 100, f"/V <feff{'שלום'.encode('utf-16-be').hex()}>"))

    assert read.text == "שלום"


def test_a_box_is_ticked_or_it_is_not() -> None:
    """Both are told: an empty box is an answer, too."""
    states = "/AP << /N << /Yes 9 0 R /Off 9 0 R >> >>"
    read = _form(
        lines(90, 100, "Visa needed", "Car needed", leading=40),
        _field("Btn", "a", -70, 100, f"/V /Yes /AS /Yes {states}"),
        _field("Btn", "b", -70, 140, f"/V /Off /AS /Off {states}"),
    )

    assert read.text == "☒ Visa needed\n\n☐ Car needed"


def test_fields_that_nobody_sees_are_not_read() -> None:
    """A hidden one, a password, a button."""
    read = _form(
        text(60, 100, "Name"),
        _field("Tx", "a", 150, 100, "/V (hidden)", shown=2),
        _field("Tx", "b", 150, 140, "/V (secret)", flags=1 << 13),
        _field("Btn", "c", 150, 180, "/MK << /CA (Send) >>", flags=1 << 16),
    )

    assert read.text == "Name"


def test_several_lines_of_a_field_stay_below_each_other() -> None:
    """They begin at its top, whatever label stands beside them."""
    rect = f"[150 {HEIGHT - 160} 400 {HEIGHT - 90}]"
    field = f"<< /Type /Annot /Subtype /Widget /Rect {rect} /FT /Tx /T (a) /Ff 4096 /V (12 Long Road\\nOslo) >>"
    read = _form(text(60, 120, "Address"), field.encode())

    assert "12 Long Road" in read.text
    assert read.text.index("Long Road") < read.text.index("Oslo")


def test_text_that_was_typed_over_a_page_is_read() -> None:
    """As many fill in a form that has no fields; a comment is none of it."""
    typed = f"<< /Type /Annot /Subtype /FreeText /Rect [150 {HEIGHT - 105} 300 {HEIGHT - 87}] /Contents (Maria Diaz) >>"
    comment = f"<< /Type /Annot /Subtype /Text /Rect [150 {HEIGHT - 145} 170 {HEIGHT - 127}] /Contents (Check!) >>"
    read = _form(text(60, 100, "Name"), typed.encode(), comment.encode())

    assert read.text == "Name: Maria Diaz"


def test_a_form_that_only_adobe_reader_shows_is_reported() -> None:
    """What it asks people to do instead of showing its fields is all that others see."""
    read = _form(text(60, 100, "Please wait..."), b"<< /Length 0 >> stream\n\nendstream", more="/XFA 3 0 R")

    assert any("(XFA)" in note and "Print it to a PDF" in note for note in read.notes)
