"""Addresses of pages become names that people read, and lead back to the same address."""

from __future__ import annotations

import pytest

from knowledge.sources.site_addresses import address_of, format_name_of, is_same_site, name_of

SITE = "https://wiki.example.com"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "/"),
        ("/leave/", "leave/"),
        ("/a%20b", "a b"),
        ("/?p=12", "?p=12"),
        ("/q?x=%E8%AF%B7&y=a%2Fb", "q?x=%E8%AF%B7&y=a%2Fb"),
        ("/%E8%AF%B7%E5%81%87/", "请假/"),
        ("/50%25-off%3F%23", "50%25-off%3F%23"),
        ("/a%2Fb", "a%2Fb"),
        ("/%C7%EB", "%C7%EB"),
        ("/line%0Abreak", "line%0Abreak"),
    ],
)
def test_an_address_is_read_as_a_name_and_leads_back(path: str, name: str) -> None:
    """What would mean something else unescaped, or is no UTF-8, stays escaped."""
    assert name == name_of(SITE + path)
    assert SITE + path == address_of(f"{SITE}/sitemap.xml", name)


def test_one_site_is_one_host_and_port_however_it_is_written() -> None:
    """HTTP and HTTPS on their usual ports are one; another port or host is another site."""
    assert is_same_site("http://Wiki.example.com/a", "https://wiki.example.com:443/b")
    assert not is_same_site("https://wiki.example.com", "https://www.example.com")
    assert not is_same_site("https://wiki.example.com", "https://wiki.example.com:8443")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("/", "page.site-page"),
        ("leave/", "page.site-page"),
        ("v1.0", "page.site-page"),
        ("guide.html", "page.site-page"),
        ("show.aspx?file=a.pdf", "page.site-page"),
        ("forms/claim.pdf", "claim.pdf"),
        ("forms/claim.pdf?v=2", "claim.pdf"),
    ],
)
def test_what_is_no_document_by_its_suffix_is_a_page(name: str, expected: str) -> None:
    """A slash at the end or a query does not make it one."""
    assert expected == format_name_of(name)
