"""What a site asks of robots: ``robots.txt`` (RFC 9309), and ``noindex`` in a page or its header.

https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag says how the latter are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

AGENT: Final = "Frontdesk"
"""What we are called, in robots.txt and in the header of each request."""

LARGEST_RULES: Final = 500 * 1024
"""Bytes of a robots.txt that are read (RFC 9309, 2.5)."""

_NOINDEX: Final = frozenset({"noindex", "none"})
_FOR_US: Final = frozenset({"robots", AGENT.lower()})
_COMMENT: Final = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META: Final = re.compile(rb"<meta\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(rb"""\b(name|content)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def forbids_indexing(page: bytes, headers: list[str]) -> bool:
    """Tell whether a page, or one of its ``X-Robots-Tag`` headers, asks to be left out of an index."""
    asked = [(_whom(header), header) for header in headers] + list(_stated(page))
    return any(whom in _FOR_US and not _NOINDEX.isdisjoint(_words(said)) for whom, said in asked)


def _whom(header: str) -> str:
    """Return whom a header speaks to: ``googlebot: noindex`` is for that one only."""
    whom, colon, _ = header.partition(":")
    return whom.strip().lower() if colon and "," not in whom and whom.strip().lower() not in _DATED else "robots"


def _stated(page: bytes) -> Iterator[tuple[str, str]]:
    """Yield whom each of a page's meta elements speaks to, and what it says."""
    for meta in _META.finditer(_COMMENT.sub(b"", page)):
        found = {each[1].lower(): each[2] or each[3] or each[4] or b"" for each in _ATTRIBUTE.finditer(meta[0])}
        yield found.get(b"name", b"").decode("latin-1").strip().lower(), found.get(b"content", b"").decode("latin-1")


def _words(said: str) -> set[str]:
    return set(re.split(r"[\s,:]+", said.lower()))


_DATED: Final = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
"""Directives that have a colon of their own."""
