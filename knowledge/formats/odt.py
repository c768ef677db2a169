"""OpenDocument texts: the body becomes HTML, and that becomes Markdown as any other does."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from functools import partial
from html import escape
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from knowledge.errors import DocumentUnreadable
from knowledge.formats.converted import Converted, LeftOutWords
from knowledge.formats.elements import kind
from knowledge.formats.html import body_markdown
from knowledge.formats.odt_blocks import Object, hoist
from knowledge.formats.odt_numbering import Numbering, as_paragraphs
from knowledge.formats.odt_shown import Looks, attribute, settle
from knowledge.formats.package import open_package

_TAGS = {
    "list": "ul",
    "list-item": "li",
    "list-header": "li",
    "p": "p",
}
_WHITE_SPACE = {"s": " ", "tab": " ", "line-break": "<br>"}

_MOST_REPEATED = 100
"""Times that a row or cell is written again: a file repeats empty ones to the edge of the sheet."""


def read(data: bytes) -> Converted:
    """Read an OpenDocument text. Raises DocumentUnreadable."""
    with open_package(data) as package:
        content = fromstring(package.read("content.xml"))
        if "encryption-data" in package.read("META-INF/manifest.xml").decode(errors="replace"):
            raise DocumentUnreadable("It is password-protected. Save it again without a password.")
        meta, styles = _part(package, "meta.xml"), _part(package, "styles.xml")
        body = content.find("{*}body/{*}text")
        parts = [part for part in (content, styles) if part is not None]
        left: list[LeftOutWords] = []
        if body is not None:
            _lay_open(body, parts, partial(_object, package), left)
    title = meta.find(".//{*}title") if meta is not None else None
    html = "".join(_html(body)) if body is not None else ""
    return Converted(body_markdown(html), title.text if title is not None else None, left_out=tuple(left))


def _lay_open(body: Element, parts: list[Element], embedded: Object, left: list[LeftOutWords]) -> None:
    """Change a text to what a reader sees of it, and note what else there was."""
    settle(body, Looks(parts), left)
    hoist(body, embedded)
    Numbering(parts).write(body)
    as_paragraphs(body)


def _part(package: zipfile.ZipFile, name: str) -> Element | None:
    return fromstring(package.read(name)) if name in package.namelist() else None


def _object(package: zipfile.ZipFile, address: str) -> Element | None:
    """Return what an object embedded in the package holds."""
    return _part(package, f"{address.removeprefix('./').rstrip('/')}/content.xml")


def _html(element: Element) -> Iterator[str]:
    """Yield what an element holds as HTML, without its own tag."""
    yield escape(element.text or "")
    for child in element:
        yield from _element(child, kind(child))
        yield escape(child.tail or "")


def _element(child: Element, name: str) -> Iterator[str]:
    if name == "table":
        yield f"<table>{''.join(_rows(child))}</table>"
        return
    level = attribute(child, "outline-level") or "1"
    tag = f"h{min(int(level), 6)}" if name == "h" else _TAGS.get(name, "")
    yield _WHITE_SPACE.get(name, "") + (f"<{tag}>" if tag else "")
    yield from _html(child)
    yield f"</{tag}>" if tag else ""


def _rows(table: Element) -> Iterator[str]:
    """Yield a table's own rows as HTML, with what they repeat and cover."""
    heads = {row for part in table.iterfind("{*}table-header-rows") for row in part}
    for row in _own_rows(table):
        tag = "th" if row in heads else "td"
        cells = "".join(_cell(cell, tag) for cell in row if kind(cell) == "table-cell")
        yield f"<tr>{cells}</tr>" * min(int(attribute(row, "number-rows-repeated") or 1), _MOST_REPEATED)


def _own_rows(table: Element) -> Iterator[Element]:
    """Yield the rows of a table, and not those of tables in its cells."""
    for part in table:
        if kind(part) == "table-row":
            yield part
        elif kind(part) in ("table-rows", "table-row-group", "table-header-rows"):
            yield from _own_rows(part)


def _cell(cell: Element, tag: str) -> str:
    across, down = (attribute(cell, f"number-{name}-spanned") or "1" for name in ("columns", "rows"))
    written = f"<{tag} colspan='{escape(across)}' rowspan='{escape(down)}'>{''.join(_html(cell))}</{tag}>"
    return written * min(int(attribute(cell, "number-columns-repeated") or 1), _MOST_REPEATED)
