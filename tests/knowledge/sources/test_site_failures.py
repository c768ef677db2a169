"""Pages that fail: each keeps what it had and is reported, and the rest is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.errors import SourceUnreachable
from knowledge.sources.retry_after import RetryAfter
from knowledge.sources.site import SiteOrigin, site_origin
from tests.knowledge.sources.serving import Site, read, reasons

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def _texts(tmp_path: Path, site: Site) -> dict[str, str]:
    return {document.id: document.text for document in read(tmp_path, site).documents}


@pytest.mark.parametrize("status", [400, 429, 500, 503, 0])
def test_a_page_that_fails_keeps_what_it_had_and_the_rest_is_read(tmp_path: Path, site: Site, status: int) -> None:
    """Also where the connection breaks. Once it answers again it is read again."""
    site.page("/broken", "Broken", "It was 1.")
    site.page("/leave", "Leave", "25 days.")
    site.sitemap("/broken", "/leave")
    read(tmp_path, site)
    site.page("/broken", "Broken", "It is 2.")
    site.page("/leave", "Leave", "26 days.")
    site.failing["/broken"] = status
    failed = read(tmp_path, site)
    site.failing.clear()

    assert ["# Broken\n\nIt was 1.", "# Leave\n\n26 days."] == [document.text for document in failed.documents]
    assert {"broken"} == reasons(failed).keys()
    assert reasons(failed)["broken"].endswith("Reload again. It stays as it was.")
    assert "# Broken\n\nIt is 2." == _texts(tmp_path, site)["broken"]


def test_a_page_that_fails_at_first_is_reported_and_the_rest_is_read(tmp_path: Path, site: Site) -> None:
    """Nothing is said of a text that it never had."""
    site.page("/leave/", "Leave", "25 days.")
    site.failing["/broken/"] = 500
    site.sitemap("/leave/", "/broken/")
    reading = read(tmp_path, site)

    assert ["leave/"] == [document.id for document in reading.documents]
    assert {"broken/": f"{site.url}/broken/ answered 500. Reload again."} == reasons(reading)


def test_a_site_on_which_nothing_answers_any_more_is_unreachable(tmp_path: Path, site: Site) -> None:
    """After three silent pages the others are not waited for: each would take half a minute."""
    for number in range(5):
        site.page(f"/{number}", "Page", str(number))
        site.failing[f"/{number}"] = 0
    site.sitemap(*(f"/{number}" for number in range(5)))

    with pytest.raises(SourceUnreachable, match="/2 could not be read"):
        read(tmp_path, site)


def _origin(site: Site, tmp_path: Path, now: datetime, slept: list[float]) -> SiteOrigin:
    origin = site_origin(f"{site.url}/sitemap.xml")
    waits = RetryAfter(tmp_path / "wiki.json", now=lambda: now)
    return replace(origin, client=replace(origin.client, retry_after=waits, sleep=slept.append))


@pytest.mark.parametrize("wait", ["3600", "Tue, 01 Dec 2026 13:00:00 GMT"])
def test_what_asks_to_wait_is_not_asked_again_before_that_in_the_next_reload_neither(
    tmp_path: Path, site: Site, wait: str
) -> None:
    """By seconds, or by a date."""
    site.page("/busy", "Busy", "x")
    site.sitemap("/busy")
    site.failing["/busy"] = 503
    site.headers["/busy"] = {"Retry-After": wait}
    read(tmp_path, site, origin=_origin(site, tmp_path, NOON, []))
    site.failing.clear()
    early = read(tmp_path, site, origin=_origin(site, tmp_path, NOON + timedelta(minutes=59), []))
    late = read(tmp_path, site, origin=_origin(site, tmp_path, NOON + timedelta(minutes=61), []))

    assert "left alone until 2026-12-01 13:00 UTC" in reasons(early)["busy"]
    assert ["# Busy\n\nx"] == [document.text for document in late.documents]
    assert [503, 200] == [status for path, status in site.asked if path == "/busy"]


def test_a_short_wait_is_waited_for_within_the_reload(tmp_path: Path, site: Site) -> None:
    """A site that takes so many pages a minute can still be read whole."""
    site.page("/busy", "Busy", "x")
    site.sitemap("/busy")
    site.failing["/busy"] = 429
    site.headers["/busy"] = {"Retry-After": "7"}
    slept: list[float] = []
    origin = _origin(site, tmp_path, NOON, slept)

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        site.failing.clear()

    reading = read(tmp_path, site, origin=replace(origin, client=replace(origin.client, sleep=sleep)))

    assert [7.0] == slept
    assert ["# Busy\n\nx"] == [document.text for document in reading.documents]


def test_the_waiting_of_a_reload_has_an_end(tmp_path: Path, site: Site) -> None:
    """Ten minutes; a site that always says to wait does not hold a reload for ever."""
    site.sitemap("/busy")
    site.failing["/busy"] = 429
    site.headers["/busy"] = {"Retry-After": "30"}
    slept: list[float] = []
    reading = read(tmp_path, site, origin=_origin(site, tmp_path, NOON, slept))

    assert [30.0] * 20 == slept
    assert "answered 429" in reasons(reading)["busy"]
