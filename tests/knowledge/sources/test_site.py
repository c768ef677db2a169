"""A web site by its sitemap, served over the loopback by a real server."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from knowledge.errors import SourceUnreachable
from tests.knowledge.sources.serving import Site, read, reasons


def test_the_pages_of_a_sitemap_are_documents_named_by_path_and_linked_by_address(tmp_path: Path, site: Site) -> None:
    """A sitemap of sitemaps is followed, also where one is compressed."""
    site.page("/hr/leave", "Leave", "25 days.")
    site.page("/hr/%E8%AF%B7%E5%81%87?v=1", "请假", "二十五天。")
    site.sitemap("/hr/leave", name="/one.xml")
    site.sitemap("/hr/%E8%AF%B7%E5%81%87?v=1", name="/two.xml")
    site.pages["/two.xml.gz"] = gzip.compress(site.pages["/two.xml"])
    site.sitemap("/one.xml", "/two.xml.gz", "/one.xml", kind="sitemapindex")
    reading = read(tmp_path, site)

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
    read(tmp_path, site)
    site.asked.clear()
    again = read(tmp_path, site)
    asked = {path: status for path, status in site.asked if not path.endswith((".xml", ".txt"))}
    site.page("/asked", "Asked", "y")
    changed = read(tmp_path, site)

    assert {"/asked": 304} == asked
    assert ["# Asked\n\nx", "# Dated\n\nx"] == [document.text for document in again.documents]
    assert ["# Asked\n\ny", "# Dated\n\nx"] == [document.text for document in changed.documents]


def test_what_leads_away_or_is_missing_is_reported(tmp_path: Path, site: Site) -> None:
    """No other host is ever asked."""
    site.page("/here", "Here", "x")
    site.moved = {"/away": "http://other.example/", "/round": "/round", "/old": "/here"}
    site.sitemap("/here", "/old", "/away", "/round", "/gone", "http://other.example/page")
    reading = read(tmp_path, site)
    why = reasons(reading)

    assert ["here", "old"] == [document.id for document in reading.documents]
    assert "other host" in why["away"]
    assert "on and on" in why["round"]
    assert "404" in why["gone"]
    assert "other hosts, which are left out" in why[f"{site.url}/sitemap.xml"]


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
        read(tmp_path, site)


def test_addresses_that_end_in_a_slash_and_the_home_page_are_read(tmp_path: Path, site: Site) -> None:
    """MkDocs, Hugo, WordPress and Docusaurus write them so."""
    site.page("/", "Home", "Extension 100.")
    site.page("/leave/", "Leave", "25 days.")
    site.page("/请假/".encode().decode("latin-1"), "x", "x")
    site.page("/%E8%AF%B7%E5%81%87/", "请假", "二十五天。")
    site.page("/?p=12", "Travel", "180 EUR.")
    site.sitemap("/", "/leave/", "/leave/#carry-over", "/%E8%AF%B7%E5%81%87/", "/?p=12")
    reading = read(tmp_path, site)

    assert {
        "/": (f"{site.url}/", "# Home\n\nExtension 100."),
        "?p=12": (f"{site.url}/?p=12", "# Travel\n\n180 EUR."),
        "leave/": (f"{site.url}/leave/", "# Leave\n\n25 days."),
        "请假/": (f"{site.url}/%E8%AF%B7%E5%81%87/", "# 请假\n\n二十五天。"),
    } == {document.id: (document.url, document.text) for document in reading.documents}
    assert () == reading.problems


def test_a_sitemap_of_plain_text_and_relative_addresses_are_read(tmp_path: Path, site: Site) -> None:
    """The protocol allows an address a line, and generators write paths alone."""
    site.page("/leave/", "Leave", "25 days.")
    site.page("/travel", "Travel", "180 EUR.")
    site.pages["/sitemap.txt"] = f"\ufeff{site.url}/leave/\n\n{site.url}/travel\n".encode()
    site.pages["/sitemap.xml"] = b"\n<urlset><url><loc>/leave/</loc></url><url><loc>travel</loc></url></urlset>"

    assert ["leave/", "travel"] == [document.id for document in read(tmp_path, site, "/sitemap.txt").documents]
    assert ["leave/", "travel"] == [document.id for document in read(tmp_path, site).documents]


def test_one_of_several_sitemaps_that_is_gone_is_reported(tmp_path: Path, site: Site) -> None:
    """The pages of the others are read."""
    site.page("/leave", "Leave", "25 days.")
    site.sitemap("/leave", name="/one.xml")
    site.sitemap("/one.xml", "/gone.xml", kind="sitemapindex")
    reading = read(tmp_path, site)

    assert ["leave"] == [document.id for document in reading.documents]
    assert "404" in reasons(reading)[f"{site.url}/gone.xml"]


def test_a_sitemap_that_leads_to_another_host_says_where(tmp_path: Path, site: Site) -> None:
    """That host's sitemap is then the one to name."""
    site.moved = {"/sitemap.xml": "https://www.other.example/sitemap.xml"}

    with pytest.raises(SourceUnreachable, match=r"www\.other\.example.*Name the sitemap's address"):
        read(tmp_path, site)


def test_what_the_server_says_of_a_page_decides_how_it_is_read(tmp_path: Path, site: Site) -> None:
    """A table without a suffix, a page whose address looks like a file, a page in GBK that does not say so."""
    site.pages["/rates"] = b"Country,Rate\nFrance,41 EUR\n"
    site.headers["/rates"] = {"Content-Type": "text/csv"}
    site.page("/guide.md", "Guide", "Ask HR.")
    site.headers["/guide.md"] = {"Content-Type": "text/html"}
    site.pages["/zh/"] = "<h1>请假制度</h1><p>员工每年享有十五天年假。</p>".encode("gbk")
    site.headers["/zh/"] = {"Content-Type": "text/html; charset=gbk"}
    site.pages["/film"] = b"\x00\x01"
    site.headers["/film"] = {"Content-Type": "video/mp4"}
    site.sitemap("/rates", "/guide.md", "/zh/", "/film")
    reading = read(tmp_path, site)
    texts = {document.id: document.text for document in reading.documents}

    assert ["guide.md", "rates", "zh/"] == sorted(texts)
    assert "France" in texts["rates"]
    assert "# Guide\n\nAsk HR." == texts["guide.md"]
    assert "# 请假制度\n\n员工每年享有十五天年假。" == texts["zh/"]
    assert "video/mp4" in reasons(reading)["film"]
