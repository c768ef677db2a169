"""The tables of HTML, lifted out of a page before it is converted and put back as the grid writes them.

Whatever converts the page never sees a table, only a mark in its place. A table that is there for the page's layout
gives way to what it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from bs4 import BeautifulSoup, Tag

from knowledge.formats.grid import Cell, Grid, grid_of
from knowledge.formats.html_layout import CELLS, MARK, check_depth, is_layout, put_out_strays, rows_of, unfold
from knowledge.formats.tables import cell_text

Convert = Callable[[str], str]
"""HTML without tables -> Markdown."""

_LINE = re.compile(rf"^(?P<before>[^\n]*?){MARK.pattern}(?P<after>[^\n]*)$", re.MULTILINE)
_INDENT = re.compile(r"[ \t>]*")
_NEXT_ITEM = re.compile(r"\n[ \t]*(?:[-*+]|\d+\.)[ \t]+")
_FIRST_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+\.)[ \t]+", re.MULTILINE)
_MARKUP = re.compile(r"[*_\\`<>#\[\]\ue0ab]")
_BETWEEN = "\ue0ac"
"""Stands between cells that are converted at once."""

_WHOLLY_BOLD = re.compile(r"\*\*(?P<words>[^*]+)\*\*")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)

_SPAN = re.compile(r"[0-9]{1,5}")
"""HTML lets a cell cover at most 65,534 rows."""


def converted(soup: BeautifulSoup, convert: Convert) -> str:
    """Return a page as Markdown. Raises DocumentUnreadable where its elements nest too deep to walk."""
    check_depth(soup)
    tables = Lifted(soup, convert)
    return tables.put_back(convert(str(soup)))


class Lifted:
    """The tables of a page, each a mark from now on; ``put_back`` writes them where they stood."""

    def __init__(self, soup: BeautifulSoup, convert: Convert) -> None:
        self._soup = soup
        self._convert = convert
        self._tables: list[list[Grid]] = []
        for table in reversed(soup.find_all("table")):  # those within others first
            put_out_strays(table)
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
        titles, rows = table.find_all("caption"), [row.find_all(CELLS, recursive=False) for row in rows_of(table)]
        words = self._words([*titles, *(cell for row in rows for cell in row)])
        captions = [caption for caption in islice(words, len(titles)) if caption]
        cells = [[_cell(cell, next(words)) for cell in row] for row in rows]
        mark = self._soup.new_tag("p")
        mark.string = f"\ue0ab{len(self._tables)}\ue0ab"
        self._tables.append(grid_of(cells, captions))
        table.replace_with(mark)

    def _words(self, elements: Sequence[Tag]) -> Iterator[str]:
        """Yield what elements hold, each on one line; those that have markup are converted together."""
        marked = [element for element in elements if not _is_plain(element)]
        page = f"<p>{_BETWEEN}</p>".join(f"<div>{element.decode_contents()}</div>" for element in marked)
        written = self._convert(page).split(_BETWEEN) if marked else []
        if len(written) != len(marked):  # the page itself has what stands between them
            written = [self._convert(element.decode_contents()) for element in marked]
        converted_ones = iter(written)
        for element in elements:
            yield cell_text(element.get_text()) if _is_plain(element) else self._line(next(converted_ones))

    def _line(self, markdown: str) -> str:
        """Return Markdown on one line: paragraphs and items one behind the other, a table row by row."""
        blocks = markdown.strip().split("\n\n")
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


def _cell(cell: Tag, words: str) -> Cell:
    named = cell.name == "th"
    bold = _WHOLLY_BOLD.fullmatch(words)
    return Cell(
        bold["words"] if bold else words,
        head=(named and cell.get("scope") not in ("row", "rowgroup")) or _is_within_head(cell),
        strong=named or bold is not None or bool(_BOLD_STYLE.search(str(cell.get("style", "")))),
        down=_span(cell, "rowspan", least=0),
        across=_span(cell, "colspan", least=1),
    )


def _is_within_head(cell: Tag) -> bool:
    part = cell.find_parent(("thead", "table"))
    return part is not None and part.name == "thead"


def _is_plain(element: Tag) -> bool:
    """Whether an element holds nothing but text without a mark of Markdown's."""
    return all(isinstance(child, str) for child in element.contents) and not _MARKUP.search(element.get_text())


def _span(cell: Tag, name: str, *, least: int) -> int:
    """Return how many rows or columns a cell says that it covers, 1 where it says nothing that makes sense."""
    written = str(cell.get(name, "")).strip()
    return int(written) if _SPAN.fullmatch(written) and int(written) >= least else 1
