"""The words in boxes, tables and shapes that DrawingML draws: in slides, on sheets. ECMA-376 part 1, 21.1.2."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from knowledge.formats.elements import kind
from knowledge.formats.formulas import formula
from knowledge.formats.raised import lowered, marks_apart, raised

_UNSTRUCK: Final = frozenset(("", "noStrike"))


def paragraphs(element: Element, struck: list[str]) -> list[str]:
    """Return the paragraphs of what is drawn that have words, each on a line."""
    return [line for each in element.iter() if kind(each) == "p" and (line := words(each, struck))]


def words(paragraph: Element, struck: list[str]) -> str:
    """Return a paragraph on one line, raised figures as such; what is struck out goes into ``struck``."""
    return marks_apart(" ".join("".join(_said(paragraph, struck)).split()))


def _said(element: Element, struck: list[str]) -> Iterator[str]:
    for child in element:
        name = kind(child)
        if name in {"r", "fld"}:
            yield from _run(child, struck)
        elif name == "br":
            yield " "
        elif name == "oMath":
            yield formula(child)
        elif name != "Fallback":
            yield from _said(child, struck)


def _run(run: Element, struck: list[str]) -> Iterator[str]:
    text = "".join(each.text or "" for each in run if kind(each) == "t")
    looks = next((each for each in run if kind(each) == "rPr"), None)
    if looks is None:
        yield text
    elif looks.get("strike", "") not in _UNSTRUCK:
        struck.append(text)
    else:
        baseline = looks.get("baseline", "0")
        yield text if baseline.strip("0%") == "" else lowered(text) if baseline.startswith("-") else raised(text)
