"""A small web site, served over the loopback by a real server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from knowledge.domain import Reading
from knowledge.sources.library import Library
from knowledge.sources.reader import SourceReader
from knowledge.sources.site import SiteOrigin, site_origin

PAGE = "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"


@dataclass
class Site:
    """Pages by path; each has an ETag that is its content's. ``asked`` has what was answered with which status.

    ``failing`` are paths with the status that they answer, 0 for none at all; ``headers`` are those of a path.
    """

    url: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    failing: dict[str, int] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
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
            status = site.failing.get(self.path, status)
            if status == 200 and self.headers["If-None-Match"] == tag:
                status = 304
            site.asked.append((self.path, status))
            if not status:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in site.headers.get(self.path, {}).items():
                self.send_header(name, value)
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


@contextmanager
def served() -> Iterator[Site]:
    """A running server without pages."""
    site = Site()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(site)) as server:
        site.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield site
        server.shutdown()
        thread.join()


def read(tmp_path: Path, site: Site, sitemap: str = "/sitemap.xml", *, origin: SiteOrigin | None = None) -> Reading:
    """What the site gives, remembered in ``tmp_path`` from one call to the next."""
    reader = SourceReader("wiki", origin or site_origin(site.url + sitemap))
    return Library([reader], tmp_path / "records.db").read(lambda _done, _total: None)


def reasons(reading: Reading) -> dict[str, str]:
    """Why what could not be used could not, by its name."""
    return {problem.document: problem.reason for problem in reading.problems}
