"""HTML, through markitdown, once what a browser does not show is gone."""

from __future__ import annotations

from bs4 import BeautifulSoup
from markitdown.converters import HtmlConverter

from knowledge.formats.converted import Converted
from knowledge.formats.encoding import decode
from knowledge.formats.frontmatter import split_front_matter
from knowledge.formats.hidden import without_hidden
from knowledge.formats.html_layout import parsed
from knowledge.formats.html_tables import converted
from knowledge.formats.tables import tidy_tables
from knowledge.language.markdown import tidy


def read(data: bytes) -> Converted:
    """Read an HTML document. Raises DocumentUnreadable."""
    meta, text = split_front_matter(tidy(decode(data)))
    soup = parsed(text)
    title = soup.title.get_text(" ", strip=True) if soup.title else None
    return Converted(text=_markdown(soup), title=title, meta=meta)


def body_markdown(html: str) -> str:
    """Convert HTML that is part of something else to Markdown. Raises DocumentUnreadable."""
    return _markdown(parsed(html))


def _markdown(soup: BeautifulSoup) -> str:
    """Convert what is shown. Raises DocumentUnreadable."""
    return tidy_tables(converted(without_hidden(soup), _words))


def _words(html: str) -> str:
    """Convert HTML without tables. Raises RecursionError."""
    return HtmlConverter().convert_string(html, strict=True).markdown
