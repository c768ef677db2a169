"""Takes out of a Word document what its reader does not see, and what is struck out."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from knowledge.formats.converted import LeftOutWords
from knowledge.formats.docx_parts import W
from knowledge.formats.docx_styles import Place, Styles
from knowledge.formats.docx_tree import is_on, number, rewrite, under, words
from knowledge.formats.elements import kind

_WHITE_FROM = 250  # of 255 in each of red, green and blue: on paper it is not seen
_SMALLEST = 2  # half points; nobody reads letters of one point
_KEPT = frozenset(("rPr", "fldChar", "instrText"))
"""Of a hidden run; a field that begins in it ends elsewhere."""


def without_hidden(body: Element, styles: Styles, left: list[LeftOutWords], *, on_colour: bool = False) -> None:
    """Remove hidden and struck words, rows and cells in place, and note them in ``left``.

    ``on_colour`` tells that the page is not white.
    """

    def shown(element: Element) -> list[Element]:
        if _is_gone(element):
            left.append(LeftOutWords(words(element), "hidden"))
            return []
        return [element]

    rewrite(body, shown)
    for each, place in list(placed(body, styles, Place(shaded=on_colour))):
        properties = under(each, "rPr")
        if each.tag == f"{W}p":
            _unnumber_hidden(each, styles, place)
        elif _is_struck(properties, styles, place):
            left.append(LeftOutWords(words(each), "struck"))
            _empty(each)
        elif _is_hidden(properties, styles, place):
            left.append(LeftOutWords(words(each), "hidden"))
            _empty(each)


def placed(element: Element, styles: Styles, place: Place) -> Iterator[tuple[Element, Place]]:
    """Yield the runs below an element and each paragraph behind its own, with the place where each stands."""
    place = styles.entered(element, place)
    for child in element:
        if child.tag == f"{W}r":
            yield child, place
        yield from placed(child, styles, place)
    if element.tag == f"{W}p":
        yield element, place


def _is_gone(element: Element) -> bool:
    name = kind(element)
    hidden_row = name == "tr" and is_on(under(element, "trPr/hidden"))
    return hidden_row or (name == "tc" and under(element, "tcPr/cellDel") is not None) or _is_hidden_shape(element)


def _is_hidden_shape(element: Element) -> bool:
    name = kind(element)
    if name in {"inline", "anchor"}:
        properties = element.find("{*}docPr")
        return properties is not None and properties.get("hidden") in {"1", "true"}
    return name in {"shape", "rect", "roundrect", "group"} and "visibility:hidden" in element.get("style", "")


def _is_hidden(properties: Element | None, styles: Styles, place: Place) -> bool:
    size = styles.looked_up("sz", properties, place)
    tiny = size is not None and number(size.get(f"{W}val"), _SMALLEST + 1) <= _SMALLEST
    return tiny or styles.toggled("vanish", properties, place) or _is_white(properties, styles, place)


def _is_struck(properties: Element | None, styles: Styles, place: Place) -> bool:
    return styles.toggled("strike", properties, place) or styles.toggled("dstrike", properties, place)


def _is_white(properties: Element | None, styles: Styles, place: Place) -> bool:
    if place.shaded or styles.is_shaded(properties):
        return False
    colour = styles.looked_up("color", properties, place)
    if colour is None:
        return False
    if theme := colour.get(f"{W}themeColor"):
        return theme in {"background1", "light1"} and colour.get(f"{W}themeShade") is None
    try:
        return min(bytes.fromhex(colour.get(f"{W}val", ""))) >= _WHITE_FROM
    except ValueError:  # "auto"
        return False


def _empty(run: Element) -> None:
    run[:] = [child for child in run if kind(child) in _KEPT]


def _unnumber_hidden(paragraph: Element, styles: Styles, place: Place) -> None:
    """Take its number from a paragraph whose own mark is hidden too: Word does not count it."""
    properties = under(paragraph, "pPr")
    if properties is None or words(paragraph):
        return
    mark = under(properties, "rPr")
    if styles.toggled("vanish", mark, place) or under(mark, "del") is not None:
        paragraph.remove(properties)
