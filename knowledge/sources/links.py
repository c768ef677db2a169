"""Links that open a document at a heading."""

from __future__ import annotations

import re
from urllib.parse import quote


def document_link(template: str, document: str) -> str:
    """Fill ``{path}`` of a link template with the quoted id; ``{anchor}`` stays for the passages."""
    return template.replace("{path}", quote(document))


def passage_link(url: str, anchor: str) -> str:
    """Fill ``{anchor}``; where a passage has no heading, the ``#`` before it goes too."""
    return url.replace("{anchor}", quote(anchor)) if anchor else url.replace("#{anchor}", "").replace("{anchor}", "")


def slug(heading: str) -> str:
    """Return GitHub's anchor for a heading: lower case, without punctuation, hyphens for blanks."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
