"""Counts as Word does, and writes each heading's and clause's number where a reader sees it: 第三章, 1.2, (a).

ECMA-376 part 1, 17.9. Bullets stay lists. mammoth keeps no number: it knows lists alone, and those it begins at 1 anew.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from knowledge.formats.docx_parts import W
from knowledge.formats.docx_styles import Styles
from knowledge.formats.docx_tree import insert_first, is_on, number, under, value, words
from knowledge.formats.numerals import numeral

_PLACE = re.compile(r"%([1-9])")
_DEEPEST = 9
BULLETS = "1"
"""The one list that mammoth is to know."""


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    restarts: int | None = None
    gap: bool = True
    style: str | None = None


class Numbering:
    """The lists of one document, and how far each has counted."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        found = root if root is not None else Element(f"{W}numbering")
        self._abstract = {each.get(f"{W}abstractNumId", ""): each for each in found.iter(f"{W}abstractNum")}
        self._lists = {each.get(f"{W}numId", ""): each for each in found.iter(f"{W}num")}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()
        self._levels: dict[str, dict[int, _Level]] = {}

    def write(self, body: Element) -> None:
        """Put the numbers before the words of the paragraphs, and leave bullets for mammoth."""
        bullets: list[int] = []
        in_cells = {id(each) for cell in body.iter(f"{W}tc") for each in cell.iter(f"{W}p")}
        for paragraph in list(body.iter(f"{W}p")):
            found = self._numbered(paragraph)
            _take_number(paragraph)
            if found is None:
                bullets = [] if words(paragraph) else bullets
                continue
            name, place = found
            level = self._levels_of(name).get(place, _Level())
            if level.form == "bullet":
                bullets = [*(each for each in bullets if each < place), place]
                _make_bullet(paragraph, len(bullets) - 1)
                continue
            bullets = []
            label = self._label(name, place)
            if label.strip() and (words(paragraph) or id(paragraph) in in_cells):
                insert_first(paragraph, label + (" " if level.gap or label[-1].isalnum() else ""))

    def _numbered(self, paragraph: Element) -> tuple[str, int] | None:
        """Return the list and level that a paragraph is counted in, by itself or by its style."""
        name, place = value(paragraph, "pPr/numPr/numId"), value(paragraph, "pPr/numPr/ilvl")
        for style in self._styles.chain(self._styles.of_paragraph(paragraph)):
            if name is not None:
                break
            name = value(style, "pPr/numPr/numId")
            place = place or value(style, "pPr/numPr/ilvl") or self._linked(name, style.get(f"{W}styleId"))
        return (name, number(place, 0)) if name is not None and name in self._lists else None

    def _linked(self, name: str | None, style: str | None) -> str | None:
        """Return the level of a list that a paragraph's style is tied to."""
        levels = self._levels_of(name) if name in self._lists else {}
        return next((str(place) for place, level in levels.items() if level.style == style), None)

    def _label(self, name: str, place: int) -> str:
        counts = self._counts[self._counted_by(name)]
        self._count(name, place, counts)
        levels = self._levels_of(name)
        level = levels.get(place, _Level())

        def written(found: re.Match[str]) -> str:
            above = int(found[1]) - 1
            its = levels.get(above, _Level())
            plain = level.legal and its.form not in {"none", "bullet"} and _is_foreign(its.form)
            return numeral(counts.get(above, its.start), "decimal" if plain else its.form)

        return _PLACE.sub(written, level.text)

    def _count(self, name: str, place: int, counts: dict[int, int]) -> None:
        levels = self._levels_of(name)
        anew = under(self._override(name, place), "startOverride")
        if anew is not None and (name, place) not in self._begun:
            counts[place] = number(anew.get(f"{W}val"), 1)
        else:
            counts[place] = counts.get(place, levels.get(place, _Level()).start - 1) + 1
        self._begun.add((name, place))
        for deeper in [each for each in counts if each > place]:
            restarts = levels.get(deeper, _Level()).restarts
            if restarts is None or place < restarts:
                del counts[deeper]

    def _counted_by(self, name: str) -> str:
        """Return whose count a list goes on with: all that are made after one pattern count together."""
        return value(self._lists[name], "abstractNumId") or name

    def _levels_of(self, name: str | None) -> dict[int, _Level]:
        if name is None or name not in self._lists:
            return {}
        if name not in self._levels:
            levels = {number(each.get(f"{W}ilvl"), 0): _level(each) for each in self._pattern(name)}
            for override in self._lists[name].iter(f"{W}lvlOverride"):
                changed = under(override, "lvl")
                if changed is not None:
                    levels[number(override.get(f"{W}ilvl"), 0)] = _level(changed)
            self._levels[name] = levels
        return self._levels[name]

    def _pattern(self, name: str) -> list[Element]:
        """Return the levels of a list's pattern, which may be a style's that another list defines."""
        abstract = self._abstract.get(value(self._lists[name], "abstractNumId") or "")
        link = value(abstract, "numStyleLink")
        for style in self._styles.chain(link):
            other = value(style, "pPr/numPr/numId")
            if other in self._lists and other != name:
                abstract = self._abstract.get(value(self._lists[other], "abstractNumId") or "")
        return list(abstract.iter(f"{W}lvl")) if abstract is not None else []

    def _override(self, name: str, place: int) -> Element | None:
        overrides = self._lists[name].iter(f"{W}lvlOverride")
        return next((each for each in overrides if number(each.get(f"{W}ilvl"), 0) == place), None)


def bullets() -> Element:
    """Return the part that tells mammoth of one list of bullets."""
    root = Element(f"{W}numbering")
    pattern = SubElement(root, f"{W}abstractNum", {f"{W}abstractNumId": BULLETS})
    for place in range(_DEEPEST):
        level = SubElement(pattern, f"{W}lvl", {f"{W}ilvl": str(place)})
        SubElement(level, f"{W}numFmt", {f"{W}val": "bullet"})
    made = SubElement(root, f"{W}num", {f"{W}numId": BULLETS})
    SubElement(made, f"{W}abstractNumId", {f"{W}val": BULLETS})
    return root


def _level(element: Element) -> _Level:
    restart = value(element, "lvlRestart")
    return _Level(
        start=number(value(element, "start"), 0 if under(element, "start") is None else 1),
        form=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        legal=is_on(under(element, "isLgl")),
        restarts=number(restart, 0) if restart is not None else None,
        gap=value(element, "suff") != "nothing",
        style=value(element, "pStyle"),
    )


def _is_foreign(form: str) -> bool:
    """Whether “all numbers decimal” changes a format; Word leaves 01 as it is."""
    return form != "decimalZero"


def _take_number(paragraph: Element) -> None:
    properties = under(paragraph, "pPr")
    numbered = under(properties, "numPr")
    if properties is not None and numbered is not None:
        properties.remove(numbered)


def _make_bullet(paragraph: Element, depth: int) -> None:
    properties = under(paragraph, "pPr")
    if properties is None:
        properties = Element(f"{W}pPr")
        paragraph.insert(0, properties)
    numbered = SubElement(properties, f"{W}numPr")
    SubElement(numbered, f"{W}ilvl", {f"{W}val": str(min(depth, _DEEPEST - 1))})
    SubElement(numbered, f"{W}numId", {f"{W}val": BULLETS})
