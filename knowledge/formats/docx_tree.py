"""Small tools for the elements of a Word document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from xml.etree.ElementTree import Element, SubElement

from knowledge.formats.docx_parts import W

_OFF = ("0", "false", "off")


def rewrite(parent: Element, rule: Callable[[Element], list[Element]]) -> None:
    """Put in the place of each element below ``parent``, the deepest first, what the rule gives for it."""
    children: list[Element] = []
    for child in parent:
        rewrite(child, rule)
        children += rule(child)
    parent[:] = children


def under(element: Element | None, path: str) -> Element | None:
    """Return what lies under an element by names such as ``pPr/numPr/numId``."""
    return element.find(_path(path)) if element is not None else None


@cache
def _path(names: str) -> str:
    return "/".join(f"{W}{name}" for name in names.split("/"))


def value(element: Element | None, path: str) -> str | None:
    """Return the value of what lies there, None where it is missing."""
    found = under(element, path)
    return found.get(f"{W}val") if found is not None else None


def is_on(element: Element | None) -> bool:
    """Tell whether a property that needs no value is there and not switched off."""
    return element is not None and element.get(f"{W}val") not in _OFF


def number(text: str | None, otherwise: int) -> int:
    """Return text as a whole number; what is none is taken for missing."""
    try:
        return int(text or "")
    except ValueError:
        return otherwise


def run(text: str) -> Element:
    """Return a run of these words."""
    made = Element(f"{W}r")
    SubElement(made, f"{W}t").text = text
    return made


def paragraph(text: str) -> Element:
    """Return a paragraph of these words."""
    made = Element(f"{W}p")
    made.append(run(text))
    return made


def table(rows: Iterable[Iterable[str]]) -> Element:
    """Return a table of these cells, whose first row is its header."""
    made = Element(f"{W}tbl")
    for place, cells in enumerate(rows):
        row = SubElement(made, f"{W}tr")
        if place == 0:
            SubElement(SubElement(row, f"{W}trPr"), f"{W}tblHeader")
        for cell in cells:
            SubElement(row, f"{W}tc").append(paragraph(cell))
    return made


def words(element: Element) -> str:
    """Return the words in an element, without blanks around them."""
    return "".join(text.text or "" for text in element.iter(f"{W}t")).strip()


def insert_first(paragraph: Element, text: str) -> None:
    """Put words before those of a paragraph."""
    first = paragraph[0] if len(paragraph) else None
    paragraph.insert(1 if first is not None and first.tag == f"{W}pPr" else 0, run(text))
