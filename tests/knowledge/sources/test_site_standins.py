"""Pages that a site gives in place of another one, and what it refuses: neither replaces what was there."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import DocumentUnreadable, SourceUnreachable
from knowledge.sources.origin import Entry
from knowledge.sources.site import site_origin
from knowledge.sources.site_client import SiteClient
from knowledge.sources.site_standins import SHORT, check_stand_in
from tests.knowledge.sources.serving import Site, read, reasons

ASKED = "https://wiki.example/hr/leave"
LOGIN = "<h1>Sign in</h1><form><input name=u><input type='password'></form>"
POLICY = f"<h1>Leave</h1><p>{'Everybody has 25 days. ' * (SHORT // 10)}</p>"


@pytest.mark.parametrize(
    ("page", "reached"),
    [
        (LOGIN, ASKED),
        (LOGIN, "https://wiki.example/account"),
        (f"{POLICY}{LOGIN}", "https://wiki.example/account?next=%2Fhr%2Fleave"),
        ("<h1>登录</h1><a>企业微信</a>", "https://wiki.example/login"),
        ("<h1>Welcome</h1>", "https://wiki.example/welcome?returnUrl=/hr/leave"),
    ],
)
def test_a_login_is_no_page_and_the_page_is_still_there(page: str, reached: str) -> None:
    """It asks for a password, or its address says that it leads back."""
    with pytest.raises(DocumentUnreadable, match="asks for a login"):
        check_stand_in(page.encode(), ASKED, reached)


@pytest.mark.parametrize(
    ("page", "reached"),
    [
        ("<title>404 - Acme</title><p>Sorry.</p>", ASKED),
        ("<h1>Page not found</h1>", ASKED),
        ("<meta charset=gb2312><h1>您访问的页面不存在</h1>", ASKED),
        ("<h1>Diese Seite wurde nicht gefunden</h1>", ASKED),
        (POLICY, "https://wiki.example/"),
    ],
)
def test_a_page_that_is_gone_is_gone_whatever_the_server_answers(page: str, reached: str) -> None:
    """Some answer 200, some lead to the home page."""
    with pytest.raises(DocumentUnreadable, match=r"out of the sitemap|take it out"):
        check_stand_in(page.encode("gb2312") if "gb2312" in page else page.encode(), ASKED, reached)


@pytest.mark.parametrize(
    ("page", "asked", "reached"),
    [
        (POLICY, ASKED, f"{ASKED}/"),
        (f"{POLICY}{LOGIN}", ASKED, ASKED),
        (f"<h1>Badge not found?</h1>{POLICY}", ASKED, ASKED),
        ("<h1>Form 404</h1><p>Hand it in by May.</p>", ASKED, ASKED),
        (f"<h1>What error 404 means</h1>{POLICY}", ASKED, ASKED),
        ("<h1>Login</h1><p>Use your badge.</p>", "https://wiki.example/login", "https://wiki.example/login"),
        ("<p>Ask HR.</p>", "https://wiki.example/", "https://wiki.example/"),
        ("<p>Ask HR.</p>", ASKED, "https://wiki.example/people/leave"),
    ],
)
def test_what_only_looks_like_one_is_a_page(page: str, asked: str, reached: str) -> None:
    """Logins in the margin, policies about logins, pages that moved, short ones."""
    check_stand_in(page.encode(), asked, reached)


def test_a_login_does_not_replace_what_was_there(tmp_path: Path, site: Site) -> None:
    """The page goes, as it may be for fewer people now, and that is reported."""
    site.page("/leave", "Leave", "25 days.")
    site.page("/travel", "Travel", "By train.")
    site.sitemap("/leave", "/travel")
    read(tmp_path, site)
    site.moved["/leave"] = "/login?next=/leave"
    site.pages["/login?next=/leave"] = LOGIN.encode()
    reading = read(tmp_path, site)

    assert ["# Travel\n\nBy train."] == [document.text for document in reading.documents]
    assert "asks for a login" in reasons(reading)["leave"]


@pytest.mark.parametrize(("path", "status"), [("/leave", 401), ("/leave", 403), ("/away", 302)])
def test_a_page_that_is_refused_or_leads_away_is_not_for_us(site: Site, path: str, status: int) -> None:
    """Logins of other hosts answer so."""
    site.moved["/away"] = "https://login.example/"
    site.failing["/leave"] = 401 if status == 302 else status
    origin = site_origin(f"{site.url}/sitemap.xml")

    with pytest.raises(DocumentUnreadable):
        origin.fetch(Entry(path[1:], "", "page.html"), "")


@pytest.mark.parametrize(("status", "read_all"), [(404, True), (401, True), (403, True), (500, False), (429, False)])
def test_a_robots_txt_that_fails_allows_nothing_and_one_that_is_refused_all(
    site: Site,
    status: int,
    read_all: bool,  # noqa: FBT001
) -> None:
    """RFC 9309, 2.3.1.3 and 2.3.1.4; what was read before is kept."""
    site.failing["/robots.txt"] = status
    site.sitemap("/leave")
    origin = site_origin(f"{site.url}/sitemap.xml")

    if read_all:
        assert ["leave"] == [entry.name for entry in origin.entries([])]
    else:
        with pytest.raises(SourceUnreachable, match="robots = false"):
            list(origin.entries([]))


def test_a_site_that_asks_for_time_between_its_pages_gets_it(site: Site) -> None:
    """But not more than five seconds."""
    site.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 60"
    site.page("/leave", "Leave", "25 days.")
    site.sitemap("/leave")
    slept: list[float] = []
    origin = site_origin(f"{site.url}/sitemap.xml")
    origin.client.sleep = slept.append
    list(origin.entries([]))
    origin.fetch(Entry("leave", "", "page.html"), "")

    assert isinstance(origin.client, SiteClient)
    assert [5.0, 5.0] == slept
