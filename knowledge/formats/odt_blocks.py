"""Puts what hangs on a paragraph of an OpenDocument text behind it: notes, boxes, charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from knowledge.formats.elements import kind
from knowledge.formats.odt_shown import attribute
from knowledge.formats.raised import note_mark

_PARAGRAPHS = frozenset(("p", "h"))
_HANGING = frozenset(("note", "frame", "custom-shape", "rect", "g", "object"))

Object = Callable[[str], Element | None]
"""The content of an object that lies in the package at an address."""


def hoist(parent: Element, embedded: Object) -> None:
    """Do so below an element, in place; a note keeps its raised mark in the text."""
    children: list[Element] = []
    for child in parent:
        children.append(child)
        if kind(child) in _PARAGRAPHS:
            box = Element("box")
            box[:] = list(_taken(child, embedded))
            hoist(box, embedded)
            children += box
        else:
            hoist(child, embedded)
    parent[:] = children


def _taken(element: Element, embedded: Object) -> Iterator[Element]:
    """Take what hangs on a paragraph out of it and yield its blocks."""
    for child in list(element):
        if kind(child) not in _HANGING:
            yield from _taken(child, embedded)
            continue
        yield from _blocks(child, embedded)
        tail, mark = child.tail, _mark(child)
        child.clear()
        child.tag, child.text, child.tail = "span", mark, tail


def _blocks(element: Element, embedded: Object) -> Iterator[Element]:
    """Yield the blocks in a note, a box or a chart; of a picture nothing is read."""
    name = kind(element)
    if name == "note":
        body = [block for part in element if kind(part) == "note-body" for block in part]
        if body and kind(body[0]) == "p":
            body[0].text = f"{_mark(element)} {body[0].text or ''}"
        yield from body
    elif name in {"text-box", "custom-shape", "rect"}:
        yield from (child for child in element if kind(child) in {"p", "h", "list", "table"})
    elif name == "object":
        yield from _chart(embedded(attribute(element, "href")))
    else:
        for child in element:
            yield from _blocks(child, embedded)


def _chart(content: Element | None) -> Iterator[Element]:
    """Yield a chart's titles and the table of its figures."""
    for each in content.iter() if content is not None else ():
        if kind(each) in {"title", "subtitle"}:
            yield from each
        elif kind(each) == "table":
            yield each


def _mark(element: Element) -> str:
    """Return a note's mark in raised characters; nothing for a box."""
    citation = next((each for each in element if kind(each) == "note-citation"), None)
    return note_mark("".join(citation.itertext())) if citation is not None else ""
