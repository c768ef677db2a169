"""The rows of an HTML table as a browser has them, and whether it is a table at all or only lays a page out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from knowledge.errors import DocumentUnreadable

CELLS = ("td", "th")
_PARTS = ("thead", "tbody", "tfoot", "tr", "td", "th")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_IN_TABLES = frozenset((*_PARTS, "caption", "colgroup", "col", "form", "input", "style", "script", "template"))
_BLOCKS = (*_HEADINGS, "ul", "ol", "dl", "hr", "pre", "form")

LONGEST_CELL = 300
"""Characters of a cell in a table of one row or column; one that holds more is laid out beside the others."""

DEEPEST = 400
"""Levels of elements: what converts them calls itself twice a level, which Python allows it a thousand times."""

_MAY_STAY_OPEN = ("td", "th", "tr", "li", "dt", "dd", "p")
"""Elements whose end tags may be left out (HTML 13.1.2.4)."""
_OPENED = re.compile(rf"<(?:{'|'.join(_MAY_STAY_OPEN)})\b", re.IGNORECASE)
_CLOSED = re.compile(rf"</(?:{'|'.join(_MAY_STAY_OPEN)})\b", re.IGNORECASE)
MARK = re.compile("\ue0ab(?P<place>\\d+)\ue0ab")
"""Stands for a table that was lifted out."""


def parsed(html: str) -> BeautifulSoup:
    """Return a page as a browser has it; where end tags are left out, as they may, by lxml.

    It closes them. The standard library's parser, which keeps more of a broken page, lays each into the last one.
    """
    opened = len(_OPENED.findall(html))
    if opened > len(_CLOSED.findall(html)):
        soup = BeautifulSoup(html, "lxml")
        if len(soup.find_all(_MAY_STAY_OPEN)) >= opened:  # lxml gives up a page that nests too deep for it
            return soup
    return BeautifulSoup(html, "html.parser")


def check_depth(soup: BeautifulSoup) -> None:
    """Refuse a page that nests too deep to be converted. Raises DocumentUnreadable."""
    level: list[Tag] = [soup]
    for _ in range(DEEPEST):
        level = [child for element in level for child in element.children if isinstance(child, Tag)]
    if level:
        raise DocumentUnreadable("Its HTML nests too deep to be converted. Simplify the page.")


def rows_of(table: Tag) -> list[Tag]:
    """Return the rows as they are shown: what heads the table first, what sums it up last."""
    rows = table.find_all("tr")
    order = {"thead": -1, "tfoot": 1}
    return sorted(rows, key=lambda row: order.get(row.parent.name if row.parent else "", 0))


def is_layout(table: Tag) -> bool:
    """Whether a table only lays out what it holds; tables within it are lifted out already.

    One of a single cell does, one that says so, and one without a head that holds whole parts of a page.
    """
    rows = [row.find_all(CELLS, recursive=False) for row in rows_of(table)]
    width = max(map(len, rows), default=0)
    if table.get("role") in ("presentation", "none") or (len(rows) <= 1 and width <= 1):
        return True
    if table.find(("th", "caption", "thead")):
        return False
    cells = [cell for row in rows for cell in row]
    if len(rows) == 1 or width == 1:
        return any(_is_part_of_a_page(cell) or MARK.search(cell.get_text()) for cell in cells)
    return any(cell.find(_HEADINGS) for cell in cells) or _holds_tables(rows)


def put_out_strays(table: Tag) -> None:
    """Put before a table, in place, what stands in it outside of its cells, as browsers do (HTML 13.2.6.4.9)."""
    for part in (table, *table.find_all(("thead", "tbody", "tfoot", "tr"))):
        for child in list(part.children):
            stray = isinstance(child, Tag) and child.name not in _IN_TABLES and not child.find(_PARTS)
            if stray or (type(child) is NavigableString and child.strip()):
                table.insert_before(child.extract())


def unfold(table: Tag) -> None:
    """Make a table that is there for the layout the blocks that it holds."""
    table.name = "div"
    for part in table.find_all((*_PARTS, "caption")):
        part.name = "div"
    for part in table.find_all(("colgroup", "col")):
        part.extract()


def _is_part_of_a_page(cell: Tag) -> bool:
    blocks = len(cell.find_all("p")) > 1 or cell.find(_BLOCKS) is not None
    return blocks or len(cell.get_text()) > LONGEST_CELL


def _holds_tables(rows: Sequence[Sequence[Tag]]) -> bool:
    """Whether tables lie in cells, and the first row does not name the columns that they lie in."""
    marked = any(MARK.search(cell.get_text()) for row in rows for cell in row)
    first = next((row for row in rows if len(row) > 1), rows[0])  # below a banner
    return marked and any(MARK.search(cell.get_text()) or not cell.get_text(strip=True) for cell in first)
