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
from knowledge.formats import ocr
from knowledge.formats.converted import Converted, DocumentScanned
from knowledge.formats.pdf_layout import Grid, Item, Line, joined, to_markdown
from knowledge.language.markdown import tidy

Pages = list[list[Item]]


def read(data: bytes) -> Converted:
    """Read a PDF. Raises DocumentScanned where text recognition could read more, or DocumentUnreadable."""
    pages, scans, title = _opened(data)
    if scans and ocr.languages():
        raise DocumentScanned(len(scans))
    if scans and not any(pages):
        raise DocumentUnreadable(f"It is a scan without text. {ocr.REMEDY}")
    shown = ", ".join(str(number + 1) for number in scans)
    return _converted(
        pages, title, (f"Of its pages these are scans and were not read: {shown}. {ocr.REMEDY}",) if scans else ()
    )


def recognise(data: bytes) -> Converted:
    """Read a PDF, its scanned pages by text recognition. Raises DocumentUnreadable."""
    pages, scans, title = _opened(data)
    for number, lines in ocr.recognised(data, scans).items():
        pages[number] = [*lines]
    return _converted(pages, title, ())


def _opened(data: bytes) -> tuple[Pages, list[int], str | None]:
    """Return what stands on each page, which pages are scans, and the title."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pictured = [bool(page.images) for page in pdf.pages]
            pages = [list(_items(number, page)) for number, page in enumerate(pdf.pages)]
            title = (pdf.metadata or {}).get("Title")
    except PdfminerException as error:
        if isinstance(error.args[0], PDFPasswordIncorrect):
            raise DocumentUnreadable("It is password-protected. Save it again without a password.") from None
        raise
    scans = [number for number, picture in enumerate(pictured) if picture and not pages[number]]
    return pages, scans, title if isinstance(title, str) else None


def _converted(pages: Pages, title: str | None, notes: tuple[str, ...]) -> Converted:
    text, starts = to_markdown(pages)
    return Converted(text=text, title=title, pages=starts, notes=notes)


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
