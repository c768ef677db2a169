"""Formulas of a page (MathML) in one line: 10⁶, 1/2, √2; their plain letters would read 106 and 12."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bs4 import BeautifulSoup, Tag

from knowledge.formats.raised import lowered, raised


def write_formulas(soup: BeautifulSoup) -> None:
    """Write them as text, in place, without the copies that programs add for the eye alone."""
    for formula in soup.find_all("math"):
        for beside in formula.find_all(("annotation", "annotation-xml")):
            beside.extract()
        drawn = (formula.find_parent("span") or formula).find_next_sibling(attrs={"aria-hidden": "true"})
        if drawn is not None:
            drawn.extract()
        formula.replace_with(_written(formula))


def _written(element: Tag) -> str:
    parts = [_written(each) if isinstance(each, Tag) else str(each).strip() for each in element.children]
    parts = [part for part in parts if part]
    form, count = _FORMS.get(element.name, (None, 0))
    return form(parts) if form and len(parts) == count else "".join(parts)


def _power(parts: Sequence[str]) -> str:
    above = raised(parts[1])
    return f"{parts[0]}{above}" if above != parts[1] else f"{parts[0]}^{_grouped(above)}"


def _index(parts: Sequence[str]) -> str:
    below = lowered(parts[1])
    return f"{parts[0]}{below}" if below != parts[1] else f"{parts[0]}_{_grouped(below)}"


def _grouped(words: str) -> str:
    return words if words.isalnum() else f"({words})"


_FORMS: Final[Mapping[str, tuple[Callable[[Sequence[str]], str], int]]] = {
    "mfrac": (lambda parts: f" {_grouped(parts[0])}/{_grouped(parts[1])}", 2),
    "msup": (_power, 2),
    "msub": (_index, 2),
    "msqrt": (lambda parts: f"√{_grouped(parts[0])}", 1),
}
"""Elements with a meaning of their own, and how many parts each has (MathML Core, 3.3 and 3.4)."""
