"""A page of a web site: HTML without the menus, footers and banners around its text.

A page that says what its text is (``<main>``) is believed. Of any other, Resiliparse's extractor of main content
decides what belongs to it; only the choice is its own, so that tables and what is hidden are read as in any HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString, Script, Stylesheet, TemplateString
from resiliparse.extract.html2text import extract_plain_text

from knowledge.errors import DocumentUnreadable
from knowledge.formats import html
from knowledge.formats.converted import Converted
from knowledge.formats.encoding import decode_markup
from knowledge.formats.frontmatter import split_front_matter
from knowledge.formats.hidden import NEVER_SHOWN, without_hidden
from knowledge.formats.html_layout import parsed
from knowledge.formats.html_styles import write_styles

SHELL: Final = 60
"""Letters and digits up to which what a page of scripts shows may be no more than “Loading, please wait”."""

_SURROUNDINGS: Final = ("nav", "aside", "footer", "[role=navigation]", "[role=contentinfo]", "[role=complementary]",
                        "[role=search]", "[role=dialog]", "[role=alertdialog]", "dialog:not([open])")  # fmt: skip
"""What HTML and ARIA themselves say is beside the text: https://www.w3.org/TR/wai-aria-1.2/#landmark_roles."""
_OWN_PARTS: Final = ("aside", "footer")
"""Also part a text itself: in one, a note or who approved it; only what mostly leads elsewhere is beside it there."""
_BANNER: Final = re.compile(r"cookie|consent|gdpr|onetrust", re.IGNORECASE)
"""What banners that ask for consent call themselves, from which no extractor tells a short page's text."""
_HEADING: Final = re.compile(r"h[1-6]")
_SAID: Final = re.compile(r"[^\W_]")
_MARK: Final = "\u2060{}\u2060"
"""Stands before each piece of text and its number, so that one knows which pieces the extractor left."""
_MARKED: Final = re.compile("\u2060(\\d+)\u2060")
_DEEPER: Final = "<body><div><div><div>{}</div></div></div></body>"
"""The extractor takes lists and footers near the top of a page for menus; short pages have nothing but a top."""


def read(data: bytes) -> Converted:
    """Read a page. Raises DocumentUnreadable, also where there is nothing in it before its scripts have run."""
    text = decode_markup(data)
    if split_front_matter(text)[0]:
        return html.read(data)  # rights may stand there
    soup = parsed(text)
    _refuse_shell(soup)
    write_styles(soup)
    without_hidden(soup)
    for anchor in soup.select(":is(h1, h2, h3, h4, h5, h6) :is(a, .mw-editsection)"):
        if not _SAID.search(anchor.get_text()) or anchor.name != "a":
            anchor.decompose()  # the sign that links a heading to itself, or a wiki's “edit”
    _keep_only_main(soup)
    return html.read(str(soup).encode())


def _keep_only_main(soup: BeautifulSoup) -> None:
    """Take out what is not the page's text; where that would leave nothing, all stays."""
    body = soup.body or soup
    main = [each for each in soup.select("main, [role=main]") if _SAID.search(each.get_text())]
    if len(main) == 1:
        text = main[0].extract()
        body.clear()
        body.append(text)
        beside = []
    else:
        beside = list(_left_out_of(body))
    beside += (each for each in body.select(", ".join(_SURROUNDINGS)) if _is_beside(each))
    beside += body.find_all(_is_banner)
    if _says_something(body, beside):
        for element in beside:
            element.decompose()


def _is_beside(element: Tag) -> bool:
    if element.name not in _OWN_PARTS or element.find_parent(("main", "article", "section")) is None:
        return not (element.name in _OWN_PARTS and element.find("h1"))
    linked = sum(len(_SAID.findall(link.get_text())) for link in element.find_all("a"))
    return 2 * linked >= len(_SAID.findall(element.get_text()))


def _is_banner(element: Tag) -> bool:
    named = (element.get("id"), *(element.get("class") or ()))
    called = any(_BANNER.search(str(name)) for name in named if name)
    return called and element.name not in {"html", "body", "main", "article"} and element.find("h1") is None


def _left_out_of(body: Tag) -> Iterator[Tag]:
    """Yield the elements of which the extractor leaves nothing, none inside of another."""
    pieces = _pieces(body)
    kept = _kept(body, pieces)
    holding = {id(above) for number, piece in enumerate(pieces) if number in kept for above in piece.parents}
    inside = {id(above) for piece in pieces for above in piece.parents}
    pending: list[PageElement] = list(body.children)
    while pending:
        element = pending.pop()
        if not isinstance(element, Tag) or id(element) not in inside:
            continue
        if id(element) in holding:
            pending += element.children
        elif not (element.find("h1") and _says_something(element, [])):
            yield element  # what holds the page's own heading and text is no banner, whatever it is called


def _kept(body: Tag, pieces: list[NavigableString]) -> set[int]:
    """Return the numbers of the pieces of text that the extractor leaves."""
    for number, piece in enumerate(pieces):
        pieces[number] = marked = NavigableString(f"{_MARK.format(number)}{piece}")
        piece.replace_with(marked)
    copy = BeautifulSoup(_DEEPER.format(body.decode_contents()), "html.parser")
    for date in copy.find_all("time"):
        date.unwrap()  # the extractor takes each for when a page was posted
    for folded in copy.select("[aria-expanded]"):
        del folded["aria-expanded"]  # a reader unfolds it
    left = extract_plain_text(str(copy), main_content=True, alt_texts=False)
    for number, piece in enumerate(pieces):
        pieces[number] = plain = NavigableString(_MARKED.sub("", piece))
        piece.replace_with(plain)
    return {int(number) for number in _MARKED.findall(left)}


def _says_something(body: Tag, without: list[Tag]) -> bool:
    """Tell whether there is text beside headings once these elements are gone."""
    gone = {id(element) for element in without}
    return any(
        not any(id(above) in gone or _HEADING.fullmatch(above.name) for above in piece.parents)
        for piece in _pieces(body)
    )


def _refuse_shell(soup: BeautifulSoup) -> None:
    """Raise DocumentUnreadable for a page that its scripts have yet to fill."""
    if not soup.find("script"):
        return
    body = soup.body or soup
    shown = [piece for piece in _pieces(body) if not any(above.name in _NEVER_READ for above in piece.parents)]
    said = sum(len(_SAID.findall(piece)) for piece in shown)
    structured = any(above.name in _FILLED for piece in shown for above in piece.parents)
    empty = any(not each.get_text(strip=True) for each in body.select("div[id]"))
    waits = (empty or soup.find("noscript", string=_SAID)) and said <= SHELL and not structured
    if waits or not said:
        raise DocumentUnreadable(
            "It is an empty page without JavaScript, which is not run here. Name a sitemap of pages that the server "
            "fills, or give the text as a file."
        )


def _pieces(body: Tag) -> list[NavigableString]:
    """Return the pieces of text that have a letter or a digit, no comments and no code."""
    return [piece for piece in body.find_all(string=_SAID) if not isinstance(piece, _NO_TEXT)]


_NO_TEXT: Final = (PreformattedString, Stylesheet, Script, TemplateString)
_NEVER_READ: Final = frozenset((*NEVER_SHOWN, "head"))
_FILLED: Final = frozenset({"h1", "h2", "h3", "td", "li"})
