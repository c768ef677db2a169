"""Columns of PDFs, and what stands beside them."""

from __future__ import annotations

import pytest

from knowledge.formats import convert
from tests.knowledge.formats.drawing import lines, pdf, text

HOTELS = (
    "Hotels are booked in the portal and",
    "the limit in Dublin is 180 EUR a night,",
    "and it includes breakfast.",
)
TAXIS = ("Taxis are paid only after 22:00, and", "only up to 40 EUR for each ride, and", "only inside of the city.")
HOTELS_ZH = ("员工出差应当事先在系统里申请并且", "获得部门负责人的批准后方可预订酒店", "每晚不超过四百元。")
TAXIS_ZH = ("出租车只在晚上十点以后可以报销并", "且每次不超过一百元人民币如果需要租", "车则需要事先取得批准。")


def _read(*pages: str) -> str:
    return convert("policy.pdf", pdf(*pages)).text


@pytest.mark.parametrize("offset", [0, 6], ids=["level", "not-level"])
def test_columns_are_read_one_after_the_other(offset: float) -> None:
    """Whether or not their lines are level."""
    read = _read(lines(60, 100, *HOTELS) + lines(320, 100 + offset, *TAXIS))

    assert " ".join((*HOTELS, *TAXIS)) == " ".join(read.split())


def test_chinese_columns_are_read_one_after_the_other() -> None:
    """No small letter tells that a line goes on."""
    assert "".join((*HOTELS_ZH, *TAXIS_ZH)) == "".join(
        _read(lines(60, 100, *HOTELS_ZH) + lines(320, 100, *TAXIS_ZH)).split()
    )


def test_a_headline_above_columns_and_a_paragraph_below_stay_there() -> None:
    """Both cross the gutter."""
    headline = "How everybody travels, and what is paid back to whom"
    foot = "All of this holds for everybody who works for the company, wherever it may be."
    read = _read(text(60, 60, headline, 18) + lines(60, 100, *HOTELS) + lines(320, 100, *TAXIS) + text(60, 170, foot))

    assert read.startswith(f"# {headline}\n\nHotels are booked")
    assert read.endswith(foot)


def test_a_column_goes_on_below_the_end_of_the_one_beside_it() -> None:
    """On the last page the right one is short; a heading with its gap does not end the left one."""
    read = _read(
        lines(60, 100, *HOTELS)
        + lines(320, 100, *TAXIS)
        + text(60, 170, "Meals", 15)
        + lines(60, 190, "Meals are paid from a day of ten", "hours on, and only up to 30 EUR.")
        + text(60, 250, "Calls", 15)
        + lines(60, 270, "Calls are paid, if they were made", "for the company, once a month.")
    )

    places = [read.index(word) for word in ("Hotels", "Meals are", "Calls are", "Taxis")]
    assert sorted(places) == places


def test_columns_whose_sections_are_level_are_no_table() -> None:
    """A table has its head at its top only; these have a heading in each row."""
    sections = (("Hotels", HOTELS, "Taxis", TAXIS), ("Meals", HOTELS, "Calls", TAXIS), ("Cars", HOTELS, "Tips", TAXIS))
    read = _read(
        "".join(
            text(60, top, left, 15)
            + lines(60, top + 20, *first)
            + text(320, top, right, 15)
            + lines(320, top + 20, *second)
            for top, (left, first, right, second) in zip((100, 200, 300), sections, strict=True)
        )
    )

    assert ["Hotels", "Meals", "Cars", "Taxis", "Calls", "Tips"] == [
        heading.removeprefix("# ") for heading in read.split("\n") if heading.startswith("# ")
    ]


def test_three_columns_are_read_one_after_the_other() -> None:
    """As in a newsletter."""
    columns = [[f"{name} is a word that begins", "a line that goes on and on", "until it ends."] for name in "ABC"]
    read = _read("".join(lines(40 + 180 * place, 100, *words) for place, words in enumerate(columns)))

    assert [read.index(f"{name} is a word") for name in "ABC"] == sorted(read.index(f"{name} is") for name in "ABC")
    assert " ".join(word for column in columns for word in column) == " ".join(read.split())


def test_a_table_beside_a_column_is_a_table() -> None:
    """Its cells are no parts of the sentences beside them."""
    read = _read(
        lines(60, 100, *HOTELS, "This holds for all who travel.")
        + lines(330, 100, "City", "Dublin", "Oslo")
        + lines(450, 100, "Limit", "180 EUR", "230 EUR")
    )

    assert " ".join(HOTELS) in read
    assert "| City | Limit |\n| --- | --- |\n| Dublin | 180 EUR |\n| Oslo | 230 EUR |" in read


def test_the_numbers_of_a_list_are_no_column() -> None:
    """Each stands before its item."""
    items = ("Hotels are booked in the portal.", "Trains are second class.", "Taxis need a reason.")
    read = _read(lines(60, 100, "1.", "2.", "3.") + lines(80, 100, *items))

    assert read == "\n".join(f"{number}. {item}" for number, item in enumerate(items, start=1))


def test_the_numbers_of_lines_are_no_column() -> None:
    """As in a contract whose lines are counted in its margin."""
    read = _read(lines(60, 100, "1", "2", "3", "4", "5", "6") + lines(100, 100, *HOTELS, *TAXIS))

    assert "1 Hotels" in read


def test_a_table_of_contents_is_no_table() -> None:
    """Each title stands before its page, also without dots."""
    titles = ("Scope of this policy", "Annual leave", "Sick leave", "Notice")
    read = _read(lines(60, 100, *titles) + lines(400, 100, "3", "4", "9", "12"))

    assert read.split("\n\n") == ["Scope of this policy 3", "Annual leave 4", "Sick leave 9", "Notice 12"]


def test_labels_with_colons_stand_before_what_they_name() -> None:
    """A form is no table with a head."""
    read = _read(lines(60, 100, "Name:", "Unit:", "Date:") + lines(200, 100, "Anna", "Sales", "1 May"))

    assert read.split("\n\n") == ["Name: Anna", "Unit: Sales", "Date: 1 May"]


def test_a_line_that_was_ended_on_purpose_begins_no_sentence_of_the_next_page() -> None:
    """Else the last words of one site's page stand before the fees of the next."""
    read = _read(
        lines(60, 200, "Parking a car costs 45 EUR a month here.", "Site North"),
        lines(60, 200, "Parking a car costs 38 EUR a month here.", "Site South"),
    )

    assert "Site North\n\nParking a car costs 38 EUR" in read


def test_a_box_at_the_side_stands_apart() -> None:
    """Its lines are not level with those beside them."""
    sidebar = ("Ask the travel desk if a trip", "is booked at short notice.")
    read = _read(
        lines(60, 100, *HOTELS, "This holds for everybody who travels.") + lines(400, 105, *sidebar, leading=12, size=9)
    )

    assert " ".join((*HOTELS, "This holds for everybody who travels.")) in " ".join(read.split())
    assert " ".join(sidebar) in read


def test_dots_that_lead_to_a_price_part_one_line_from_the_next() -> None:
    """Each price stays with its name, a table of contents with its pages."""
    dots = " ........................ "
    read = _read(lines(60, 100, f"Parking permit, car{dots}30 EUR", f"Motorbike{dots}12 EUR", f"Key{dots}35 EUR"))

    assert read == "Parking permit, car: 30 EUR\n\nMotorbike: 12 EUR\n\nKey: 35 EUR"


@pytest.mark.parametrize(
    ("above", "below", "read"),
    [
        ("Unused leave must be taken until", "31. May of the next year.", "until 31. May"),
        ("Leave is at most", "90 days long, with the approval of the board.", "at most 90 days"),
        ("1. Go to the desk of the", "2. Collect the badge", "of the\n2. Collect"),
    ],
)
def test_a_figure_at_the_begin_of_a_line_goes_on_with_the_sentence(above: str, below: str, read: str) -> None:
    """Where the line above ends with a small word; the next number of a list begins its item."""
    assert read in _read(lines(60, 100, above, below))


def test_two_columns_beside_a_box_of_short_lines_are_no_table() -> None:
    """Where its lines lie, gaps seem to part rows; but the columns run on without one."""
    licences = (
        "A licence up to 500 EUR a year is",
        "approved by the team lead. A new",
        "licence above 500 EUR is approved",
    )
    more = (
        "by the IT manager, who checks first",
        "whether a free seat is left. Trials",
        "count as licences after 14 days.",
    )
    unused = (
        "Unused licences are returned by the",
        "end of each quarter. The IT asset",
        "list is open to every employee.",
    )
    home = ("Copies for home use are allowed only", "where the contract says so, and end", "with the employment.")
    contact = ("Contact", "Licence desk, ext. 4471", "Monday to Thursday", "09:00 to 15:00")
    read = _read(
        lines(40, 100, *licences, *more, size=10)
        + lines(230, 100, *unused, *home, size=10)
        + text(430, 100, "Contact", 10)
        + lines(430, 118, *contact[1:], leading=10, size=8)
    )

    assert " ".join((*licences, *more)) in " ".join(read.split())
    assert " ".join((*unused, *home)) in " ".join(read.split())
    assert "|" not in read
