"""The model of a table: spans, heads, titles, parts; each case as a format hands it over."""

from __future__ import annotations

import pytest

from knowledge.formats.grid import LONGEST_CAPTION, Cell, grid_of
from knowledge.formats.spans import WIDEST
from knowledge.formats.tables import pipe_table, table_of


def _cells(*rows: str, strong: tuple[tuple[int, int], ...] = ()) -> list[list[Cell]]:
    return [
        [Cell(text, strong=(row, column) in strong) for column, text in enumerate(line.split("|"))]
        for row, line in enumerate(rows)
    ]


def _table(*rows: str) -> str:
    return pipe_table([row.split("|") for row in rows])


def _head(*rows: str) -> str:
    """The head row of a table; nothing where no row heads its columns."""
    return _table(*rows).splitlines()[0].strip("| ")


@pytest.mark.parametrize(
    ("rows", "head"),
    [
        (("City|Limit", "Oslo|200 EUR"), "City | Limit"),
        (("City|Rule", "Oslo|none", "Rome|ask first"), "City | Rule"),
        (("City|2025|2026", "Paris|210|225", "Rome|n/a|on request"), "City | 2025 | 2026"),
        (("城市|2025年|2026年", "北京|500|520"), "城市 | 2025年 | 2026年"),
        (("Step|2026-01-01|2026-07-01", "Rate|2.5 %|3 %"), "Step | 2026-01-01 | 2026-07-01"),
        (("Grade|1|2|3", "Days|25|27|30"), "Grade | 1 | 2 | 3"),
        (("Distance|0-50 km|51-100 km", "Rate|0.30|0.25"), "Distance | 0-50 km | 51-100 km"),
        (("|Saturday|Sunday", "Drivers|30 %|60 %"), "Saturday | Sunday"),
        (("|25 %|50 %", "Drivers|30 %|60 %"), "25 % | 50 %"),
        (("Oslo|200 EUR", "Dublin|150 EUR"), ""),
        (("北京|500元", "上海|520元"), ""),
        (("1|Ask your manager", "2|Book the flight"), ""),
        (("Oslo|2024|120", "Rome|2025|130"), ""),
        (("Owner:|Human Resources", "Version:|2", "Contact:|Ann"), ""),
        (("Valid from|1 January 2026", "Owner|Human Resources"), ""),
        (("Owner|Human Resources",), ""),
    ],
)
def test_the_head_of_a_table_is_told_by_what_it_is(rows: tuple[str, ...], head: str) -> None:
    """No file has to say so: words over figures, years, ranges, an empty corner; and a row like the others is none."""
    assert head == _head(*rows)


def test_a_row_in_bold_heads_columns_of_figures_too() -> None:
    """What a writer made stand out is no row like the others."""
    rows = _cells("Oslo|200", "Rome|120", strong=((0, 0), (0, 1)))

    assert ["Oslo", "200"] == list(grid_of(rows)[0].labels)


def test_names_in_bold_before_each_value_make_a_form() -> None:
    """Its first row is as good as the others."""
    rows = _cells("Owner|HR", "Approved by|Board", "Contact|Ann", strong=((0, 0), (1, 0), (2, 0)))

    assert not any(grid_of(rows)[0].labels)


def test_merged_cells_hold_their_words_in_every_row_and_column() -> None:
    """The second row of a group says whose it is."""
    rows = [
        [Cell("Country"), Cell("Grade"), Cell("Days")],
        [Cell("Norway", down=2), Cell("Junior"), Cell("25")],
        [Cell("Senior"), Cell("31")],
        [Cell("Sweden"), Cell("all grades: 28", across=2)],
    ]

    assert table_of(rows) == (
        "| Country | Grade | Days |\n| --- | --- | --- |\n| Norway | Junior | 25 |\n| Norway | Senior | 31 |\n"
        "| Sweden | all grades: 28 | all grades: 28 |"
    )


def test_a_head_of_two_rows_is_one_label_for_each_column() -> None:
    """Merged, or only written above the first of its columns."""
    merged = [
        [Cell("City", down=2), Cell("2026", across=2)],
        [Cell("Low"), Cell("High")],
        [Cell("Oslo"), Cell("200"), Cell("230")],
    ]
    labels = ("City", "2026 Low", "2026 High")

    assert labels == grid_of(merged)[0].labels
    assert labels == grid_of(_cells("|2026|", "City|Low|High", "Oslo|200|230"))[0].labels


def test_figures_below_a_group_are_no_head() -> None:
    """The row of the first city is data."""
    rows = [[Cell("City"), Cell("2026", across=2)], [Cell("Oslo"), Cell("200"), Cell("230")]]

    assert (("Oslo", "200", "230"),) == grid_of(rows)[0].rows


def test_title_rows_are_the_caption_and_blank_ones_nothing() -> None:
    """One line names the table and the unit of its figures, so that both are read with every row."""
    table = _table("Hotel limits||", "All amounts in EUR||", "||", "City||Limit", "Oslo||200", "||")

    assert table == "Hotel limits · All amounts in EUR\n\n| City | Limit |\n| --- | --- |\n| Oslo | 200 |"


def test_long_captions_are_paragraphs() -> None:
    """Nobody reads them with each row."""
    long = "w" * LONGEST_CAPTION

    assert table_of(_cells("City|Limit", "Oslo|200"), ["Limits", long]).startswith(f"Limits\n\n{long}\n\n| City")


def test_a_merged_row_names_the_part_below_it() -> None:
    """Each part has the labels, and the last such row, which names nothing, is a note."""
    rows = [
        [Cell("City"), Cell("Limit")],
        [Cell("Europe", across=2)],
        [Cell("Oslo"), Cell("200")],
        [Cell("Asia", across=2)],
        [Cell("Tokyo"), Cell("250")],
        [Cell("Taxes are extra.", across=2)],
    ]

    assert table_of(rows, ["Hotels"]) == (
        "Hotels · Europe\n\n| City | Limit |\n| --- | --- |\n| Oslo | 200 |\n\n"
        "Hotels · Asia\n\n| City | Limit |\n| --- | --- |\n| Tokyo | 250 |\n\nTaxes are extra."
    )


def test_a_row_without_a_value_names_no_part() -> None:
    """Else what follows would be read as Rome's in Oslo; in bold, as no other first cell, it does."""
    rows = ("City|Low|High", "Oslo||", "Rome|120|150")

    assert 2 == len(grid_of(_cells(*rows))[0].rows)
    assert ("Oslo",) == grid_of(_cells(*rows, strong=((1, 0),)))[0].captions


def test_an_empty_cell_stays_and_a_bar_is_escaped() -> None:
    """Columns never shift."""
    assert _table("City|Low|High", "Oslo||230").endswith("| Oslo |  | 230 |")
    assert pipe_table([["Key", "Means"], ["a|b", "c\\|d\ne"]]).endswith("| a\\|b | c\\|d e |")


def test_a_table_of_nothing_is_nothing() -> None:
    """Nor is one without cells."""
    assert not pipe_table([["", ""], [""]])
    assert not pipe_table([])


def test_a_cell_that_claims_to_cover_everything_covers_what_there_is() -> None:
    """A file of a few bytes fills no memory."""
    rows = [[Cell("A", down=65_000), Cell("B", across=10**9)], [Cell("C")]]
    width = max(len(grid.labels) for grid in grid_of([*rows, [Cell("x")] * 3]))

    assert width <= WIDEST


@pytest.mark.parametrize("line", ["编制：人力资源部||||2026-07-01", "Issued by: HR||||", "|||||Unit: EUR"])
def test_a_line_that_says_by_whom_or_in_what_a_table_is_heads_no_columns(line: str) -> None:
    """It becomes a caption, and the heads below it are found."""
    width = line.count("|")
    text = _table(line, "|".join(["City", "Low", "High", "Mid", "Top", "End"][: width + 1]), "Oslo" + "|1" * width)

    assert text.splitlines()[0] == " ".join(filter(None, line.split("|")))
    assert "| City | Low | High |" in text


def test_groups_of_columns_stay_heads_though_few_cells_name_them() -> None:
    """A row of names alone is no line about the table."""
    assert _table("|2025||2026|", "City|Low|High|Low|High", "Oslo|1|2|3|4").startswith("| City | 2025 Low |")
