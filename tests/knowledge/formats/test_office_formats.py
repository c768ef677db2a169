"""Word, Excel and PDF, on the sample company's real documents and on small ones made here."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped] # publishes no types
from openpyxl.styles import Font  # type: ignore[import-untyped] # as above

from knowledge.errors import DocumentUnreadable
from knowledge.formats import convert
from knowledge.formats.pdf_layout import to_markdown, without_repeated_heads
from knowledge.formats.pdf_paragraphs import joined
from knowledge.formats.pdf_placed import Grid, Line
from knowledge.formats.spans import Cell

SAMPLES = Path(__file__).parents[3] / "ops" / "sample_policies"


def _sample(name: str) -> str:
    return convert(name, (SAMPLES / name).read_bytes()).text


def _saved(workbook: Workbook) -> bytes:
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def test_a_word_document_keeps_headings_lists_and_tables() -> None:
    """Its title is the first heading."""
    text = _sample("people/parental-leave-policy.docx")

    assert text.startswith("# Parental Leave Policy\n")
    assert "\n### Antenatal care\n" in text
    assert "\n| Paternity leave | 2 weeks | Full pay | 4 weeks |\n" in text


def test_a_pdf_has_headings_by_the_size_of_its_letters() -> None:
    """Three levels, and no heading from the running header."""
    text = _sample("people/code-of-conduct.pdf")

    assert text.startswith("# Code of Conduct\n")
    assert "\n## 5 Gifts and hospitality\n\n### 5.1 Limits\n" in text
    assert "Page 2 of" not in text


def test_a_table_in_a_pdf_keeps_its_rows() -> None:
    """A limit stands in the row it belongs to."""
    assert "\n| Cash, vouchers, gift cards | Never | Refuse and report |\n" in _sample("people/code-of-conduct.pdf")


def test_chinese_lines_of_a_pdf_are_joined_without_blanks() -> None:
    """A paragraph that was broken into lines is one again."""
    text = _sample("中国/信息安全制度.pdf")

    assert "入职后5个工作日内完成信息安全培训，以后每年培训一次，并及时报告异常情况。" in text


def test_a_paragraph_goes_on_behind_a_page_break() -> None:
    """Running lines lie between its halves and were left out."""
    pages = [[_line(page, 40, "First half of" if page == 0 else "a sentence.")] for page in range(2)]

    assert to_markdown(pages) == ("First half of a sentence.", (0, 13))


def test_a_table_goes_on_behind_a_page_break() -> None:
    """Its header, printed again, is no row."""
    rows = [[Cell(text) for text in row] for row in (("City", "Limit"), ("Dublin", "180"), ("Cork", "150"))]
    pages = [[Grid(0, 500, (rows[0], rows[1]))], [Grid(1, 50, (rows[0], rows[2]))]]

    body, heads = without_repeated_heads(pages)

    assert [(2, "City Limit")] == [(left.page, left.text) for left in heads]
    assert to_markdown(body) == ("| City | Limit |\n| --- | --- |\n| Dublin | 180 |\n| Cork | 150 |", (0, 47))


def test_a_sheet_is_a_table_below_its_title() -> None:
    """Dates, percentages and units read as the sheet shows them."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Hotels"
    for row in (
        ["Limits for 2026"],
        [],
        ["City", "Limit", "From", "Share"],
        ["Dublin", 1180, dt.date(2026, 1, 1), 0.5],
    ):
        sheet.append(row)
    sheet["B4"].number_format = '"EUR" #,##0.00'
    sheet["D4"].number_format = "0%"
    text = convert("hotels.xlsx", _saved(workbook)).text

    assert text == (
        "## Hotels\n\nLimits for 2026\n\n| City | Limit | From | Share |\n| --- | --- | --- | --- |\n"
        "| Dublin | EUR 1,180.00 | 2026-01-01 | 50% |"
    )


def test_a_second_table_of_a_sheet_begins_with_a_bold_row() -> None:
    """A row of words alone is data."""
    workbook = Workbook()
    for row in (["City", "Rule", "By"], ["Cork", "none", "HR"], ["Band", "Pay", "Bonus"], ["B1", "low", "no"]):
        workbook.active.append(row)
    for cell in workbook.active[3]:
        cell.font = Font(bold=True)
    text = convert("two.xlsx", _saved(workbook)).text

    assert "| City | Rule | By |\n| --- | --- | --- |\n| Cork | none | HR |" in text
    assert "| Band | Pay | Bonus |\n| --- | --- | --- |\n| B1 | low | no |" in text


def test_hidden_sheets_are_not_indexed() -> None:
    """Who opens the workbook does not see them."""
    workbook = Workbook()
    workbook.active.append(["Shown"])
    secret = workbook.create_sheet("Draft")
    secret.append(["Secret"])
    secret.sheet_state = "hidden"

    assert "Secret" not in convert("draft.xlsx", _saved(workbook)).text


def test_hidden_rows_and_columns_are_not_indexed() -> None:
    """Nor one by one, nor in groups."""
    workbook = Workbook()
    sheet = workbook.active
    for row in (["City", "Secret", "Secret", "Limit"], ["Dublin", "x", "x", 180], ["Secret", "x", "x", 1]):
        sheet.append(row)
    sheet.column_dimensions.group("B", "C", hidden=True)
    sheet.row_dimensions[3].hidden = True

    text = convert("limits.xlsx", _saved(workbook)).text

    assert text == "## Sheet\n\n| City | Limit |\n| --- | --- |\n| Dublin | 180 |"


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    """A zip bomb is told by its table of contents."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (201 * 2**20))

    with pytest.raises(DocumentUnreadable, match="unpacks to more than 200 MB"):
        convert("bomb.docx", file.getvalue())


@pytest.mark.parametrize(
    ("lines", "text"),
    [(["annual", "leave"], "annual leave"), (["年休", "假"], "年休假"), (["VPN", "设置"], "VPN 设置")],
)
def test_lines_are_joined_as_their_script_writes(lines: list[str], text: str) -> None:
    """Chinese has no blanks between its characters."""
    assert text == joined(lines)


def _line(page: int, top: float, text: str) -> Line:
    return Line(page, top, top + 10, 10.0, bold=False, text=text)
