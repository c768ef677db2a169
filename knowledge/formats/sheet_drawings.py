"""What is drawn on a sheet: the words of its boxes, the titles of its charts. ECMA-376 part 1, 20.5.

A chart's figures stand in cells, which are read themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring
from openpyxl.packaging.relationship import get_dependents, get_rels_path  # type: ignore[import-untyped] # publishes no types

from knowledge.formats.charts import chart_of
from knowledge.formats.drawn_words import paragraphs
from knowledge.formats.elements import kind

_KINDS: Final = ("drawing", "chart", "chartEx")


def drawn_on(package: ZipFile, part: str, struck: list[str]) -> list[str]:
    """Return the lines that are drawn on a sheet, from its top to its bottom; struck words go into ``struck``.

    ``part`` is the sheet's name in the package.
    """
    return [
        line
        for drawing in _related(package, part).values()
        for anchor in sorted(_read(package, drawing), key=_place)
        for line in _lines(anchor, package, _related(package, drawing), struck)
    ]


def _lines(element: Element, package: ZipFile, charts: dict[str, str], struck: list[str]) -> Iterator[str]:
    """Yield what stands in a shape or a group of them; a form for older programs only says that they cannot show it."""
    name = kind(element)
    if name == "txBody":
        yield from paragraphs(element, struck)
    elif name == "chart":
        relation = next((value for key, value in element.items() if key.endswith("}id")), "")
        yield from chart_of(_part(package, charts.get(relation, ""))).titles
    elif name != "Fallback" and not _is_hidden(element):
        for child in element:
            yield from _lines(child, package, charts, struck)


def _is_hidden(shape: Element) -> bool:
    properties = shape.find("{*}*/{*}cNvPr")
    return properties is not None and properties.get("hidden") in {"1", "true"}


def _place(anchor: Element) -> tuple[int, int]:
    """Return the row and column where it begins; what hangs on none is drawn first."""
    corner = [anchor.findtext(f"{{*}}from/{{*}}{axis}") or "" for axis in ("row", "col")]
    row, column = (int(place) if place.strip().isdecimal() else 0 for place in corner)
    return row, column


def _related(package: ZipFile, part: str) -> dict[str, str]:
    """Return the names of a part's drawings or charts by their relations."""
    relations = get_rels_path(part)
    if relations not in package.namelist():
        return {}
    found = get_dependents(package, relations)
    return {each.Id: each.Target for each in found if each.Type.rpartition("/")[2] in _KINDS}


def _read(package: ZipFile, part: str) -> list[Element]:
    drawing = _part(package, part)
    return list(drawing) if drawing is not None else []


def _part(package: ZipFile, part: str) -> Element | None:
    """Return a part as XML; what is missing or damaged is a picture less, and no reason to refuse the sheet."""
    try:
        root: Element = fromstring(package.read(part))
    except (KeyError, ParseError):
        return None
    return root
