"""Writes the numbers of headings and lists into an OpenDocument text: it keeps but the way they are counted.

OpenDocument 1.3 part 3, 16.30 to 16.34 (list styles) and 19.880 (lists that go on).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from knowledge.formats.elements import kind
from knowledge.formats.numerals import numeral
from knowledge.formats.odt_shown import attribute

_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一, 二, 三, ...": "chineseCountingThousand",
    "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "甲, 乙, 丙, ...": "ideographTraditional",
    "①, ②, ③, ...": "decimalEnclosedCircle",
}
_OUTLINE = "outline"


@dataclass(slots=True)
class _Count:
    """How far one list has counted on each of its levels."""

    at: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The list styles of one document."""

    def __init__(self, parts: Iterable[Element]) -> None:
        self._levels: dict[str, dict[int, Element]] = {}
        self._paragraphs: dict[str, str] = {}
        self._counts: defaultdict[str, _Count] = defaultdict(_Count)
        for part in parts:
            for style in part.iter():
                if kind(style) in {"list-style", "outline-style"}:
                    name = _OUTLINE if kind(style) == "outline-style" else attribute(style, "name")
                    self._levels[name] = {int(attribute(each, "level") or 1): each for each in style}
                elif kind(style) == "style" and attribute(style, "list-style-name"):
                    self._paragraphs[attribute(style, "name")] = attribute(style, "list-style-name")

    def write(self, parent: Element, style: str = "", count: _Count | None = None, depth: int = 0) -> None:
        """Put numbers before the words of headings and items below an element, in place; bullets stay as they are."""
        for child in parent:
            name = kind(child)
            if name == "list":
                own = attribute(child, "style-name") or style
                self.write(child, own, count if depth else self._begun(child, own), depth + 1)
            elif name == "list-item" and count is not None:
                self._number_item(child, style, count, depth)
            elif name == "h" and not depth and attribute(child, "is-list-header") != "true":
                self._number_heading(child)
            else:
                self.write(child, style, count, depth)

    def _begun(self, block: Element, style: str) -> _Count:
        """Return the count of a list: the one that it goes on with, or a new one."""
        goes_on = attribute(block, "continue-numbering") == "true" or bool(attribute(block, "continue-list"))
        if not goes_on:
            self._counts[style] = _Count()
        return self._counts[style]

    def _number_item(self, item: Element, style: str, count: _Count, depth: int) -> None:
        first = next((each for each in item if kind(each) in {"p", "h"}), None)
        label = self._label(style, depth, count, attribute(item, "start-value")) if first is not None else ""
        if first is not None and label:
            first.text = f"{label} {first.text or ''}"
            item.set("labelled", "1")
        self.write(item, style, count, depth)

    def _number_heading(self, heading: Element) -> None:
        level = int(attribute(heading, "outline-level") or 1)
        own = self._paragraphs.get(attribute(heading, "style-name"), "")
        label = self._label(own if own in self._levels else _OUTLINE, level, self._counts[_OUTLINE], "")
        heading.text = f"{label} {heading.text or ''}" if label else heading.text

    def _label(self, style: str, depth: int, count: _Count, start: str) -> str:
        """Count one on, and return the number as its level writes it; none for a bullet or no format."""
        levels = self._levels.get(style, {})
        level = levels.get(depth)
        if level is None:
            return ""
        first = int(start or attribute(level, "start-value") or 1)
        count.at[depth] = first if start or depth not in count.at else count.at[depth] + 1
        for deeper in [each for each in count.at if each > depth]:
            del count.at[deeper]
        if not attribute(level, "num-format"):
            return ""
        shown = range(max(1, depth - int(attribute(level, "display-levels") or 1) + 1), depth + 1)
        numbers = (_written(levels[each], count.at.get(each, 1)) for each in shown if each in levels)
        return attribute(level, "num-prefix") + ".".join(filter(None, numbers)) + attribute(level, "num-suffix")


def as_paragraphs(parent: Element) -> None:
    """Make items that have their number written out paragraphs, in place: a list would count them once more."""
    for child in parent:
        as_paragraphs(child)
    children: list[Element] = []
    for child in parent:
        children += _items(child) if kind(child) == "list" else [child]
    parent[:] = children


def _items(block: Element) -> list[Element]:
    """Return a list as runs of bullets and, between them, the blocks of numbered items."""
    blocks: list[Element] = []
    for item in block:
        if item.get("labelled"):
            blocks += list(item)
        elif blocks and kind(blocks[-1]) == "list" and blocks[-1].get("bullets"):
            blocks[-1].append(item)
        else:
            blocks.append(Element(block.tag, {"bullets": "1"}))
            blocks[-1].append(item)
    return blocks


def _written(level: Element, number: int) -> str:
    form = attribute(level, "num-format")
    return numeral(number, _FORMATS.get(form, "decimal")) if form else ""
