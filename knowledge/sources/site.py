"""A web site as a source: the pages that its sitemap names, on that host only."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, unquote, urlsplit

from knowledge.domain import Problem
from knowledge.errors import DocumentUnreadable, SourceUnreachable
from knowledge.formats import LARGEST, supported
from knowledge.sources.origin import Entry, Fetched
from knowledge.sources.specification import SourceSpecification, Surroundings

if TYPE_CHECKING:
    import httpx

_PAGES = 50_000
"""Pages at most: what one sitemap may name."""
_SITEMAPS = 200
_SECONDS = 30
_REDIRECTS = 5
_NO_SUCH_PAGE = frozenset({401, 403, 404, 410, 451})
_DAY = len("2026-12-01")


@dataclass(frozen=True, slots=True)
class SiteOrigin:
    """The pages of a sitemap. A page's name is its path; its stamp the sitemap's date, else the server's own.

    Implements `knowledge.sources.origin.Origin`.
    """

    sitemap: str
    clients: list[httpx.Client] = field(default_factory=list, compare=False)
    """The one client, once it is needed."""

    @property
    def kind(self) -> str:
        """The kind's name."""
        return "site"

    @property
    def location(self) -> str:
        """The sitemap's address."""
        return self.sitemap

    def entries(self, problems: list[Problem]) -> Iterator[Entry]:
        """List the pages of the sitemap and of those that it names. Raises SourceUnreachable."""
        pending, seen = [self.sitemap], set()
        pages: dict[str, Entry] = {}
        while pending:
            address = pending.pop()
            seen.add(address)
            kind, located = _parsed(address, self._get(address, {}))
            inside = {url: date for url, date in located if self._is_here(url)}
            if len(inside) < len(located):
                problems.append(Problem(address, "It names pages of other hosts, which are left out."))
            if kind == "sitemapindex":
                pending += [url for url in inside if url not in seen and url not in pending]
            else:
                pages.update((entry.name, entry) for entry in (self._entry(url, inside[url]) for url in inside))
            if len(pages) > _PAGES or len(seen) > _SITEMAPS:
                raise SourceUnreachable(
                    f"{self.sitemap} names more than {_PAGES:,} pages or {_SITEMAPS} sitemaps. Name a smaller one."
                )
        yield from pages.values()

    def fetch(self, entry: Entry, known: str) -> Fetched | None:
        """Get a page, unless the server says that it is as it was. Raises DocumentUnreadable or SourceUnreachable."""
        tag, _, modified = known.partition("\n")
        conditions = {"If-None-Match": tag, "If-Modified-Since": modified} if "\n" in known else {}
        page = self._get(self.link(entry.name), {name: value for name, value in conditions.items() if value})
        return None if page is None else Fetched(page.data, entry.stamp or page.stamp)

    def link(self, name: str) -> str:
        """The page's own address."""
        parts = urlsplit(self.sitemap)
        return f"{parts.scheme}://{parts.netloc}/{quote(name, safe='/?=&;,:@+~')}"

    def _entry(self, url: str, date: str) -> Entry:
        parts = urlsplit(url)
        path = unquote(parts.path).lstrip("/")
        name = f"{path}?{parts.query}" if parts.query else path
        is_document = supported(path) and PurePosixPath(path).suffix.lower() not in {".htm", ".html"}
        return Entry(name, f"lastmod {date}" if _is_settled(date) else "", path if is_document else f"{path}.html")

    def _is_here(self, url: str) -> bool:
        mine, other = urlsplit(self.sitemap), urlsplit(url)
        return (mine.scheme, mine.netloc) == (other.scheme, other.netloc)

    def close(self) -> None:
        """Close the connections."""
        while self.clients:
            self.clients.pop().close()

    def _get(self, url: str, headers: dict[str, str]) -> Fetched | None:
        """Get one address, following no redirect to another host; None where it is as the headers know it.

        The stamp is made of what the server gives for asking again. Raises DocumentUnreadable or SourceUnreachable.
        """
        import httpx  # noqa: PLC0415 - only where such a source is configured

        if not self.clients:
            self.clients.append(httpx.Client(timeout=_SECONDS, headers={"User-Agent": "Frontdesk"}))
        try:
            for _ in range(_REDIRECTS):
                with self.clients[0].stream("GET", url, headers=headers) as answer:
                    if answer.next_request is None:
                        return self._content(answer, url)
                    url = str(answer.next_request.url)
                if not self._is_here(url):
                    raise DocumentUnreadable(f"It leads to another host: {url}.")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SourceUnreachable(f"{url} could not be read ({type(error).__name__}). Reload again.") from error
        raise DocumentUnreadable("It leads on and on. Mend its redirects.")

    def _content(self, answer: httpx.Response, url: str) -> Fetched | None:
        if answer.status_code == HTTPStatus.NOT_MODIFIED:
            return None
        if answer.status_code in _NO_SUCH_PAGE and url != self.sitemap:
            raise DocumentUnreadable(
                f"The site answers {answer.status_code}. Mend the page, or take it out of the sitemap."
            )
        if answer.is_error:
            raise SourceUnreachable(f"{url} answered {answer.status_code}. Reload again.")
        data = bytearray()
        for piece in answer.iter_bytes():
            data += piece
            if len(data) > LARGEST:
                break  # what is too large is refused by its length
        validators = f"{answer.headers.get('etag', '')}\n{answer.headers.get('last-modified', '')}"
        return Fetched(bytes(data[: LARGEST + 1]), validators if validators.strip() else "")


class SiteSpecification(SourceSpecification):
    """``kind = "site"``: ``location`` is the address of the sitemap."""

    kind: Literal["site"]

    def origin(self, around: Surroundings) -> SiteOrigin:
        """The site."""
        return SiteOrigin(self.location)

    def place(self, around: Surroundings) -> str:
        """The host, whichever sitemap names its pages."""
        return f"site:{urlsplit(self.location).netloc}"


def _parsed(address: str, fetched: Fetched | None) -> tuple[str, list[tuple[str, str]]]:
    """Return the kind of a sitemap, and the addresses in it with their dates. Raises SourceUnreachable."""
    from defusedxml import ElementTree  # noqa: PLC0415 - only where such a source is configured

    try:
        root = ElementTree.fromstring(_unpacked(fetched.data if fetched else b""))
    except (ElementTree.ParseError, ValueError, OSError, EOFError) as error:
        raise SourceUnreachable(
            f"{address} is no sitemap ({type(error).__name__}). Name the sitemap's address."
        ) from None
    located = [{_tag(part.tag): (part.text or "").strip() for part in item} for item in root]
    return _tag(root.tag), [(item["loc"], item.get("lastmod", "")) for item in located if item.get("loc")]


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    with gzip.open(io.BytesIO(data)) as stream:
        return stream.read(LARGEST)


def _tag(name: object) -> str:
    return str(name).rpartition("}")[2]


def _is_settled(date: str) -> bool:
    """Tell whether a page of this date would have another one after its next change: a day may hold two."""
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    return bool(date) and (len(date) > _DAY or date < yesterday)
