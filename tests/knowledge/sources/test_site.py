"""A web site by its sitemap, served over the loopback by a real server."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from knowledge.domain import Reading
from knowledge.errors import SourceUnreachable
from knowledge.sources.library import Library
from knowledge.sources.reader import SourceReader
from knowledge.sources.site import SiteOrigin

PAGE = "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"


@dataclass
class Site:
    """Pages by path; each has an ETag that is its content's. ``asked`` has what was answered with which status."""

    url: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)

    def page(self, path: str, title: str, text: str) -> None:
        """Put a page there."""
        self.pages[path] = PAGE.format(title=title, text=text).encode()

    def sitemap(self, *locations: str, name: str = "/sitemap.xml", kind: str = "urlset", date: str = "") -> None:
        """Put a sitemap there; locations are paths, or whole addresses."""
        tag = "url" if kind == "urlset" else "sitemap"
        dated = f"<lastmod>{date}</lastmod>" if date else ""
        urls = (where if "://" in where else self.url + where for where in locations)
        items = "".join(f"<{tag}><loc>{url}</loc>{dated}</{tag}>" for url in urls)
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        self.pages[name] = f'<?xml version="1.0"?><{kind} xmlns="{space}">{items}</{kind}>'.encode()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = site.pages.get(self.path)
            tag = f'"{hash(content)}"'
            status = 302 if self.path in site.moved else 404 if content is None else 200
            if status == 200 and self.headers["If-None-Match"] == tag:
                status = 304
            site.asked.append((self.path, status))
            self.send_response(status)
            self.send_header("ETag", tag)
            if status == 302:
                self.send_header("Location", site.moved[self.path])
            body = content if status == 200 and content else b""
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    return Handler


@pytest.fixture
def site() -> Iterator[Site]:
    """A running server without pages."""
    site = Site()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(site)) as server:
        site.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield site
        server.shutdown()
        thread.join()


def _read(tmp_path: Path, site: Site, sitemap: str = "/sitemap.xml") -> Reading:
    reader = SourceReader("wiki", SiteOrigin(site.url + sitemap))
    return Library([reader], tmp_path / "records.db").read(lambda _done, _total: None)


def test_the_pages_of_a_sitemap_are_documents_named_by_path_and_linked_by_address(tmp_path: Path, site: Site) -> None:
    """A sitemap of sitemaps is followed, also where one is compressed."""
    site.page("/hr/leave", "Leave", "25 days.")
    site.page("/hr/%E8%AF%B7%E5%81%87?v=1", "请假", "二十五天。")
    site.sitemap("/hr/leave", name="/one.xml")
    site.sitemap("/hr/%E8%AF%B7%E5%81%87?v=1", name="/two.xml")
    site.pages["/two.xml.gz"] = gzip.compress(site.pages["/two.xml"])
    site.sitemap("/one.xml", "/two.xml.gz", "/one.xml", kind="sitemapindex")
    reading = _read(tmp_path, site)

    assert {
        "hr/leave": (f"{site.url}/hr/leave", "# Leave\n\n25 days."),
        "hr/请假?v=1": (f"{site.url}/hr/%E8%AF%B7%E5%81%87?v=1", "# 请假\n\n二十五天。"),
    } == {document.id: (document.url, document.text) for document in reading.documents}


def test_a_page_that_did_not_change_is_not_sent_again(tmp_path: Path, site: Site) -> None:
    """The server is asked whether it did; a date in the sitemap spares even that."""
    site.page("/asked", "Asked", "x")
    site.page("/dated", "Dated", "x")
    site.sitemap("/asked", name="/one.xml")
    site.sitemap("/dated", name="/two.xml", date="2026-01-01")
    site.sitemap("/one.xml", "/two.xml", kind="sitemapindex")
    _read(tmp_path, site)
    site.asked.clear()
    again = _read(tmp_path, site)
    asked = {path: status for path, status in site.asked if not path.endswith(".xml")}
    site.page("/asked", "Asked", "y")
    changed = _read(tmp_path, site)

    assert {"/asked": 304} == asked
    assert ["# Asked\n\nx", "# Dated\n\nx"] == [document.text for document in again.documents]
    assert ["# Asked\n\ny", "# Dated\n\nx"] == [document.text for document in changed.documents]


def test_what_leads_away_or_is_missing_is_reported(tmp_path: Path, site: Site) -> None:
    """No other host is ever asked."""
    site.page("/here", "Here", "x")
    site.moved = {"/away": "http://other.example/", "/round": "/round", "/old": "/here"}
    site.sitemap("/here", "/old", "/away", "/round", "/gone", "http://other.example/page")
    reading = _read(tmp_path, site)
    reasons = {problem.document: problem.reason for problem in reading.problems}

    assert ["here", "old"] == [document.id for document in reading.documents]
    assert "other host" in reasons["away"]
    assert "on and on" in reasons["round"]
    assert "404" in reasons["gone"]
    assert "other hosts, which are left out" in reasons[f"{site.url}/sitemap.xml"]


@pytest.mark.parametrize(
    "content",
    [
        b"<html>no sitemap",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><urlset>&a;</urlset>',
        b"\x1f\x8bgarbage",
        None,
    ],
)
def test_what_is_no_sitemap_is_said(tmp_path: Path, site: Site, content: bytes | None) -> None:
    """A page, one with entities that swell, a torn archive, nothing."""
    if content is not None:
        site.pages["/sitemap.xml"] = content

    with pytest.raises(SourceUnreachable, match=r"sitemap\.xml"):
        _read(tmp_path, site)
