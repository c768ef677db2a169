"""Pages that a site gives in place of the one that was asked for: a login, or a page that says there is none."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

from knowledge.errors import DocumentUnreadable
from knowledge.formats.encoding import decode_markup
from knowledge.formats.hidden import without_hidden

SHORT: Final = 300
"""Letters and digits beside menus and forms, up to which a page may stand for another one; a policy has more."""

_PASSWORD: Final = re.compile(r"type\s*=\s*[\"']?password", re.IGNORECASE)
_LOGIN: Final = re.compile(r"/(?:log-?in|sign-?in|sso|saml|oauth2?|auth|anmelden)(?:[/.]|$)", re.IGNORECASE)
_HEADING: Final = re.compile(r"<(title|h1)\b[^>]*>(?P<words>.*?)</\1", re.IGNORECASE | re.DOTALL)
_MISSING: Final = re.compile(
    r"^\W*404\b|\berror\W{0,3}404\b|\bpage\b.{0,15}\b(?:not (?:be )?found|introuvable)|\bseite\b.{0,15}\bnicht gefunden"
    r"|[页頁]面?.{0,6}(?:不存在|找不到|未找到)|(?:找不到|未找到).{0,8}[页頁]",
    re.IGNORECASE | re.DOTALL,
)
_BESIDE: Final = ("nav", "header", "footer", "form", "title")


def check_stand_in(page: bytes, asked: str, reached: str) -> None:
    """Raise DocumentUnreadable where a page, reached from the address ``asked``, is another one than that.

    Behind a login, the page may be for fewer people now: it must not stay for all of ours.
    """
    if urlsplit(reached).path in {"", "/"} and urlsplit(asked).path not in {"", "/"}:
        raise DocumentUnreadable(
            "It leads to the home page, as pages do that are gone. Name the page itself in the sitemap, or take it out."
        )
    html = decode_markup(page)
    if _is_login(html, asked, reached):
        raise DocumentUnreadable(
            f"{asked} asks for a login. Let Frontdesk read it without one, or take it out of the sitemap."
        )
    if any(_MISSING.search(heading["words"]) for heading in _HEADING.finditer(html)) and _is_short(html):
        raise DocumentUnreadable("The page says that it is not there. Mend it, or take it out of the sitemap.")


def _is_login(html: str, asked: str, reached: str) -> bool:
    """Whether it asks for a password and says little else, or the address says that it leads back after a login."""
    secret = bool(_PASSWORD.search(html))
    led = urlsplit(reached).path != urlsplit(asked).path
    back = led and urlsplit(asked).path in unquote(urlsplit(reached).query)
    named = led and bool(_LOGIN.search(urlsplit(reached).path))
    return (secret and back) or ((secret or back or named) and _is_short(html))


def _is_short(html: str) -> bool:
    soup = without_hidden(BeautifulSoup(html, "html.parser"))
    for element in soup.find_all(_BESIDE):
        element.extract()
    return sum(map(str.isalnum, soup.get_text())) <= SHORT
