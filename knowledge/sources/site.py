"""A web site as a source: the pages that its sitemap names, on that host only."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

from knowledge.domain import Problem
from knowledge.errors import DocumentUnavailable, DocumentUnreadable, SourceUnreachable
from knowledge.formats import SITE_PAGE, supported
from knowledge.sources.origin import Entry, Fetched
from knowledge.sources.retry_after import RetryAfter
from knowledge.sources.site_addresses import address_of, format_name_of, is_same_site, name_of
from knowledge.sources.site_client import ALLOW, Page, PageRefused, SiteClient
from knowledge.sources.site_robots import AGENT, LARGEST_RULES, forbids_indexing
from knowledge.sources.site_standins import check_stand_in
from knowledge.sources.sitemap import Sitemap, parse_sitemap
from knowledge.sources.specification import SourceSpecification, Surroundings

if TYPE_CHECKING:
    from protego import Protego

_PAGES: Final = 50_000
"""Pages at most: what one sitemap may name."""
_SITEMAPS: Final = 200
_DAY: Final = len("2026-12-01")
_SHOWN: Final = 3
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_UNTOLD: Final = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})
"""Types by which a server says nothing: the address has to tell."""


@dataclass(frozen=True, slots=True)
class SiteOrigin:
    """The pages of a sitemap. A page's name is its path; its stamp the sitemap's date, else the server's own.

    ``robots`` is whether what the site asks of robots is heeded. Implements `knowledge.sources.origin.Origin`.
    """

    sitemap: str
    client: SiteClient = field(compare=False)
    robots: bool = True
    rules: list[Protego] = field(default_factory=list, compare=False)
    """The site's robots.txt, once it was read for a listing."""

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
        self._read_rules()
        pending, seen = [self.sitemap], set()
        pages: dict[str, Entry] = {}
        while pending:
            address = pending.pop()
            seen.add(address)
            found = self._sitemap(address, problems)
            here = {url: date for url, date in found.dates.items() if is_same_site(self.sitemap, url)}
            if len(here) < len(found.dates):
                problems.append(Problem(address, _elsewhere(found.dates.keys() - here.keys())))
            if found.kind == "sitemaps":
                pending += [url for url in here if url not in seen and url not in pending]
            else:
                pages |= {name_of(url): _entry(url, date) for url, date in here.items()}
            if len(pages) > _PAGES or len(seen) > _SITEMAPS:
                raise SourceUnreachable(
                    f"{self.sitemap} names more than {_PAGES:,} pages or {_SITEMAPS} sitemaps. Name a smaller one."
                )
        yield from self._allowed_of(pages, problems)

    def fetch(self, entry: Entry, known: str) -> Fetched | None:
        """Get a page, unless the server says that it is as it was.

        Raises DocumentUnreadable, DocumentUnavailable or SourceUnreachable.
        """
        tag, _, modified = known.partition("\n")
        conditions = {"If-None-Match": tag, "If-Modified-Since": modified} if "\n" in known else {}
        asked = {name: value for name, value in conditions.items() if value}
        page = self.client.get(self.link(entry.name), asked, self._allows)
        if page is None:
            return None
        is_page = _is_page(page, entry)
        if is_page:
            check_stand_in(page.data, self.link(entry.name), page.url)
        if self.robots and forbids_indexing(page.data if is_page else b"", list(page.robots)):
            raise DocumentUnreadable(f"The page asks not to be indexed (noindex). {ALLOW}")
        return Fetched(_as_utf_8(page), entry.stamp or page.validators, _format_name(page, entry))

    def link(self, name: str) -> str:
        """The page's own address."""
        return address_of(self.sitemap, name)

    def close(self) -> None:
        """Close the connections."""
        self.client.close()

    def _sitemap(self, address: str, problems: list[Problem]) -> Sitemap:
        """Read one sitemap. One of several that is gone is reported. Raises SourceUnreachable."""
        try:
            page = self.client.get(address, {}, lambda _: True)
        except PageRefused as error:
            raise SourceUnreachable(f"{address}: {error} Name the sitemap's address.") from error
        except DocumentUnavailable as error:
            raise SourceUnreachable(str(error)) from error
        except DocumentUnreadable as error:
            if address == self.sitemap:
                raise SourceUnreachable(f"{address}: {error} Name the sitemap's address.") from error
            problems.append(Problem(address, str(error)))
            return Sitemap("pages", {})
        return parse_sitemap(address, page.data if page else b"")

    def _read_rules(self) -> None:
        """Read the robots.txt; a site without one allows all (RFC 9309, 2.3.1.3), one that fails nothing (2.3.1.4).

        Raises SourceUnreachable.
        """
        from protego import Protego  # noqa: PLC0415 - only where such a source is configured

        self.rules.clear()
        if not self.robots:
            return
        page: Page | None = None
        try:
            with suppress(DocumentUnreadable):
                page = self.client.get(address_of(self.sitemap, "robots.txt"), {}, lambda _: True)
        except DocumentUnavailable as error:
            raise SourceUnreachable(f"{error} Until then nobody knows what it allows. {ALLOW}") from error
        if page:
            rules = Protego.parse(page.data[:LARGEST_RULES].decode("utf-8", errors="replace"))
            self.rules.append(rules)
            self.client.pause = rules.crawl_delay(AGENT) or 0.0

    def _allows(self, url: str) -> bool:
        return all(rules.can_fetch(url, AGENT) for rules in self.rules)

    def _allowed_of(self, pages: dict[str, Entry], problems: list[Problem]) -> Iterator[Entry]:
        """Yield the pages that robots may read, and report the others together: there may be thousands."""
        closed = [name for name in pages if not self._allows(self.link(name))]
        if closed:
            shown = ", ".join(closed[:_SHOWN]) + (", …" if len(closed) > _SHOWN else "")
            problems.append(
                Problem("robots.txt", f"It asks not to read {len(closed)} pages of the sitemap ({shown}). {ALLOW}")
            )
        yield from (entry for name, entry in pages.items() if name not in set(closed))


class SiteSpecification(SourceSpecification):
    """``kind = "site"``: ``location`` is the address of the sitemap."""

    kind: Literal["site"]
    robots: bool = True
    """Whether robots.txt and ``noindex`` are heeded; a company's own pages often keep search engines out."""

    def origin(self, around: Surroundings) -> SiteOrigin:
        """The site."""
        return site_origin(self.location, around.work / f"{self.name}.retry-after.json", robots=self.robots)

    def place(self, around: Surroundings) -> str:
        """The host, whichever sitemap names its pages."""
        return f"site:{urlsplit(self.location).netloc}"


def site_origin(sitemap: str, retry_after: Path | None = None, *, robots: bool = True) -> SiteOrigin:
    """Return the site of a sitemap; what it asks us to wait for is kept in the file ``retry_after``."""
    return SiteOrigin(sitemap, SiteClient(sitemap, RetryAfter(retry_after)), robots)


def _entry(url: str, date: str) -> Entry:
    name = name_of(url)
    return Entry(name, f"lastmod {date}" if _is_settled(date) else "", format_name_of(name))


def _is_page(page: Page, entry: Entry) -> bool:
    return page.content_type in _HTML or (page.content_type in _UNTOLD and entry.format_name.endswith(SITE_PAGE))


def _format_name(page: Page, entry: Entry) -> str:
    """Return what says how this is read. Raises DocumentUnreadable where nothing reads what the server calls it."""
    if _is_page(page, entry):
        return f"page{SITE_PAGE}"
    if page.content_type in _UNTOLD or not entry.format_name.endswith(SITE_PAGE):
        return entry.format_name
    suffix = mimetypes.guess_extension(page.content_type) or ""
    if not supported(suffix and f"document{suffix}"):
        raise DocumentUnreadable(
            f"The site calls it {page.content_type}, which is not read. Take it out of the sitemap."
        )
    return f"document{suffix}"


def _as_utf_8(page: Page) -> bytes:
    """Return a page in UTF-8 where the server says how it is written, which the page itself may not say."""
    if page.content_type not in _HTML or page.charset.lower() in {"", "utf-8", "utf8"}:
        return page.data
    try:
        return page.data.decode(page.charset).encode("utf-8-sig")
    except (LookupError, UnicodeDecodeError):
        return page.data  # it says so wrongly; the page's own bytes tell


def _elsewhere(addresses: set[str]) -> str:
    return f"It names pages of other hosts, which are left out, such as {min(addresses)}."


def _is_settled(date: str) -> bool:
    """Tell whether a page of this date would have another one after its next change: a day may hold two."""
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    return bool(date) and (len(date) > _DAY or date < yesterday)
