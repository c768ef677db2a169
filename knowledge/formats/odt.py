"""OpenDocument texts: the body becomes HTML, and that becomes Markdown as any other does."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from knowledge.errors import DocumentUnreadable
from knowledge.formats.converted import Converted
from knowledge.formats.html import body_markdown
from knowledge.formats.package import open_package

_TAGS = {
    "list": "ul",
    "list-item": "li",
    "list-header": "li",
    "p": "p",
}
_WHITE_SPACE = {"s": " ", "tab": " ", "line-break": "<br>"}
_NEVER_SHOWN = frozenset(
    ("annotation", "annotation-end", "tracked-changes", "hidden-text", "hidden-paragraph", "forms", "sequence-decls")
)

_MOST_REPEATED = 100
"""Times that a row or cell is written again: a file repeats empty ones to the edge of the sheet."""


def read(data: bytes) -> Converted:
    """Read an OpenDocument text. Raises DocumentUnreadable."""
    with open_package(data) as package:
        content = fromstring(package.read("content.xml"))
        if "encryption-data" in package.read("META-INF/manifest.xml").decode(errors="replace"):
            raise DocumentUnreadable("It is password-protected. Save it again without a password.")
        meta = fromstring(package.read("meta.xml")) if "meta.xml" in package.namelist() else None
        styles = fromstring(package.read("styles.xml")) if "styles.xml" in package.namelist() else None
    hidden = frozenset(style for part in (content, styles) if part is not None for style in _hiding_styles(part))
    title = meta.find(".//{*}title") if meta is not None else None
    body = content.find("{*}body/{*}text")
    html = "".join(_html(body, hidden)) if body is not None else ""
    return Converted(text=body_markdown(html), title=title.text if title is not None else None)


def _hiding_styles(part: Element) -> Iterator[str]:
    """Yield the names of the styles whose text is not displayed."""
    for style in part.iterfind(".//{*}style"):
        for properties in style.iterfind("{*}text-properties"):
            if _attribute(properties, "display") == "none":
                yield _attribute(style, "name")


def _html(element: Element, hidden: frozenset[str]) -> Iterator[str]:
    """Yield what an element holds as HTML, without its own tag."""
    yield escape(element.text or "")
    for child in element:
        name = child.tag.rpartition("}")[2]
        if not _is_hidden(child, name, hidden):
            yield from _element(child, name, hidden)
        yield escape(child.tail or "")


def _element(child: Element, name: str, hidden: frozenset[str]) -> Iterator[str]:
    if name == "table":
        yield f"<table>{''.join(_rows(child, hidden))}</table>"
        return
    level = _attribute(child, "outline-level") or "1"
    tag = f"h{min(int(level), 6)}" if name == "h" else _TAGS.get(name, "")
    yield _WHITE_SPACE.get(name, "") + (f"<{tag}>" if tag else "")
    yield from _html(child, hidden)
    yield f"</{tag}>" if tag else ""


def _rows(table: Element, hidden: frozenset[str]) -> Iterator[str]:
    """Yield a table's own rows as HTML, with what they repeat and cover."""
    heads = {row for part in table.iterfind("{*}table-header-rows") for row in part}
    for row in _own_rows(table):
        if _attribute(row, "visibility") not in ("collapse", "filter"):
            tag = "th" if row in heads else "td"
            cells = "".join(_cell(cell, tag, hidden) for cell in row if cell.tag.endswith("}table-cell"))
            yield f"<tr>{cells}</tr>" * min(int(_attribute(row, "number-rows-repeated") or 1), _MOST_REPEATED)


def _own_rows(table: Element) -> Iterator[Element]:
    """Yield the rows of a table, and not those of tables in its cells."""
    for part in table:
        if part.tag.endswith("}table-row"):
            yield part
        elif part.tag.endswith(("}table-rows", "}table-row-group", "}table-header-rows")):
            yield from _own_rows(part)


def _cell(cell: Element, tag: str, hidden: frozenset[str]) -> str:
    across, down = (_attribute(cell, f"number-{name}-spanned") or "1" for name in ("columns", "rows"))
    written = f"<{tag} colspan='{escape(across)}' rowspan='{escape(down)}'>{''.join(_html(cell, hidden))}</{tag}>"
    return written * min(int(_attribute(cell, "number-columns-repeated") or 1), _MOST_REPEATED)


def _is_hidden(element: Element, name: str, hidden: frozenset[str]) -> bool:
    display = _attribute(element, "display")
    return name in _NEVER_SHOWN or display == "none" or _attribute(element, "style-name") in hidden


def _attribute(element: Element, name: str) -> str:
    """Return an attribute whatever namespace it is in."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")
