"""Elements of XML, whatever namespace they are in."""

from __future__ import annotations

from xml.etree.ElementTree import Element


def kind(element: Element) -> str:
    """Return an element's name without its namespace."""
    return bare(str(element.tag))


def bare(name: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]
