"""Workbooks and CSV: where tables begin and end on a sheet, and what of a workbook is read."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped] # publishes no types
from openpyxl.cell.rich_text import CellRichText, TextBlock  # type: ignore[import-untyped] # as above
from openpyxl.cell.text import InlineFont  # type: ignore[import-untyped] # as above
from openpyxl.styles import Font  # type: ignore[import-untyped] # as above
from openpyxl.utils.datetime import CALENDAR_MAC_1904  # type: ignore[import-untyped] # as above

from knowledge.formats import convert
from knowledge.formats.grid import Cell
from knowledge.formats.sheets import sheet_markdown


def _sheet(*rows: str) -> str:
    """A sheet of these rows, from top to bottom, its cells parted by bars."""
    cells = {
        (number, column): Cell(text.strip("*"), strong=text.startswith("*"))
        for number, row in enumerate(rows)
        for column, text in enumerate(row.split("|"))
    }
    return sheet_markdown(cells)


def _saved(workbook: Workbook) -> bytes:
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _workbook(*rows: list[object]) -> Workbook:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    return workbook


def _text(workbook: Workbook) -> str:
    return convert("book.xlsx", _saved(workbook)).text.removeprefix("## Sheet\n\n")


def _changed(data: bytes, part: str, pattern: str, replacement: str, *, more: dict[str, str] | None = None) -> bytes:
    """A package with one part changed and others added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, re.sub(pattern, replacement, content.decode()) if name == part else content)
        for name, text in (more or {}).items():
            new.writestr(name, text)
    return file.getvalue()


def test_a_table_goes_on_behind_a_blank_row() -> None:
    """Below its head, and between its rows."""
    one = "| City | Rule |\n| --- | --- |\n| Oslo | none |\n| Rome | ask |\n| Bonn | none |"

    assert one == _sheet("City|Rule", "", "Oslo|none", "Rome|ask", "", "Bonn|none")


def test_a_table_begins_where_columns_are_headed_anew() -> None:
    """By words over figures, or in bold; a single line above it is its caption."""
    assert "Car | Fee |\n| --- | --- |\n| small | 40 |" in _sheet("City|Limit", "Oslo|200", "", "Car|Fee", "small|40")
    assert "| Car | Rule |\n| --- | --- |" in _sheet("City|Rule", "Oslo|none", "*Car|*Rule", "small|none")
    assert "Cars\n\n| Car | Fee |" in _sheet("City|Limit", "Oslo|200", "", "Cars", "", "Car|Fee", "small|40")


def test_a_total_in_bold_begins_no_table() -> None:
    """It has a figure."""
    assert _sheet("City|Limit", "Oslo|200", "*Total|*200").endswith("| Oslo | 200 |\n| Total | 200 |")


def test_a_form_right_above_a_table_is_a_table_of_its_own() -> None:
    """Its names are no heads of the columns below them."""
    text = _sheet("Department|HR", "Valid from|2026-01-01", "City|Low|High", "Oslo|200|230")

    assert "| Department | HR |" in text
    assert text.endswith("| City | Low | High |\n| --- | --- | --- |\n| Oslo | 200 | 230 |")


def test_sentences_below_a_table_are_no_rows_of_it() -> None:
    """A row that only has no value yet is one."""
    text = _sheet("City|Limit", "Oslo|200", "Rome|", "Breakfast is not included.")

    assert text.endswith("| Oslo | 200 |\n| Rome |  |\n\nBreakfast is not included.")


def test_a_line_between_rows_names_those_below_it() -> None:
    """They have no head of their own."""
    text = _sheet("City|Limit", "Oslo|200", "", "Asia", "Tokyo|250")

    assert text.endswith("Asia\n\n| City | Limit |\n| --- | --- |\n| Tokyo | 250 |")


def test_tables_side_by_side_are_two() -> None:
    """Where each has names in its first column; else the blank column is there for the eye."""
    two = _sheet("City|Limit||Car|Fee", "Oslo|200||small|40", "Rome|120||large|60")
    one = _sheet("City|Low||High|Top", "Oslo|200||230|300", "Rome|120||150|200")

    assert two.endswith("| Rome | 120 |\n\n| Car | Fee |\n| --- | --- |\n| small | 40 |\n| large | 60 |")
    assert one.startswith("| City | Low | High | Top |\n")


def test_merged_cells_of_a_workbook_are_filled() -> None:
    """Rows of a group, and a head of two rows."""
    workbook = _workbook(["Country", "Leave", None], [None, "Junior", "Senior"], ["Norway", 25, 31], [None, 26, 32])
    for area in ("A1:A2", "B1:C1", "A3:A4"):
        workbook.active.merge_cells(area)

    assert _text(workbook) == (
        "| Country | Leave Junior | Leave Senior |\n| --- | --- | --- |\n| Norway | 25 | 31 |\n| Norway | 26 | 32 |"
    )


def test_a_name_in_bold_across_all_columns_heads_none_anew() -> None:
    """It names the rows below it, and the heads above hold for them, too."""
    workbook = _workbook(["Service", "Days"], ["Full-time"], ["First year", 25], ["Part-time"], ["First year", 15])
    for row in (2, 4):
        workbook.active.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        workbook.active.cell(row, 1).font = Font(bold=True)

    text = _text(workbook)

    assert "Full-time\n\n| Service | Days |\n| --- | --- |\n| First year | 25 |" in text
    assert "Part-time\n\n| Service | Days |\n| --- | --- |\n| First year | 15 |" in text


def test_title_rows_that_are_merged_differently_are_captions() -> None:
    """What a table is called, and below it the unit of its figures."""
    workbook = _workbook(
        [None, "Pension scheme", None], [None, "in per cent"], [], ["Band", "Low", "High"], ["A", 4, 6]
    )
    workbook.active.merge_cells("B1:C1")

    assert _text(workbook).startswith("Pension scheme · in per cent\n\n| Band | Low | High |")


def test_characters_that_a_workbook_escapes_are_read_as_themselves() -> None:
    """A line's end is no ``_x000D_``."""
    assert "| two lines | 5 |" in _text(_workbook(["Text", "Value"], ["two_x000D_lines", 5]))


def test_years_head_columns_of_a_workbook() -> None:
    """A later row of words is data."""
    text = _text(_workbook(["City", 2025, 2026], ["Paris", 210, 225], ["Rome", "n/a", "on request"]))

    assert text.startswith("| City | 2025 | 2026 |\n| --- |")


def test_long_numbers_of_a_workbook_are_whole() -> None:
    """Phones and accounts, also where the file has them with an exponent."""
    data = _saved(_workbook(["Office", "Hotline"], ["Shanghai", 8613800138000]))
    powers = _changed(data, "xl/worksheets/sheet1.xml", "<v>8613800138000</v>", "<v>8.613800138E+12</v>")

    assert "| Shanghai | 8613800138000 |" in convert("a.xlsx", data).text
    assert "| Shanghai | 8613800138000 |" in convert("a.xlsx", powers).text


def test_formulas_without_a_stored_result_are_reported() -> None:
    """One that gave an empty text has a result; what is hidden is not missed."""
    workbook = _workbook(["Item", "EUR"], ["Desk", 400], ["Total", "=B2"], ["More", "=B3"], ["Hidden", "=B3"])
    workbook.active.row_dimensions[5].hidden = True
    data = _saved(workbook)
    empty = _changed(
        data, "xl/worksheets/sheet1.xml", r'<c r="B4"><f>B3</f><v ?/?>(</v>)?', '<c r="B4" t="str"><f>B3</f><v/>'
    )

    assert ("2 formulas have no value: open and save it in Excel.",) == convert("a.xlsx", data).notes
    assert ("1 formula has no value: open and save it in Excel.",) == convert("a.xlsx", empty).notes


def test_dates_are_counted_from_the_workbooks_own_epoch() -> None:
    """Old Macs count from 1904."""
    workbook = _workbook(["Event", "Day"], ["Start", dt.date(2026, 1, 1)])
    workbook.epoch = CALENDAR_MAC_1904

    assert "| Start | 2026-01-01 |" in _text(workbook)


def test_chinese_dates_that_are_formatted_by_number_alone_are_dates() -> None:
    """Excel in China names some formats so, and their codes are in no file."""
    workbook = _workbook(["假期", "日期"], ["国庆节", 46296])
    workbook.active["B2"].number_format = "0"
    data = _changed(_saved(workbook), "xl/styles.xml", '<xf numFmtId="1" ', '<xf numFmtId="58" ')

    assert "| 国庆节 | 10月1日 |" in convert("a.xlsx", data).text


def test_raised_and_struck_letters_of_a_cell_are_told_apart() -> None:
    """25 with a note is not 251."""
    workbook = _workbook(["Kind", "Days"], ["Annual", "x"], ["Old", 30])
    raised, struck = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
    workbook.active["B2"] = CellRichText("25", TextBlock(raised, "1"), TextBlock(struck, " 20"))
    workbook.active["B3"].font = Font(strike=True)

    assert _text(workbook).endswith("| Annual | 25¹ |\n| Old |  |")


def test_a_cell_far_off_and_a_merge_of_the_whole_sheet_cost_nothing() -> None:
    """A sheet has 17 billion places."""
    workbook = _workbook(["City", "Limit"], ["Oslo", 200])
    workbook.active["XFD1048576"] = "far"
    data = _changed(
        _saved(workbook),
        "xl/worksheets/sheet1.xml",
        "</sheetData>",
        '</sheetData><mergeCells count="1"><mergeCell ref="A3:XFD1048575"/></mergeCells>',
    )

    assert convert("a.xlsx", data).text == "## Sheet\n\n| City | Limit |\n| --- | --- |\n| Oslo | 200 |\n\nfar"


def test_a_workbook_whose_drawing_or_link_is_missing_is_read() -> None:
    """Its cells are there."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        f"<Relationship Id='r1' Type='{kinds}/drawing' Target='../drawings/gone.xml'/>"
        f"<Relationship Id='r2' Type='{kinds}/table' Target='../tables/gone.xml'/></Relationships>"
    )
    sheet = "xl/worksheets/sheet1.xml"
    data = _saved(_workbook(["City", "Limit"], ["Oslo", 200]))
    linked = _changed(
        data,
        sheet,
        "</worksheet>",
        f'<drawing xmlns:r="{kinds}" r:id="r1"/>'
        f'<tableParts count="1"><tablePart xmlns:r="{kinds}" r:id="r2"/></tableParts></worksheet>',
        more={"xl/worksheets/_rels/sheet1.xml.rels": relations},
    )

    assert "| Oslo | 200 |" in convert("a.xlsx", linked).text


@pytest.mark.parametrize("value", [True, dt.time(7, 30), dt.timedelta(hours=36)])
def test_other_values_are_shown_as_the_sheet_shows_them(value: object) -> None:
    """Truth values, times of day, durations."""
    shown = {bool: "TRUE", dt.time: "7:30:00", dt.timedelta: "36:00:00"}[type(value)]

    assert f"| Value | {shown} |" in _text(_workbook(["Name", "Is"], ["Value", value]))


def test_the_line_that_tells_excel_what_separates_is_no_row() -> None:
    """Programs write it for countries where a comma is the decimal point."""
    text = convert("rates.csv", b"sep=;\nCity;Rate\nRome;12,50\n").text

    assert text == "| City | Rate |\n| --- | --- |\n| Rome | 12,50 |"
