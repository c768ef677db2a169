"""Headings and lists of a page as a browser shows them: a heading by its role or within an item, numbers as counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bs4 import BeautifulSoup, Tag

from knowledge.formats.numerals import numeral

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_FORMS: Final[Mapping[str, str]] = {
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
}
"""How HTML's ``type`` and CSS's ``list-style-type`` call what `numeral` knows."""
_STYLE: Final = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(?P<form>none|[a-z]+-[a-z-]+)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\s*[+-]?\d{1,9}\s*")
_COUNTED: Final = re.compile(r"[\d第(（]")


def write_blocks(soup: BeautifulSoup) -> None:
    """Make them plain headings, paragraphs and lists, in place, so that any converter reads them."""
    for element in soup.select("[role=heading]"):
        level = str(element.get("aria-level", "2"))
        if element.name not in _HEADINGS and level in "123456":
            element.name = f"h{level}"
    for listed in reversed(soup.find_all(("ol", "ul"))):  # those within others first
        _write_list(soup, listed)


def _write_list(soup: BeautifulSoup, listed: Tag) -> None:
    items = listed.find_all("li", recursive=False)
    form = _form(listed)
    numbers = list(_numbers(listed, items))
    if any(_heading_of(item) for item in items) or form not in {"", "decimal"}:
        for item, number in zip(items, numbers, strict=True):
            _unfold(item, _label(number, form))
        listed.name = "div"
    elif form:
        _begin_anew(soup, listed, items, numbers)


def _form(listed: Tag) -> str:
    """Return how a list counts; nothing where it does not."""
    style = _STYLE.search(str(listed.get("style", "")))
    named = style["form"].lower() if style else str(listed.get("type", ""))
    return _FORMS.get(named, "decimal") if listed.name == "ol" else ""


def _numbers(listed: Tag, items: Sequence[Tag]) -> Iterator[int]:
    """Yield the items' numbers (HTML 4.4.5 and 4.4.8: ``start``, ``reversed``, ``value``)."""
    backward = listed.has_attr("reversed")
    number = _number(listed, "start", len(items) if backward else 1)
    for item in items:
        number = _number(item, "value", number)
        yield number
        number += -1 if backward else 1


def _number(element: Tag, name: str, otherwise: int) -> int:
    written = str(element.get(name, ""))
    return int(written) if _NUMBER.fullmatch(written) else otherwise


def _label(number: int, form: str) -> str:
    if form in {"", "decimal"}:
        return f"{number}. " if form else ""
    return f"{numeral(number, form)}、" if form == "chineseCounting" else f"{numeral(number, form)}) "


def _heading_of(item: Tag) -> Tag | None:
    """Return the heading that an item begins with."""
    first = next((each for each in item.descendants if isinstance(each, str) and each.strip()), None)
    return first.find_parent(_HEADINGS) if first is not None and first.find_parent(_HEADINGS) else None


def _unfold(item: Tag, label: str) -> None:
    """Make an item a part of the page, its number before its first word."""
    first = next((each for each in item.find_all(string=True) if each.strip()), None)
    if first is not None and not (_heading_of(item) and _COUNTED.match(first.strip())):
        first.replace_with(f"{label}{first.lstrip()}")
    item.name = "div"


def _begin_anew(soup: BeautifulSoup, listed: Tag, items: Sequence[Tag], numbers: Sequence[int]) -> None:
    """Part a list wherever it does not count on by one, as Markdown always does."""
    at, expected = listed, numbers[0] if numbers else 1
    listed["start"] = str(expected)
    for item, number in zip(items, numbers, strict=True):
        if number != expected:
            following = soup.new_tag("ol", start=str(number))
            at.insert_after(following)
            at = following
        if at is not listed:
            at.append(item.extract())
        expected = number + 1
