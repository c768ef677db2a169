"""Addresses of a site's pages <-> the names of their documents: the path as people read it, without its first slash."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urlsplit

from knowledge.formats import SITE_PAGE, supported

HOME: Final = "/"
"""Name of the page at the root, whose path without its first slash is empty."""

_PORTS: Final = {"http": 80, "https": 443}
_ESCAPE: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_OF_ADDRESSES: Final = frozenset("%/?#")
"""What would say something else of an address if it stood there unescaped."""
_PAGES: Final = frozenset({".htm", ".html"})


def name_of(address: str) -> str:
    """Return the document's name of a page; a slash at its end and the query belong to it, an anchor does not."""
    parts = urlsplit(address)
    path = _ESCAPE.sub(_readable, parts.path.removeprefix("/"))
    return f"{path}?{parts.query}" if parts.query else path or HOME


def address_of(site: str, name: str) -> str:
    """Return the address of the page of this name, on the site that the address ``site`` lies on."""
    parts = urlsplit(site)
    path, mark, query = ("" if name == HOME else name).partition("?")
    return f"{parts.scheme}://{parts.netloc}/{quote(path, safe='/%=&;,:@+~!$()*')}{mark}{quote(query, safe=_QUERY)}"


def is_same_site(one: str, other: str) -> bool:
    """Tell whether two addresses lie on one host and port; of the usual ports HTTP and HTTPS are one."""
    return _place(urlsplit(one)) == _place(urlsplit(other))


def format_name_of(name: str) -> str:
    """Return what says how a page is read: documents by their suffix, all else as a page, `leave/` and the home too."""
    path = PurePosixPath(name.partition("?")[0])
    is_document = supported(path.name) and path.suffix.lower() not in _PAGES
    return path.name if is_document else f"page{SITE_PAGE}"


def _readable(escape: re.Match[str]) -> str:
    """Return what is escaped, where it is readable and means the same unescaped."""
    try:
        text = unquote(escape[0], errors="strict")
    except UnicodeDecodeError:
        return escape[0]
    return "".join(quote(each, safe="") if each in _OF_ADDRESSES or not each.isprintable() else each for each in text)


def _place(parts: SplitResult) -> tuple[str | None, int | str | None]:
    port = parts.port or _PORTS.get(parts.scheme)
    return parts.hostname, "usual" if port == _PORTS.get(parts.scheme) else port


_QUERY: Final = "/?%=&;,:@+~!$'()*[]|"
