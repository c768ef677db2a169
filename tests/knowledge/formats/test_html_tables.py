"""Tables of HTML and of what becomes HTML: Word, mail, e-books, OpenDocument, and HTML in Markdown."""

from __future__ import annotations

import io
from email.message import EmailMessage

import pytest
from pptx import Presentation
from pptx.util import Inches

from knowledge.errors import DocumentUnreadable
from knowledge.formats import convert
from tests.knowledge.formats.making import docx, epub, odt

ROWS = "<tr><td></td><td>Saturday</td><td>Sunday</td></tr><tr><td>Drivers</td><td>30 %</td><td>60 %</td></tr>"
CROSS = "|  | Saturday | Sunday |\n| --- | --- | --- |\n| Drivers | 30 % | 60 % |"


def _html(body: str) -> str:
    return convert("a.html", f"<html><body>{body}</body></html>".encode()).text


def _word_table(*rows: str, first: str = "") -> str:
    """A Word table; ``first`` are properties of its first row."""
    cells = [[f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in row.split("|")] for row in rows]
    written = "".join(f"<w:tr>{'' if n else first}{''.join(row)}</w:tr>" for n, row in enumerate(cells))
    return f"<w:tbl>{written}</w:tbl>"


def test_a_table_without_a_marked_head_has_its_first_row_as_head() -> None:
    """Its corner may be empty; no cell moves."""
    assert _html(f"<table>{ROWS}</table>") == CROSS


def test_every_format_gives_the_same_table() -> None:
    """Mail, e-book, Word, OpenDocument, slides, Markdown and CSV."""
    mail = EmailMessage()
    mail["Subject"] = "Rates"
    mail.set_content(f"<table>{ROWS}</table>", subtype="html")
    lines = ("|Saturday|Sunday", "Drivers|30 %|60 %")
    start, end = "<table:table-cell><text:p>", "</text:p></table:table-cell>"
    odt_rows = [f"<table:table-row>{start}{row.replace('|', end + start)}{end}</table:table-row>" for row in lines]
    given = {
        "a.eml": mail.as_bytes(),
        "a.epub": epub({"one": f"<table>{ROWS}</table>"}, spine="one"),
        "a.docx": docx(_word_table(*lines)),
        "a.odt": odt(f"<table:table>{''.join(odt_rows)}</table:table>"),
        "a.pptx": _slide(*lines),
        "a.md": f"# Rates\n\n<table>\n{ROWS}\n</table>\n".encode(),
        "a.csv": "\n".join(lines).replace("|", ",").encode(),
    }

    assert dict.fromkeys(given, True) == {
        name: convert(name, data).text.endswith(CROSS) for name, data in given.items()
    }


def test_the_spans_of_a_table_are_filled() -> None:
    """A row that belongs to the group above it says so, and labels stand for all that they cover."""
    text = _html(
        "<table><caption>Leave</caption><thead><tr><th rowspan=2>Country</th><th rowspan=2>Grade</th>"
        "<th colspan=2>Days</th></tr><tr><th>2025</th><th>2026</th></tr></thead><tbody>"
        "<tr><th scope=row rowspan=2>Norway</th><td>Junior</td>"
        "<td>24</td><td>25</td></tr><tr><td>Senior</td><td>30</td><td>31</td></tr></tbody></table>"
    )

    assert text == (
        "Leave\n\n| Country | Grade | Days 2025 | Days 2026 |\n| --- | --- | --- | --- |\n"
        "| Norway | Junior | 24 | 25 |\n| Norway | Senior | 30 | 31 |"
    )


def test_a_foot_stands_last_and_a_head_first() -> None:
    """Wherever the page has them."""
    text = _html(
        "<table><tfoot><tr><td>Sum<td>3</tfoot><tbody><tr><td>a<td>1</tbody><thead><tr><td>Key<td>n</thead></table>"
    )

    assert text == "| Key | n |\n| --- | --- |\n| a | 1 |\n| Sum | 3 |"


def test_end_tags_may_be_left_out() -> None:
    """As HTML allows, and many pages do."""
    assert _html("<table><tr><td>City<td>Limit<tr><td>Oslo<td>200<tr><td>Rome<td>120</table>").endswith(
        "| City | Limit |\n| --- | --- |\n| Oslo | 200 |\n| Rome | 120 |"
    )


def test_a_cell_is_one_line() -> None:
    """Lines, paragraphs, lists and marks in it are its words."""
    text = _html(
        "<table><tr><th>Item</th><th>Rule</th></tr><tr><td>a<br>b</td><td><p>One.</p><p>Two|three.</p></td></tr>"
        "<tr><td><b>c</b></td><td><ul><li>x</li><li><a href='/y'>y</a></li></ul></td></tr></table>"
    )

    assert text == "| Item | Rule |\n| --- | --- |\n| a b | One. Two\\|three. |\n| c | x; [y](/y) |"


@pytest.mark.parametrize(
    "page",
    [
        "<table role='presentation'><tr><td>{0}</td><td>{1}</td></tr><tr><td>a</td><td>b</td></tr></table>",
        "<table><tr><td>{0}</td><td><h2>Menu</h2></td></tr><tr><td>{1}</td><td>x</td></tr></table>",
        "<table><tr><td>{0}{1}</td></tr></table>",
        "<table><tr><td>{0}</td></tr><tr><td>{1}<table>" + ROWS + "</table></td></tr></table>",
    ],
)
def test_a_table_for_the_layout_is_no_table(page: str) -> None:
    """What it holds are paragraphs, headings and tables."""
    lines = _html(page.format("<p>First words.</p>", "<p>Second words.</p>")).splitlines()

    assert {"First words.", "Second words."} <= set(lines)


def test_a_table_in_a_cell_is_told_in_its_row() -> None:
    """The outer one keeps its columns."""
    inner = "<table><tr><td>Low</td><td>200</td></tr><tr><td>High</td><td>230</td></tr></table>"

    assert _html(f"<table><tr><th>City</th><th>Rates</th></tr><tr><td>Oslo</td><td>{inner}</td></tr></table>") == (
        "| City | Rates |\n| --- | --- |\n| Oslo | Low: 200; High: 230 |"
    )


def test_a_table_in_a_list_stays_in_its_item() -> None:
    """As deep as the words around it."""
    text = _html(f"<ul><li>See<table>{ROWS}</table></li></ul>")

    assert text == "* See\n\n  " + CROSS.replace("\n", "\n  ")


def test_what_looks_like_our_mark_is_no_table() -> None:
    """A page may write any character."""
    assert _html(f"<p>\ue0ab0\ue0ab \ue0ab7\ue0ab</p><p>x</p><table>{ROWS}</table>").count("Drivers") == 2


def test_html_tables_in_markdown_keep_their_markdown_and_their_place() -> None:
    """Behind text, in lists and block quotes; code stays code, and no tag is left."""
    table = "<table><tr><th>Key</th><th>Value</th></tr>\n<tr><td>`a`</td><td>**5** _x_</td></tr></table>"
    text = convert("a.md", f"Text.\n{table}\nMore.\n\n- item\n\n  {table}\n\n```\n{table}\n```\n".encode()).text
    pipe = "| Key | Value |\n| --- | --- |\n| `a` | **5** _x_ |"

    assert text.startswith(f"Text.\n\n{pipe}\n\nMore.\n\n- item\n\n  " + pipe.replace("\n", "\n  "))
    assert text.endswith(f"```\n{table}\n```")


def test_a_table_that_is_never_closed_ends_with_its_block() -> None:
    """And says its words."""
    text = convert("a.md", b"<table><tr><td>City<td>Limit\n<tr><td>Oslo<td>200\n\nText.").text

    assert text == "| City | Limit |\n| --- | --- |\n| Oslo | 200 |\n\nText."


def test_markdown_whose_html_nests_too_deep_is_refused() -> None:
    """With what to do."""
    with pytest.raises(DocumentUnreadable, match="nests too deep"):
        convert("a.md", b"<table><tr><td>" + b"<div>" * 5000)


def test_a_word_table_whose_head_repeats_on_each_page_has_that_head() -> None:
    """And one whose first row is like the others has none."""
    repeated = _word_table("Oslo|200", "Rome|120", first="<w:trPr><w:tblHeader/></w:trPr>")

    assert convert("a.docx", docx(repeated)).text.startswith("| Oslo | 200 |\n| --- |")
    assert convert("a.docx", docx(_word_table("Oslo|200", "Rome|120"))).text.startswith("|  |  |\n| --- |")


def test_merged_cells_of_a_slide_are_filled() -> None:
    """Its table may begin with no head."""
    text = convert(
        "a.pptx", _slide("City|2026|x", "x|Low|High", "Oslo|200|230", merged=((0, 1, 0, 2), (0, 0, 1, 0)))
    ).text

    assert text.endswith("| City | 2026 Low | 2026 High |\n| --- | --- | --- |\n| Oslo | 200 | 230 |")


def test_spans_of_an_open_document_are_filled() -> None:
    """Covered cells hold nothing, and rows at its edge are not repeated for ever."""
    body = (
        "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>City</text:p></table:table-cell>"
        "<table:table-cell><text:p>Grade</text:p></table:table-cell></table:table-row></table:table-header-rows>"
        "<table:table-row><table:table-cell table:number-rows-spanned='2'><text:p>Oslo</text:p></table:table-cell>"
        "<table:table-cell><text:p>A</text:p></table:table-cell></table:table-row>"
        "<table:table-row><table:covered-table-cell/><table:table-cell><text:p>B</text:p></table:table-cell>"
        "</table:table-row><table:table-row table:number-rows-repeated='1000000'><table:table-cell/></table:table-row>"
        "</table:table>"
    )

    assert convert("a.odt", odt(body)).text == "| City | Grade |\n| --- | --- |\n| Oslo | A |\n| Oslo | B |"


def _slide(*rows: str, merged: tuple[tuple[int, int, int, int], ...] = ()) -> bytes:
    """A presentation of one slide with one table."""
    cells = [row.split("|") for row in rows]
    presentation = Presentation()
    shapes = presentation.slides.add_slide(presentation.slide_layouts[6]).shapes
    table = shapes.add_table(len(cells), len(cells[0]), 0, 0, Inches(4), Inches(1)).table
    for number, row in enumerate(cells):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    for top, left, bottom, right in merged:
        table.cell(bottom, right).text = ""
        table.cell(top, left).merge(table.cell(bottom, right))
    file = io.BytesIO()
    presentation.save(file)
    return file.getvalue()


def test_what_stands_in_a_table_outside_of_its_cells_is_read_before_it() -> None:
    """So browsers show it; an end tag that was mistyped opens a row."""
    text = _html("<table><tr><td>a</td><td>b</td></tr><tr><p>Ask HR.</p>Now</table>")

    assert text == "Ask HR.\n\nNow\n\n|  |  |\n| --- | --- |\n| a | b |"


def test_a_banner_above_menu_and_text_makes_no_table_of_them() -> None:
    """As intranets of old are laid out."""
    menu = "<table><tr><td><a href='1'>Travel</a></td></tr></table>"
    text = _html(
        f"<table><tr><td colspan=2>Intranet</td></tr><tr><td>{menu}</td><td><table>{ROWS}</table></td></tr></table>"
    )

    assert text.startswith("Intranet\n\n")
    assert text.endswith(f"\n\n{CROSS}")


def test_end_tags_of_items_and_paragraphs_may_be_left_out() -> None:
    """What is hidden ends with its paragraph."""
    assert _html("<p hidden>x<p>Ask:<ol><li>HR<li>IT</ol><dl><dt>a<dd>b</dl>").startswith(
        "Ask:\n\n1. HR\n2. IT\n\na\n:"
    )
