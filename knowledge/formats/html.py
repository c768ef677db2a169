"""HTML, through markitdown, once what a browser does not show is gone."""

from __future__ import annotations

from bs4 import BeautifulSoup
from markitdown.converters import HtmlConverter

from knowledge.errors import DocumentUnreadable
from knowledge.formats.converted import Converted
from knowledge.formats.encoding import decode
from knowledge.formats.frontmatter import split_front_matter
from knowledge.formats.hidden import without_hidden
from knowledge.formats.tables import tidy_tables
from knowledge.markup import tidy


def read(data: bytes) -> Converted:
    """Read an HTML document. Raises DocumentUnreadable."""
    meta, text = split_front_matter(tidy(decode(data)))
    soup = BeautifulSoup(text, "html.parser")
    title = soup.title.get_text(" ", strip=True) if soup.title else None
    return Converted(text=to_markdown(str(without_hidden(soup))), title=title, meta=meta)


def to_markdown(html: str) -> str:
    """Convert HTML to Markdown. Raises DocumentUnreadable where its elements nest too deep to walk."""
    try:
        markdown = HtmlConverter().convert_string(html, strict=True).markdown
    except RecursionError:
        raise DocumentUnreadable("Its HTML nests too deep to be converted. Simplify the page.") from None
    return tidy_tables(markdown)
