"""HTML, through markitdown, once what a browser does not show is gone."""

from __future__ import annotations

import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag
from markitdown.converters import HtmlConverter

from knowledge.formats.converted import Converted, LeftOutWords
from knowledge.formats.encoding import decode_markup
from knowledge.formats.frontmatter import split_front_matter
from knowledge.formats.hidden import without_hidden, without_struck
from knowledge.formats.html_blocks import write_blocks
from knowledge.formats.html_layout import parsed
from knowledge.formats.html_math import write_formulas
from knowledge.formats.html_styles import write_styles
from knowledge.formats.html_tables import converted
from knowledge.formats.raised import lowered, marks_apart, note_mark, raised
from knowledge.formats.tables import tidy_tables
from knowledge.language.markdown import tidy

_RELATIVE = re.compile(r"position\s*:\s*relative", re.IGNORECASE)
_LIFTED = re.compile(r"(?<![-\w])(?:top\s*:\s*-|bottom\s*:\s*)(?=[\d.]*[1-9])", re.IGNORECASE)
_ALIGNED = re.compile(r"vertical-align\s*:\s*(su[pb])", re.IGNORECASE)


def read(data: bytes, sheets: Callable[[str], str] | None = None) -> Converted:
    """Read an HTML document; ``sheets`` gives style sheets that it names. Raises DocumentUnreadable."""
    meta, text = split_front_matter(tidy(decode_markup(data)))
    soup = parsed(text)
    for link in soup.select("link[rel~=stylesheet][href]") if sheets else ():
        link.name, link.string = "style", sheets(str(link["href"])) if sheets else ""
    title = soup.title.get_text(" ", strip=True) if soup.title else None
    left: list[LeftOutWords] = []
    return Converted(text=_markdown(soup, left), title=title, meta=meta, left_out=tuple(left))


def body_markdown(html: str, left: list[LeftOutWords] | None = None) -> str:
    """Convert HTML that is part of something else to Markdown; words left out are noted in ``left``.

    Raises DocumentUnreadable.
    """
    return _markdown(parsed(html), [] if left is None else left)


def _markdown(soup: BeautifulSoup, left: list[LeftOutWords]) -> str:
    """Convert what is shown. Raises DocumentUnreadable."""
    write_styles(soup)
    without_struck(soup, left)
    without_hidden(soup, left)
    write_formulas(soup)
    write_blocks(soup)
    return marks_apart(tidy_tables(converted(_raised(soup), _words)))


def _words(html: str) -> str:
    """Convert HTML without tables. Raises RecursionError."""
    return HtmlConverter().convert_string(html, strict=True).markdown


def _raised(soup: BeautifulSoup) -> BeautifulSoup:
    """Write raised and lowered figures in characters of their own, in place: HTML keeps them apart by tags alone."""
    for element in soup.find_all(lambda element: bool(_alignment(element))):
        written = raised if _alignment(element) == "sup" else lowered
        words = element.get_text()
        if written(words) != words:
            linked = _link_of(element)
            place = linked or element
            if place.parent is not None:  # not gone with what stood around it
                place.replace_with(note_mark(words) if linked and written is raised else written(words))
    return soup


def _link_of(element: Tag) -> Tag | None:
    """Return the element with the link in or around it, by which a page itself calls it the mark of a note."""
    if element.parent is not None and element.parent.name == "a" and element.parent.get_text() == element.get_text():
        return element.parent
    return element if element.name == "a" or element.find("a", href=True) else None


def _alignment(element: Tag) -> str:
    style = str(element.get("style", ""))
    if aligned := _ALIGNED.search(style):
        return aligned[1].lower()
    refers = "noteref" in f"{element.get('epub:type', '')} {element.get('role', '')}"
    if refers or (_LIFTED.search(style) and _RELATIVE.search(style)):
        return "sup"
    return element.name if element.name in {"sub", "sup"} else ""
