"""Links that open a document at a heading."""

from __future__ import annotations

import re
from urllib.parse import quote


def document_link(template: str, document: str) -> str:
    """Fill ``{path}`` of a link template with the quoted id; ``{anchor}`` stays for the passages."""
    return template.replace("{path}", quote(document))


def passage_link(url: str, anchor: str, page: int | None = None) -> str:
    """Fill ``{anchor}``; where a passage has no heading, the ``#`` before it goes too.

    A link to a PDF that is left without an anchor opens it at its page.
    """
    link = url.replace("{anchor}", quote(anchor)) if anchor else url.replace("#{anchor}", "").replace("{anchor}", "")
    return f"{link}#page={page}" if page and link.lower().endswith(".pdf") else link


def slug(heading: str) -> str:
    """Return GitHub's anchor for a heading: lower case, without punctuation, hyphens for blanks."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
