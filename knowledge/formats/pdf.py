"""PDF: headings by the size of their letters, ruled tables, paragraphs put together again.

markitdown's own conversion loses all three (a table's cells come column by column, so that a limit stands beside the
wrong city); this reads the pages through pdfplumber, which markitdown brings along, and `pdf_layout` makes Markdown.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from knowledge.errors import DocumentUnreadable
from knowledge.formats.converted import Converted
from knowledge.formats.pdf_layout import Grid, Item, Line, joined, to_markdown
from knowledge.markup import tidy


def read(data: bytes) -> Converted:
    """Read a PDF. Raises DocumentUnreadable."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pages = [list(_items(number, page)) for number, page in enumerate(pdf.pages)]
            title = (pdf.metadata or {}).get("Title")
    except PdfminerException as error:
        if isinstance(error.args[0], PDFPasswordIncorrect):
            raise DocumentUnreadable("It is password-protected. Save it again without a password.") from None
        raise
    text, starts = to_markdown(pages)
    return Converted(text=text, title=title if isinstance(title, str) else None, pages=starts)


def _items(number: int, page: Any) -> Iterator[Item]:  # noqa: ANN401 - pdfplumber is untyped
    """Yield a page's lines and tables from top to bottom, and free what the page holds."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.columns) > 1]
    grids: list[Item] = [
        Grid(number, table.bbox[1], tuple(_row(cells) for cells in table.extract())) for table in tables
    ]
    prose = page
    for table in tables:
        prose = prose.outside_bbox(table.bbox)
    items: list[Item] = [_line(number, line) for line in prose.extract_text_lines(x_tolerance_ratio=0.2)]
    yield from sorted(items + grids, key=lambda item: item.top)
    page.close()


def _line(number: int, line: dict[str, Any]) -> Line:
    visible = [char for char in line["chars"] if not char["text"].isspace()]
    sizes = Counter(round(char["size"], 1) for char in visible)
    bold = all("bold" in char["fontname"].lower() for char in visible)
    return Line(number, line["top"], line["bottom"], sizes.most_common(1)[0][0], bold, tidy(line["text"]))


def _row(cells: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(joined(tidy(cell or "").split("\n")).replace("|", "\\|") for cell in cells)
