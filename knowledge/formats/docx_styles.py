"""What a Word document's styles come to: a run looks as itself says, else its style, its paragraph's, its table's.

ECMA-376 part 1, 17.7.2 (inheritance) and 17.7.3 (properties that two styles switch on cancel each other).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, SubElement

from knowledge.formats.docx_parts import W
from knowledge.formats.docx_tree import is_on, under, value
from knowledge.formats.elements import kind

_WHITE_FILLS = frozenset((None, "", "auto", "FFFFFF", "ffffff", "white"))
_PLAIN_PATTERNS = frozenset((None, "", "clear", "nil"))
_UNSET = frozenset((None, "none", "white"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run stands: the styles of its paragraph and table; whether something other than white lies behind it."""

    paragraph: str | None = None
    table: str | None = None
    shaded: bool = False


class Styles:
    """The styles of one document by their ids."""

    def __init__(self, root: Element | None) -> None:
        styles = list(root.iter(f"{W}style")) if root is not None else []
        self._styles = {style.get(f"{W}styleId", ""): style for style in styles}
        usual = (style for style in styles if style.get(f"{W}default") in {"1", "true", "on"})
        self._usual = next((each.get(f"{W}styleId") for each in usual if each.get(f"{W}type") == "paragraph"), None)
        self._found: dict[tuple[str, str | None], Element | None] = {}
        self._filled: dict[str | None, bool] = {}
        self._defaults = under(root, "docDefaults/rPrDefault/rPr")

    def chain(self, style: str | None) -> Iterator[Element]:
        """Yield a style and those that it is based on."""
        seen: set[str] = set()
        while style and style not in seen and (found := self._styles.get(style)) is not None:
            seen.add(style)
            yield found
            style = value(found, "basedOn")

    def named(self) -> Element:
        """Return a part with the styles' names alone, as mammoth knows headings by them; it fails without a type."""
        root = Element(f"{W}styles")
        for name, style in self._styles.items():
            plain = SubElement(root, f"{W}style", {f"{W}type": style.get(f"{W}type", "paragraph"), f"{W}styleId": name})
            SubElement(plain, f"{W}name", {f"{W}val": value(style, "name") or name})
        return root

    def of_paragraph(self, paragraph: Element) -> str | None:
        """Return the id of a paragraph's style."""
        return value(paragraph, "pPr/pStyle") or self._usual

    def toggled(self, name: str, properties: Element | None, place: Place) -> bool:
        """Tell whether a property such as ``vanish`` is on for a run with these properties of its own."""
        direct = under(properties, name)
        if direct is not None:
            return is_on(direct)
        levels = (value(properties, "rStyle"), place.paragraph, place.table)
        switches = [self._first(name, style) for style in levels]
        return sum(map(is_on, switches)) % 2 == 1 or (is_on(under(self._defaults, name)) and not any(_said(switches)))

    def looked_up(self, name: str, properties: Element | None, place: Place) -> Element | None:
        """Return the property that holds for a run with these properties of its own."""
        direct = under(properties, name)
        styles = (value(properties, "rStyle"), place.paragraph, place.table)
        found = (self._first(name, style) for style in styles)
        all_of_them = (direct, *found, under(self._defaults, name))
        return next((each for each in all_of_them if each is not None), None)

    def entered(self, element: Element, place: Place) -> Place:
        """Return the place inside an element that stands at a place."""
        name = kind(element)
        if name == "tbl":
            style = value(element, "tblPr/tblStyle")
            return Place(None, style, place.shaded or self._is_filled(style) or _fills(under(element, "tblPr/shd")))
        if name == "tc":
            return replace(place, shaded=place.shaded or _fills(under(element, "tcPr/shd")))
        if name == "p" and element.tag.startswith(W):
            return self._in_paragraph(element, place)
        return replace(place, shaded=_coloured(element)) if name in {"wsp", "shape", "rect", "roundrect"} else place

    def is_shaded(self, properties: Element | None) -> bool:
        """Tell whether a run itself, or its own style, lies on a colour."""
        own = [under(properties, "shd"), self._first("shd", value(properties, "rStyle"))]
        return any(map(_fills, own)) or value(properties, "highlight") not in _UNSET

    def _in_paragraph(self, paragraph: Element, place: Place) -> Place:
        style = self.of_paragraph(paragraph)
        shaded = place.shaded or self._is_filled(style) or _fills(under(paragraph, "pPr/shd"))
        return replace(place, paragraph=style, shaded=shaded)

    def _first(self, name: str, style: str | None) -> Element | None:
        """Return a property of runs as a style has it, or the nearest of those that it is based on."""
        if (name, style) not in self._found:
            found = (under(each, f"rPr/{name}") for each in self.chain(style))
            self._found[name, style] = next((each for each in found if each is not None), None)
        return self._found[name, style]

    def _is_filled(self, style: str | None) -> bool:
        if style not in self._filled:
            self._filled[style] = any(_fills(each) for parent in self.chain(style) for each in parent.iter(f"{W}shd"))
        return self._filled[style]


def _said(switches: list[Element | None]) -> Iterator[bool]:
    return (switch is not None for switch in switches)


def _fills(shading: Element | None) -> bool:
    if shading is None:
        return False
    themed = shading.get(f"{W}themeFill") not in {None, "background1", "light1"}
    fill, pattern = shading.get(f"{W}fill"), shading.get(f"{W}val")
    return themed or fill not in _WHITE_FILLS or pattern not in _PLAIN_PATTERNS


def _coloured(shape: Element) -> bool:
    """Whether a box is filled with a colour; what is not said may come from a theme, so it is taken for one."""
    if kind(shape) != "wsp":
        plain = shape.get("filled") in {"f", "false", "0"} or shape.get("fillcolor", "") in {"white", "#fff", "#ffffff"}
        return not plain
    properties = shape.find("{*}spPr")
    fill = next((each for each in properties if kind(each).endswith("Fill")), None) if properties is not None else None
    white = fill is not None and any(each.get("val", "").upper() == "FFFFFF" for each in fill)
    return not (fill is not None and (kind(fill) == "noFill" or white))
