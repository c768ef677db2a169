"""Tables of PDFs, with lines and without."""

from __future__ import annotations

import pytest

from knowledge.formats import convert
from tests.knowledge.formats.drawing import grid, line, lines, pdf, text


def _read(*pages: str) -> str:
    return convert("policy.pdf", pdf(*pages)).text


def _cells(columns: tuple[float, ...], first: float, *rows: tuple[str, ...]) -> str:
    return "".join(
        text(x, first + 20 * place, word)
        for place, row in enumerate(rows)
        for x, word in zip(columns, row, strict=True)
        if word
    )


@pytest.mark.parametrize(
    "rows",
    [
        (("City", "Low", "High"), ("Dublin", "150 EUR", "180 EUR"), ("Oslo", "", "230 EUR"), ("Bonn", "90 EUR", "")),
        (("城市", "淡季", "旺季"), ("都柏林", "150元", "180元"), ("奥斯陆", "", "230元"), ("波恩", "90元", "")),
    ],
    ids=["english", "chinese"],
)
@pytest.mark.parametrize("ruled", [False, True], ids=["without-lines", "with-lines"])
def test_the_rows_of_a_table_stay_apart_and_its_empty_cells_stay(
    rows: tuple[tuple[str, ...], ...],
    ruled: bool,  # noqa: FBT001 -- a parameter
) -> None:
    """Else a price stands below the wrong season."""
    ruling = grid([60, 200, 300, 400], [105, 125, 145, 165, 185]) if ruled else ""
    head, *others = (f"| {' | '.join(row)} |" for row in rows)

    assert _read(ruling + _cells((65, 205, 305), 120, *rows)) == "\n".join((head, "| --- | --- | --- |", *others))


def test_wrapped_cells_of_a_table_without_lines_are_whole() -> None:
    """A row that only goes on with the cells above is none."""
    read = _read(
        lines(60, 100, "Benefit", "Parental leave", "", "Sick leave")
        + lines(200, 100, "Who", "Employees with a", "child under one", "Everybody")
        + lines(350, 100, "Days", "60", "", "42")
    )

    assert "| Parental leave | Employees with a child under one | 60 |\n| Sick leave | Everybody | 42 |" in read


def test_sentences_that_explain_a_cell_stay_in_its_row() -> None:
    """They look like a column of prose."""
    read = _read(
        lines(60, 100, "Employee", "", "Manager")
        + lines(200, 100, "Everyone with a contract of work,", "also for a limited time.", "Whoever leads a team.")
    )

    assert "| Employee | Everyone with a contract of work, also for a limited time. |" in read
    assert "| Manager | Whoever leads a team. |" in read


def test_rows_of_names_and_sentences_are_read_row_by_row() -> None:
    """Where gaps part the rows, however many lines each cell has."""
    names = (("Role",), ("Safety", "officer"), ("Data protection", "officer"))
    duties = (
        ("Duty",),
        ("Inspects the workshops and", "trains all first-aiders."),
        ("Answers requests within", "30 days."),
    )
    deputies = (("Deputy",), ("Head of", "facilities"), ("Legal", "counsel"))
    columns = ((60, names), (180, duties), (400, deputies))
    read = _read("".join(lines(x, 100 + 50 * row, *cell) for x, column in columns for row, cell in enumerate(column)))

    assert "| Safety officer | Inspects the workshops and trains all first-aiders. | Head of facilities |" in read
    assert "| Data protection officer | Answers requests within 30 days. | Legal counsel |" in read


def test_columns_of_a_page_whose_gaps_meet_now_and_then_are_no_table() -> None:
    """One of them has more paragraphs than there are gaps across both."""
    pair = ("Hotels are booked in the portal and", "breakfast is included.")
    taxis = ("Taxis are paid only after ten, and", "only up to a limit of 30 EUR, and")
    long = (*taxis, "only inside of the city centre, and", "for one ride in each working week,", "and no more.")
    left = (*pair, "", *pair, "", *pair, "", *pair, "", "Left ends here, and", "nowhere else.")
    right = (*pair, "", *long, "", *long)
    read = _read(lines(60, 100, *left, leading=12) + lines(320, 100, *right, leading=12))

    assert read.index("Left ends") < read.index("Taxis")


def test_names_as_wide_as_the_sentences_beside_them_are_a_column_of_their_own() -> None:
    """As addresses beside a letter; the first column of a table is narrower than its sentences."""
    names = (("Acme Incorporated Ltd", "Hauptstrasse 55 Berlin"), ("Widget Company & Sons", "Lange Strasse 7 Graz"))
    said = (("Taxis are paid only after", "ten o'clock."), ("Hotels are booked in the", "portal."))
    columns = ((60, (*names, names[0])), (260, (*said, said[0])))
    read = _read("".join(lines(x, 100 + 50 * row, *cell) for x, column in columns for row, cell in enumerate(column)))

    assert read.index("Lange") < read.index("Taxis")
    assert "|" not in read


def test_a_line_above_a_table_without_lines_is_no_row() -> None:
    """Nor one below."""
    read = _read(
        text(60, 60, "Limits for hotels")
        + _cells((60, 300), 100, ("City", "Limit"), ("Dublin", "180 EUR"))
        + text(60, 200, "They hold from May.")
    )

    assert read.split("\n\n") == [
        "Limits for hotels",
        "| City | Limit |\n| --- | --- |\n| Dublin | 180 EUR |",
        "They hold from May.",
    ]


def test_merged_cells_of_a_table_with_lines_hold_in_all_their_places() -> None:
    """A head above two columns, and a name beside two rows."""
    ruling = (
        "".join(line(60, y, 400, y) for y in (100, 140, 180))
        + "".join(line(x, 100, x, 180) for x in (60, 200, 400))
        + line(200, 120, 400, 120)
        + line(200, 160, 400, 160)
        + line(300, 120, 300, 180)
    )
    words = {
        (65, 125): "City",
        (260, 115): "Season",
        (205, 135): "Low",
        (305, 135): "High",
        (65, 163): "Dublin",
        (205, 155): "150 EUR",
        (305, 155): "180 EUR",
        (305, 175): "230 EUR",
    }
    read = _read(ruling + "".join(text(x, y, word) for (x, y), word in words.items()))

    assert read == (
        "| City | Season Low | Season High |\n| --- | --- | --- |\n"
        "| Dublin | 150 EUR | 180 EUR |\n| Dublin |  | 230 EUR |"
    )


def test_rows_that_no_line_parts_are_told_apart_in_a_table_with_lines() -> None:
    """As in many a table of figures."""
    read = _read(
        grid([60, 200, 400], [100, 120, 180])
        + _cells((65, 205), 115, ("City", "Limit"), ("Dublin", "180 EUR"), ("Oslo", "230 EUR"))
    )

    assert "| Dublin | 180 EUR |\n| Oslo | 230 EUR |" in read


def test_wrapped_cells_of_a_table_with_lines_are_whole() -> None:
    """They are level, too, but no figures."""
    read = _read(
        grid([60, 200, 400], [100, 120, 180])
        + _cells((65, 205), 115, ("Kind", "Rule"), ("Leave for", "Two days in"), ("Weddings", "The same year"))
    )

    assert "| Leave for Weddings | Two days in The same year |" in read


@pytest.mark.parametrize("ruled", [False, True], ids=["without-lines", "with-lines"])
def test_a_table_goes_on_over_a_page_and_its_head_printed_again_is_no_row(ruled: bool) -> None:  # noqa: FBT001
    """One table, one head."""
    pages = [
        (grid([60, 300, 500], [first - 15, first + 5, first + 25]) if ruled else "")
        + _cells((65, 305), first, ("City", "Limit"), row)
        for first, row in ((700, ("Dublin", "180 EUR")), (75, ("Oslo", "230 EUR")))
    ]

    assert _read(*pages) == "| City | Limit |\n| --- | --- |\n| Dublin | 180 EUR |\n| Oslo | 230 EUR |"


def test_a_title_above_a_table_alone_is_a_heading() -> None:
    """What is larger than the table's letters, also where the page has no other text."""
    rows = _cells((60, 300), 140, ("City", "Limit"), ("Dublin", "180 EUR"), ("Oslo", "230 EUR"))

    assert _read(text(60, 80, "Limits", 16) + rows).startswith("# Limits\n\n| City | Limit |")


def test_a_head_of_two_lines_with_an_empty_corner_is_one_head() -> None:
    """Also where its second line has figures, as it does with a unit."""
    ruling = "".join(line(60, y, 400, y) for y in (100, 140, 160)) + line(200, 120, 400, 120)
    upright = "".join(line(x, 100, x, 160) for x in (60, 200, 400)) + line(300, 120, 300, 160)
    words = {(260, 115): "Traffic", (205, 135): "Guests", (305, 135): "Km (000)", (65, 155): "May", (205, 155): "81"}
    read = _read(ruling + upright + "".join(text(x, y, word) for (x, y), word in words.items()) + text(305, 155, "97"))

    assert "|  | Traffic Guests | Traffic Km (000) |\n| --- | --- | --- |\n| May | 81 | 97 |" in read


def test_a_row_of_one_cell_names_the_rows_below_it_where_they_are_alike() -> None:
    """In a table without lines, too."""
    rows = (("Service", "Weeks"), ("Salaried", ""), ("To 2 years", "8"), ("Over 2 years", "16"))
    more = (("Hourly", ""), ("To 2 years", "4"), ("Over 2 years", "10"))
    read = _read(_cells((60, 300), 100, *rows, *more))

    assert "Hourly\n\n| Service | Weeks |\n| --- | --- |\n| To 2 years | 4 |" in read


def test_a_head_that_comes_again_on_its_page_begins_another_table() -> None:
    """With the line above it as its title."""
    first = (("Group", "Meals", "Hotel"), ("Drivers", "12", "20"), ("Fitters", "14", "24"))
    again = (("Abroad", "", ""), ("Group", "Meals", "Hotel"), ("Drivers", "22", "28"))
    read = _read(_cells((60, 200, 300), 100, *first, *again))

    assert (
        "| Fitters | 14 | 24 |\n\nAbroad\n\n| Group | Meals | Hotel |\n| --- | --- | --- |\n| Drivers | 22 | 28 |"
        in read
    )


def test_a_row_that_reaches_across_a_table_with_lines_names_the_rows_below_it() -> None:
    """So that no reader takes the limit of one part for that of another."""
    upright = "".join(line(x, 140 + 40 * part, x, 160 + 40 * part) for x in (200,) for part in (0, 1))
    frame = (
        "".join(line(60, y, 400, y) for y in range(100, 201, 20)) + line(60, 100, 60, 200) + line(400, 100, 400, 200)
    )
    words = {(65, 115): "Who", (205, 115): "Limit", (65, 135): "Europe", (65, 155): "Staff", (205, 155): "150 EUR"}
    words |= {(65, 175): "Asia", (65, 195): "Staff", (205, 195): "170 EUR"}
    read = _read(
        frame + line(200, 100, 200, 120) + upright + "".join(text(x, y, each) for (x, y), each in words.items())
    )

    assert "Europe\n\n| Who | Limit |\n| --- | --- |\n| Staff | 150 EUR |" in read
    assert "Asia\n\n| Who | Limit |\n| --- | --- |\n| Staff | 170 EUR |" in read


def test_a_drawing_of_many_lines_takes_no_time_and_is_no_table() -> None:
    """A map, a chart."""
    drawing = "".join(line(60 + place % 400, 200, 61 + place % 400, 500) for place in range(21_000))

    assert _read(text(60, 100, "Where the offices are.") + drawing) == "Where the offices are."


def test_wrapped_rows_of_four_columns_are_a_table_whatever_their_widths() -> None:
    """Gaps part its rows, which begin together; columns of a page are two or three, and go their own way."""
    read = _read(
        _cells((40, 170, 330, 470), 100, ("Publication", "Example", "Approved by", "Notice"))
        + _cells(
            (40, 170, 330, 470), 122, ("Press statement", "quarterly figures,", "the head of the", "2 working days")
        )
        + _cells((170, 330), 134, ("take-overs", "whole company"))
        + _cells((40, 170, 330, 470), 156, ("Customer case", "case study with", "head of sales and", "5 working days"))
        + _cells((170, 330), 168, ("name and logo", "the customer"))
        + _cells((40, 170, 330, 470), 190, ("Talk", "conference slides", "the line manager", "1 working day"))
    )

    assert (
        "| Press statement | quarterly figures, take-overs | the head of the whole company | 2 working days |" in read
    )
    assert "| Customer case | case study with name and logo | head of sales and the customer | 5 working days |" in read


@pytest.mark.parametrize("pitch", [15, 20])
@pytest.mark.parametrize("gap", [15, 22], ids=["head-near", "head-apart"])
@pytest.mark.parametrize("wrapped", [False, True])
def test_a_table_of_words_in_small_letters_is_no_prose(pitch: int, gap: int, *, wrapped: bool) -> None:
    """Its cells seem to go on below; but they end anywhere, and stand row by row."""
    places, top = (40, 170, 330, 470), 100 + gap
    more = 12 if wrapped else 0
    read = _read(
        _cells(places, 100, ("Publication", "Example", "Approved by", "Notice"))
        + _cells(places, top, ("Press statement", "quarterly figures", "CEO", "2 working days"))
        + _cells(places, top + pitch, ("Social media post", "LinkedIn", "head of marketing", "1 working day"))
        + _cells(places, top + 2 * pitch, ("Customer reference", "case study with", "head of sales", "5 working days"))
        + (_cells((170,), top + 2 * pitch + 12, ("name and logo",)) if wrapped else "")
        + _cells(places, top + 3 * pitch + more, ("Talk", "trade fair", "line manager", "1 week"))
    )
    study = "case study with name and logo" if wrapped else "case study with"

    assert "| Press statement | quarterly figures | CEO | 2 working days |" in read
    assert f"| Customer reference | {study} | head of sales | 5 working days |" in read
    assert "| Talk | trade fair | line manager | 1 week |" in read
