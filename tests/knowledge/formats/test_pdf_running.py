"""Running heads and feet of PDFs."""

from __future__ import annotations

from knowledge.formats import convert
from knowledge.formats.pdf_layout import Line
from knowledge.formats.pdf_running import in_margins, without_running_lines
from tests.knowledge.formats.drawing import lines, pdf, text

COUNTRIES = {"Ireland": "24", "Norway": "25", "Spain": "23"}


def _read(*pages: str) -> str:
    return convert("policy.pdf", pdf(*pages)).text


def test_a_head_that_comes_again_and_a_foot_that_counts_are_left_out() -> None:
    """On most of at least three pages."""
    read = _read(
        *(
            text(60, 40, "Travel policy, version 3", 9)
            + text(60, 200, f"Rule {name}.")
            + text(500, 810, f"Page {page} of 3", 9)
            for page, name in enumerate(COUNTRIES, start=1)
        )
    )

    assert read.split("\n\n") == ["Rule Ireland.", "Rule Norway.", "Rule Spain."]


def test_a_head_with_a_date_a_version_and_two_counts_is_left_out() -> None:
    """However many numbers it has, no more than two count the pages."""
    head = "Rev. 4.{} of 11.05.2026, page {} of 3"
    read = _read(*(text(60, 40, head.format(page, page), 9) + text(60, 200, f"Rule {page}.") for page in (1, 2, 3)))

    assert read.split("\n\n") == ["Rule 1.", "Rule 2.", "Rule 3."]


def test_pages_made_from_one_template_keep_every_line() -> None:
    """The same lines with other numbers stand at one height of all pages, and so does one that is the same on all."""
    read = _read(
        *(
            text(60, 52, country, 16)
            + lines(60, 82, f"Annual leave: {days} days a year.", "Sick notes are due on the third day.")
            for country, days in COUNTRIES.items()
        )
    )

    assert [f"Annual leave: {days} days a year." in read for days in COUNTRIES.values()] == [True] * 3
    assert read.count("Sick notes are due on the third day.") == 3


def test_a_number_in_the_margin_that_counts_no_pages_is_kept() -> None:
    """Each site has its own fee in the same place."""
    read = _read(
        *(text(60, 40, f"Parking: {fee} EUR", 9) + text(60, 200, "It is paid monthly.") for fee in (45, 38, 15))
    )

    assert ["Parking: 45 EUR" in read, "Parking: 38 EUR" in read, "Parking: 15 EUR" in read] == [True] * 3


def test_two_equal_pages_keep_everything() -> None:
    """A memo that was scanned or printed twice."""
    page = text(60, 40, "Memo", 9) + text(60, 200, "The office is closed on Monday.")

    assert _read(page, page).count("Memo") == 2


def test_heads_of_left_and_right_pages_are_told_apart() -> None:
    """Each is on half of the pages."""
    pages = [
        [_line(page, "Handbook" if page % 2 else "Chapter", margin=True), _line(page, f"Text {page}", margin=False)]
        for page in range(6)
    ]

    kept, left = without_running_lines(pages)

    assert kept == [page[1:] for page in pages]
    assert [(each.why, each.page) for each in left] == [("margin", number + 1) for number in range(len(pages))]


def test_what_goes_on_without_a_gap_is_no_head() -> None:
    """The first line of a text that begins high on the page, and its last line far below."""
    close, apart = [(40.0, 50.0), (54.0, 64.0)], [(40.0, 50.0), (95.0, 105.0), (780.0, 790.0)]

    assert in_margins(close, 842) == (0, 0)
    assert in_margins(apart, 842) == (1, 1)


def _line(page: int, words: str, *, margin: bool) -> Line:
    return Line(page, 40, 50, 10, bold=False, text=words, margin=margin)
