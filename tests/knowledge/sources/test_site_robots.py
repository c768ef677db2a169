"""What a site asks of robots is heeded, unless it is ours and we say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.domain import Reading
from knowledge.sources.site import site_origin
from knowledge.sources.site_robots import forbids_indexing
from tests.knowledge.sources.serving import Site, read, reasons

NOINDEX = b"<head><meta content='NOINDEX, follow' name=Robots></head><h1>Draft</h1><p>30 days.</p>"


def _named(reading: Reading) -> list[str]:
    return [document.id for document in reading.documents]


def test_what_robots_txt_closes_is_left_out_and_reported_together(tmp_path: Path, site: Site) -> None:
    """The longest rule decides, stars are understood, and what is for other robots is not for us."""
    site.pages["/robots.txt"] = (
        b"User-agent: *\nDisallow: /\nAllow: /handbook/\nDisallow: /handbook/*?print\n\n"
        b"User-agent: other\nDisallow: /handbook/"
    )
    for path in ("/handbook/leave", "/handbook/leave?print=1", "/private/pay"):
        site.page(path, "Page", path)
    site.sitemap("/handbook/leave", "/handbook/leave?print=1", "/private/pay")
    reading = read(tmp_path, site)

    assert ["handbook/leave"] == _named(reading)
    assert {"robots.txt"} == reasons(reading).keys()
    assert "2 pages" in reasons(reading)["robots.txt"]
    assert "robots = false" in reasons(reading)["robots.txt"]
    assert not any(path == "/private/pay" for path, _ in site.asked)


def test_a_page_that_leads_to_a_closed_one_is_left_out(tmp_path: Path, site: Site) -> None:
    """A redirect is no way round a rule."""
    site.pages["/robots.txt"] = b"User-agent: Frontdesk\nDisallow: /private/"
    site.page("/private/pay", "Pay", "x")
    site.page("/leave", "Leave", "x")
    site.moved["/pay"] = "/private/pay"
    site.sitemap("/pay", "/leave")
    reading = read(tmp_path, site)

    assert ["leave"] == _named(reading)
    assert "robots.txt" in reasons(reading)["pay"]


def test_a_page_that_asks_not_to_be_indexed_is_left_out(tmp_path: Path, site: Site) -> None:
    """By a meta element, or by a header, which files have, too."""
    site.pages["/meta/"] = NOINDEX
    site.page("/header/", "Header", "x")
    site.headers["/header/"] = {"X-Robots-Tag": "noindex"}
    site.page("/leave/", "Leave", "x")
    site.sitemap("/meta/", "/header/", "/leave/")
    reading = read(tmp_path, site)

    assert ["leave/"] == _named(reading)
    assert {"header/", "meta/"} == reasons(reading).keys()
    assert "noindex" in reasons(reading)["meta/"]


def test_a_site_of_ours_may_be_read_whatever_it_asks_of_search_engines(tmp_path: Path, site: Site) -> None:
    """A wiki inside a company mostly keeps all robots out."""
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /"
    site.pages["/meta/"] = NOINDEX
    site.sitemap("/meta/")
    reading = read(tmp_path, site, origin=site_origin(f"{site.url}/sitemap.xml", robots=False))

    assert ["meta/"] == _named(reading)
    assert () == reading.problems


@pytest.mark.parametrize(
    ("page", "headers", "expected"),
    [
        (b"", ["noindex"], True),
        (b"", ["none"], True),
        (b"", ["index, follow"], False),
        (b"", ["googlebot: noindex"], False),
        (b"", ["frontdesk: noindex, nofollow"], True),
        (b"", ["unavailable_after: 25 Jun 2027 15:00:00 PST"], False),
        (b'<meta name="robots" content="noindex,nofollow"/>', [], True),
        (b'<META CONTENT="none" NAME="frontdesk">', [], True),
        (b'<meta name="googlebot" content="noindex">', [], False),
        (b'<meta name="description" content="noindex is a word">', [], False),
        (b'<!-- <meta name="robots" content="noindex"> --><p>x</p>', [], False),
        (b'<meta name="robots" content="nofollow">', [], False),
    ],
)
def test_noindex_is_told_from_what_looks_like_it(page: bytes, headers: list[str], expected: bool) -> None:  # noqa: FBT001
    """It must be for all robots or for us, and no comment."""
    assert expected is forbids_indexing(page, headers)
