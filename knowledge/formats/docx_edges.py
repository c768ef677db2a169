"""Rows of a Word table that begin behind its first column or end before its last one.

ECMA-376 part 1, 17.4.14 and 17.4.15 (columns of the grid that a row leaves out), 17.4.85 and 17.4.86 (their width).
"""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, SubElement

from knowledge.formats.docx_parts import W
from knowledge.formats.docx_tree import number, under, value

_NARROWEST: Final = 150
"""Twentieths of a point, below which what is left out is no column: edges that somebody drew by hand."""


def fill_edges(row: Element) -> None:
    """Put empty cells where it leaves out columns, in place; else all its cells stand under the wrong heads."""
    properties = under(row, "trPr")
    for edge in ("Before", "After"):
        left_out = number(value(properties, f"grid{edge}"), 0)
        cells = row.findall(f"{W}tc")
        if not left_out or not cells:
            continue
        width = under(properties, f"w{edge}")
        if width is not None and number(width.get(f"{W}w"), _NARROWEST) < _NARROWEST:
            _widen(cells[0 if edge == "Before" else -1], left_out)
        elif edge == "Before":
            row.insert(list(row).index(cells[0]), _widen(Element(f"{W}tc"), left_out - 1))
        else:
            row.append(_widen(Element(f"{W}tc"), left_out - 1))


def _widen(cell: Element, columns: int) -> Element:
    """Let a cell cover so many columns more."""
    properties = under(cell, "tcPr")
    if properties is None:
        properties = Element(f"{W}tcPr")
        cell.insert(0, properties)
    spanned = under(properties, "gridSpan")
    if spanned is None:
        spanned = SubElement(properties, f"{W}gridSpan")
    spanned.set(f"{W}val", str(number(spanned.get(f"{W}val"), 1) + columns))
    return cell
