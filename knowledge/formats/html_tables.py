"""The tables of HTML, lifted out of a page before it is converted and put back as the grid writes them.

Whatever converts the page never sees a table, only a mark in its place. A table that is there for the page's layout
gives way to what it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag

from knowledge.errors import DocumentUnreadable
from knowledge.formats.grid import Cell, Grid, grid_of
from knowledge.formats.html_layout import CELLS, MARK, is_layout, rows_of, straighten, unfold
from knowledge.formats.tables import cell_text

Convert = Callable[[str], str]
"""HTML without tables -> Markdown."""

_LINE = re.compile(rf"^(?P<before>[^\n]*?){MARK.pattern}(?P<after>[^\n]*)$", re.MULTILINE)
_INDENT = re.compile(r"[ \t>]*")
_NEXT_ITEM = re.compile(r"\n[ \t]*(?:[-*+]|\d+\.)[ \t]+")
_FIRST_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+\.)[ \t]+", re.MULTILINE)
_MARKUP = re.compile(r"[*_\\`<>#\[\]\ue0ab]|^\s*[-+=\d]")
_WHOLLY_BOLD = re.compile(r"\*\*(?P<words>[^*]+)\*\*")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)

_SPAN = re.compile(r"[0-9]{1,5}")
"""HTML lets a cell cover at most 65,534 rows."""


def converted(soup: BeautifulSoup, convert: Convert) -> str:
    """Return a page as Markdown. Raises DocumentUnreadable where its elements nest too deep to walk."""
    try:
        tables = Lifted(soup, convert)
        return tables.put_back(convert(str(soup)))
    except RecursionError:
        raise DocumentUnreadable("Its HTML nests too deep to be converted. Simplify the page.") from None


class Lifted:
    """The tables of a page, each a mark from now on; ``put_back`` writes them where they stood."""

    def __init__(self, soup: BeautifulSoup, convert: Convert) -> None:
        self._soup = soup
        self._convert = convert
        self._tables: list[list[Grid]] = []
        for table in reversed(soup.find_all("table")):  # those within others first
            straighten(table)
            if is_layout(table):
                unfold(table)
            else:
                self._lift(table)

    def put_back(self, markdown: str) -> str:
        """Return the converted page with its tables."""
        while _LINE.search(markdown):  # one a line each time
            markdown = _LINE.sub(self._written, markdown)
        return markdown

    def _lift(self, table: Tag) -> None:
        captions = [words for caption in table.find_all("caption") if (words := self._words(caption))]
        rows = [[self._cell(cell) for cell in row.find_all(CELLS, recursive=False)] for row in rows_of(table)]
        mark = self._soup.new_tag("p")
        mark.string = f"\ue0ab{len(self._tables)}\ue0ab"
        self._tables.append(grid_of(rows, captions))
        table.replace_with(mark)

    def _cell(self, cell: Tag) -> Cell:
        named = cell.name == "th"
        words = self._words(cell)
        bold = _WHOLLY_BOLD.fullmatch(words)
        return Cell(
            bold["words"] if bold else words,
            head=(named and cell.get("scope") not in ("row", "rowgroup")) or cell.find_parent("thead") is not None,
            strong=named or bold is not None or bool(_BOLD_STYLE.search(str(cell.get("style", "")))),
            down=_span(cell, "rowspan", least=0),
            across=_span(cell, "colspan", least=1),
        )

    def _words(self, element: Tag) -> str:
        """Return what an element holds on one line; a table within it row by row."""
        text = element.get_text()
        if not element.find(True) and not _MARKUP.search(text):
            return cell_text(text)
        blocks = self._convert(element.decode_contents()).split("\n\n")
        line = " ".join(_FIRST_ITEM.sub("", _NEXT_ITEM.sub("; ", block)) for block in blocks)
        return cell_text(MARK.sub(lambda mark: "; ".join(grid.in_a_line() for grid in self._table(mark)), line))

    def _written(self, line: re.Match[str]) -> str:
        """Return a line with its table, which stands alone, as deep in a list as it was."""
        table = "\n\n".join(grid.markdown() for grid in self._table(line))
        indent = _INDENT.match(line["before"])
        if indent and indent[0] == line["before"]:
            table, before = "\n".join(f"{indent[0]}{row}".rstrip() for row in table.splitlines()), ""
        else:
            before = line["before"].rstrip()
        return "\n\n".join(part for part in (before, table, line["after"].strip()) if part.strip())

    def _table(self, mark: re.Match[str]) -> list[Grid]:
        """Return the table that stood there; none for what the page itself wrote like our mark."""
        place = int(mark["place"])
        return self._tables[place] if place < len(self._tables) else []


def _span(cell: Tag, name: str, *, least: int) -> int:
    """Return how many rows or columns a cell says that it covers, 1 where it says nothing that makes sense."""
    written = str(cell.get(name, "")).strip()
    return int(written) if _SPAN.fullmatch(written) and int(written) >= least else 1
