"""Pages of web sites: the text is kept whole, and what surrounds it is left out."""

from __future__ import annotations

import pytest

from knowledge.errors import DocumentUnreadable
from knowledge.formats import convert

NAV = "<header><nav><ul><li><a href='/'>Start</a></li><li><a href='/hr'>HR portal</a></li></ul></nav></header>"
COOKIES = "<div class='cookie-consent' role='dialog'><p>We use cookies to improve your experience.</p></div>"
FOOTER = "<footer><p>All rights reserved.</p></footer>"
TABLE = (
    "<table><tr><th rowspan='2'>Country</th><th colspan='2'>Rate</th></tr><tr><th>Day</th><th>Night</th></tr>"
    "<tr><td>France</td><td>41 EUR</td><td>99 EUR</td></tr></table>"
)


def _text(page: str) -> str:
    return convert("leave.site-page", page.encode()).text


def test_a_page_that_marks_its_text_is_believed() -> None:
    """What stands in its main element stays, short as it is, lists of links too; what is beside the text goes."""
    page = (
        f"<body>{NAV}{COOKIES}<main><nav>On this page</nav><h1>Forms<a href='#forms'>¶</a></h1>"
        f"<ul><li><a href='/f1'>Travel request</a></li></ul><aside><a>See also</a></aside></main>{FOOTER}</body>"
    )

    assert "# Forms\n\n* [Travel request](/f1)" == _text(page)


def test_menus_footers_and_banners_of_other_pages_are_left_out() -> None:
    """By what they are called, where the page does not say what its text is."""
    page = (
        f"<body>{NAV}{COOKIES}<div id='content'><h1>Leave</h1><p>It is 25 days from <time>1 May</time>.</p>"
        f"<ul><li>Ask first.</li></ul></div>{FOOTER}</body>"
    )

    assert "# Leave\n\nIt is 25 days from 1 May.\n\n* Ask first." == _text(page)


def test_a_chinese_page_keeps_its_text() -> None:
    """Words are not counted by their blanks."""
    page = (
        "<body><nav><a href='/'>首页</a><a href='/rs'>人事</a></nav><div class='cookie'>本网站使用 Cookie。</div>"
        "<div class='content'><h1>年假制度</h1><p>员工每年享有十五天年假。</p></div><footer>版权所有</footer></body>"
    )

    assert "# 年假制度\n\n员工每年享有十五天年假。" == _text(page)


@pytest.mark.parametrize("around", ["<main>{}</main>", "<div>{}</div>"])
def test_tables_are_read_as_in_any_html(around: str) -> None:
    """With all that spans several cells: only what is chosen is the extractor's."""
    page = f"<body>{NAV}{around.format('<h1>Rates</h1>' + TABLE)}{FOOTER}</body>"

    assert convert("rates.html", f"<body><h1>Rates</h1>{TABLE}</body>".encode()).text == _text(page)


def test_a_page_of_which_nothing_would_be_left_stays_whole() -> None:
    """A name that looks like a banner's is no reason to lose the only text."""
    legal = "<body><div class='legal'><h1>Terms</h1><p>Notice is 30 days.</p></div></body>"
    cookie = "<body><h1>Cookies</h1><div class='cookie'><p>We set one cookie.</p></div></body>"

    assert "# Terms\n\nNotice is 30 days." == _text(legal)
    assert "# Cookies\n\nWe set one cookie." == _text(cookie)


@pytest.mark.parametrize(
    "body",
    [
        "<noscript>Please enable JavaScript.</noscript><div id='root'></div><script src='a.js'></script>",
        "<div id='app'>加载中…</div><noscript>请启用 JavaScript</noscript><script>start()</script>",
        "<div class='spinner'>Loading, please wait</div><div id='x'></div><script src='a.js'></script>",
        "<script src='a.js'></script>",
    ],
)
def test_an_empty_page_that_scripts_would_fill_is_reported(body: str) -> None:
    """Its “Loading” is nobody's policy."""
    with pytest.raises(DocumentUnreadable, match="empty page without JavaScript"):
        _text(f"<html><head><title>Wiki</title></head><body>{body}</body></html>")


@pytest.mark.parametrize("text", ["<h1>Leave</h1><p>25 days.</p>", "<p>Leave is 25 days.</p>"])
def test_a_short_page_with_scripts_is_none(text: str) -> None:
    """Nearly every page counts its visitors."""
    assert "25 days." in _text(f"<body>{text}<script>count()</script></body>")


def test_what_is_hidden_on_a_page_stays_hidden() -> None:
    """As in a file."""
    page = "<body><main><h1>Leave</h1><p>25 days.</p><p style='display:none'>99 days.</p></main></body>"

    assert "# Leave\n\n25 days." == _text(page)


def test_a_note_beside_the_text_is_part_of_it() -> None:
    """HTML has the same elements for a note within a text and for what stands beside all of it."""
    page = (
        "<body><main><h1>Leave</h1><p>25 days.</p><aside>兼职员工：12天。</aside><article><p>Ask.</p><footer>Valid "
        "from May 2026.</footer></article></main></body>"
    )

    assert _text(page) == "# Leave\n\n25 days.\n\n兼职员工：12天。\n\nAsk.\n\nValid from May 2026."


@pytest.mark.parametrize("banner", ["<div id='onetrust-sdk'>", "<div class='b cookie-notice'>", "<div class=GDPR>"])
def test_a_banner_that_asks_for_consent_is_left_out(banner: str) -> None:
    """Of a short page it may be the longer part."""
    asks = f"{banner}<h2>Your privacy</h2><p>{'We and our partners store cookies on your device. ' * 9}</p></div>"

    assert (
        _text(f"<body>{asks}<div><h1>Bikes</h1><p>Up to 3,500 EUR.</p></div></body>") == "# Bikes\n\nUp to 3,500 EUR."
    )


def test_a_page_about_cookies_is_no_banner() -> None:
    """It has the page's heading."""
    page = "<body><div class='cookie-policy'><h1>Cookies</h1><p>Ours last 30 days.</p></div></body>"

    assert _text(page) == "# Cookies\n\nOurs last 30 days."


def test_a_wikis_link_to_edit_is_no_part_of_a_heading() -> None:
    """MediaWiki puts it there."""
    edit = "<span class='mw-editsection'>[<a href='/e'>edit</a>]</span>"

    assert _text(f"<body><main><h2>Meals{edit}</h2><p>30 EUR.</p></main></body>") == "## Meals\n\n30 EUR."
