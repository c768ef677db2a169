"""Words that are drawn: in shapes on slides and on sheets, in charts and SmartArt."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped] # publishes no types
from openpyxl.chart import BarChart, Reference  # type: ignore[import-untyped] # as above
from openpyxl.formatting.rule import CellIsRule  # type: ignore[import-untyped] # as above
from openpyxl.styles import Font, PatternFill  # type: ignore[import-untyped] # as above
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE

from knowledge.formats import convert
from tests.knowledge.formats.making import zipped

WHITE = Font(color="FFFFFFFF")


def _saved(document: object) -> bytes:
    file = io.BytesIO()
    document.save(file)  # type: ignore[attr-defined] # both libraries have it
    return file.getvalue()


def _slide(*runs: tuple[str, dict[str, str]]) -> bytes:
    """A slide with a box of one paragraph: runs of letters with the attributes of their look."""
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    paragraph = slide.shapes.add_textbox(0, 0, 1, 1).text_frame.paragraphs[0]
    for text, looks in runs:
        run = paragraph.add_run()
        run.text = text
        for name, value in looks.items():
            run.font._element.set(name, value)
    return _saved(presentation)


def _workbook_with_box(shape: str) -> bytes:
    """A workbook whose sheet has a chart and this shape."""
    workbook = Workbook()
    sheet = workbook.active
    for row in (["Quarter", "Sales"], ["Q1", 5], ["Q2", 9]):
        sheet.append(row)
    chart = BarChart()
    chart.title, chart.y_axis.title = "Sales by quarter", "Million euros"
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "D2")
    with zipfile.ZipFile(io.BytesIO(_saved(workbook))) as package:
        files = {name: package.read(name) for name in package.namelist()}
    name = next(name for name in files if PurePosixPath(name).match("xl/drawings/drawing*.xml"))
    spaces = (
        'xmlns:x="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    anchor = f"<x:twoCellAnchor {spaces}><x:from><x:col>1</x:col><x:row>9</x:row></x:from>{shape}</x:twoCellAnchor>"
    return zipped({**files, name: files[name].replace(b"</wsDr>", f"{anchor}</wsDr>".encode())})


def _box(words: str, properties: str = "") -> str:
    lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in words.split("|"))
    return f"<x:sp><x:nvSpPr><x:cNvPr id='9' name='Box' {properties}/></x:nvSpPr><x:txBody>{lines}</x:txBody></x:sp>"


def test_raised_and_struck_letters_of_a_slide_are_told_apart() -> None:
    """10⁶ is not 106, and what is struck out is gone, though reported."""
    converted = convert(
        "a.pptx",
        _slide(
            ("10", {}), ("6", {"baseline": "30000"}), (" for CO", {}), ("2", {"baseline": "-25000"}),
            (" was 200", {"strike": "sngStrike"}), (" is 300", {"strike": "noStrike"}),
        ),
    )  # fmt: skip

    assert converted.text == "10⁶ for CO₂ is 300"
    assert [each.text for each in converted.left_out if each.why == "struck"] == [" was 200"]
    assert converted.notes == ()


def test_a_chart_on_a_slide_becomes_a_table_of_its_figures() -> None:
    """Below its title."""
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    figures = CategoryChartData()  # type: ignore[no-untyped-call] # python-pptx leaves it untyped
    figures.categories = ["北方", "South"]
    figures.add_series("Revenue", (3, 4.5))  # type: ignore[no-untyped-call] # as above
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, 1, 1, figures).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Revenue by region"

    text = convert("a.pptx", _saved(presentation)).text

    assert text == "Revenue by region\n\n|  | Revenue |\n| --- | --- |\n| 北方 | 3 |\n| South | 4.5 |"


def test_the_words_of_a_sheets_boxes_and_the_titles_of_its_charts_are_read() -> None:
    """Behind its tables, each paragraph of a box on a line."""
    converted = convert("a.xlsx", _workbook_with_box(_box("Ask finance first.|二月前报销")))

    _, _, drawn = converted.text.partition("| Q2 | 9 |\n\n")
    assert drawn == "Sales by quarter\n\nMillion euros\n\nAsk finance first.\n\n二月前报销"
    assert converted.notes == ()


@pytest.mark.parametrize(
    "shape",
    [
        _box("Only for us.", "hidden='1'"),
        f"<x:Fallback>{_box('Only for us.')}</x:Fallback>",
    ],
)
def test_a_hidden_box_and_one_for_older_programs_are_not_read(shape: str) -> None:
    """Nobody sees them."""
    assert "Only for us" not in convert("a.xlsx", _workbook_with_box(shape)).text


def test_white_letters_on_white_are_left_out_and_on_a_colour_read() -> None:
    """Of a cell with its own fill, and of a sheet where conditions may colour it."""
    workbook = Workbook()
    sheet, coloured = workbook.active, workbook.create_sheet("Coloured")
    for place, words in (("A1", "Limit"), ("A2", "200"), ("A3", "secret"), ("A4", "dark")):
        sheet[place] = words
    sheet["A3"].font = sheet["A4"].font = WHITE
    sheet["A4"].fill = PatternFill("solid", fgColor="FF1F3864")
    coloured["A1"] = "Head"
    coloured["A1"].font = WHITE
    coloured.conditional_formatting.add("A1", CellIsRule("greaterThan", ["5"], fill=PatternFill(bgColor="FF000000")))

    converted = convert("a.xlsx", _saved(workbook))

    assert "secret" not in converted.text
    assert "dark" in converted.text
    assert "Head" in converted.text
    assert converted.notes == ()
