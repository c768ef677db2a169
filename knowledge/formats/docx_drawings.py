"""Puts the words of boxes, charts and SmartArt behind the paragraph that they hang on, and leaves the pictures out.

mammoth reads a picture's file, of which we need nothing, and fails where it is missing; of boxes it reads VML's alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from knowledge.formats.charts import chart_of, smart_art
from knowledge.formats.docx_parts import Parts, R, W
from knowledge.formats.docx_tree import paragraph, table
from knowledge.formats.drawn_words import paragraphs
from knowledge.formats.elements import kind

_DRAWINGS = (f"{W}drawing", f"{W}pict", f"{W}object")
_NOT_WORTH_A_NOTE = "Equation"
"""Formulas of an older kind: their picture stands in the text."""

_NOT_READ = "What is embedded in it was not read ({}). Save it beside the document."


def hoist(parent: Element, parts: Parts, notes: list[str]) -> None:
    """Do so below an element, in place; what is embedded and stays unread is noted."""
    children: list[Element] = []
    for child in parent:
        children.append(child)
        if child.tag == f"{W}p":
            box = Element("box")
            box[:] = [block for drawing in _taken(child) for block in _blocks(drawing, parts, notes)]
            hoist(box, parts, notes)
            children += box
        else:
            hoist(child, parts, notes)
    parent[:] = children


def _taken(element: Element) -> Iterator[Element]:
    """Take the drawings out of a paragraph and yield them."""
    for child in list(element):
        if child.tag in _DRAWINGS:
            element.remove(child)
            yield child
        else:
            yield from _taken(child)


def _blocks(element: Element, parts: Parts, notes: list[str]) -> Iterator[Element]:
    """Yield what a drawing says, as blocks of a document, in the order in which it stands there."""
    name = kind(element)
    if name == "txbxContent":
        yield from element
    elif name == "chart":
        yield from _chart(parts.xml(parts.target(element.get(f"{R}id"))))
    elif name == "relIds":
        yield from map(paragraph, smart_art(parts.xml(parts.target(element.get(f"{R}dm")))))
    elif name == "textpath" and element.get("string"):
        yield paragraph(element.get("string", ""))
    elif name == "txBody":
        yield from map(paragraph, paragraphs(element, []))
    else:
        if name == "OLEObject" and not element.get("ProgID", "").startswith(_NOT_WORTH_A_NOTE):
            notes.append(_NOT_READ.format(element.get("ProgID", "an object")))
        for child in element:
            yield from _blocks(child, parts, notes)


def _chart(part: Element | None) -> Iterator[Element]:
    chart = chart_of(part)
    yield from map(paragraph, chart.titles)
    if chart.rows:
        yield table(chart.rows)
