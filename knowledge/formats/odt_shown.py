"""What a reader sees of an OpenDocument text: hidden and struck text is taken out, raised figures become characters.

A style has what its parents have unless it says otherwise. OpenDocument 1.3 part 3, 16.2 and 20.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

from knowledge.domain import Why
from knowledge.formats.converted import LeftOutWords
from knowledge.formats.elements import bare, kind
from knowledge.formats.raised import lowered, raised

NEVER_SHOWN = frozenset(
    (
        "annotation-end",
        "forms",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
        "binary-data",
        "desc",
        "event-listeners",
    )
)
_REMARKS: Mapping[str, Why] = {"annotation": "comment", "tracked-changes": "deleted"}
_HIDES_ITSELF = frozenset(("hidden-text", "hidden-paragraph"))
_FAMILIES = {
    "a": ("text",),
    "h": ("paragraph",),
    "p": ("paragraph",),
    "section": ("section",),
    "span": ("text",),
    "table-row": ("table-row",),
    "table-cell": ("table-cell",),
}
"""Which styles are for which elements: their names are unique in a family alone. Some writers leave the family out."""
_WHITE = frozenset(("#ffffff", "#fff", "white"))


class Looks:
    """The styles of a document by their families and names."""

    def __init__(self, parts: Iterable[Element]) -> None:
        self._styles = {
            (attribute(style, "family"), attribute(style, "name")): style
            for part in parts
            for style in part.iterfind(".//{*}style")
        }
        self._known: dict[tuple[tuple[str, str], str], str] = {}

    def hides(self, element: Element) -> bool:
        """Tell whether an element is not shown: by its style, by itself, or white on white."""
        return (
            self._looked_up(element, "display") == "none"
            or attribute(element, "display") == "none"
            or attribute(element, "is-hidden") == "true"
            or attribute(element, "visibility") in {"collapse", "filter"}
            or (self._looked_up(element, "color").lower() in _WHITE and not self._shaded(element))
        )

    def strikes(self, element: Element) -> bool:
        """Tell whether an element is struck out."""
        kinds = (self._looked_up(element, name) for name in ("text-line-through-style", "text-line-through-type"))
        return any(kind not in {"", "none"} for kind in kinds)

    def alignment(self, element: Element) -> int:
        """Return 1 for raised text, -1 for lowered, 0 for what stands on its line."""
        position = self._looked_up(element, "text-position").split()
        if not position or position[0] in {"0%", "0"}:
            return 0
        return -1 if position[0] == "sub" or position[0].startswith("-") else 1

    def _shaded(self, element: Element) -> bool:
        return self._looked_up(element, "background-color") not in {"", "transparent", *_WHITE}

    def _looked_up(self, element: Element, name: str) -> str:
        """Return a property as an element's style has it, or the nearest of those that it has it from."""
        style = attribute(element, "style-name")
        families = (*_FAMILIES.get(kind(element), ()), "") if style else ()
        key = next(((family, style) for family in families if (family, style) in self._styles), None)
        if key is None:
            return ""
        if (key, name) not in self._known:
            properties = (each for style in self._chain(*key) for group in style for each in group.items())
            self._known[key, name] = next((value for key, value in properties if _is(key, name)), "")
        return self._known[key, name]

    def _chain(self, family: str, name: str) -> Iterator[Element]:
        seen: set[str] = set()
        while name and name not in seen and (style := self._styles.get((family, name))) is not None:
            seen.add(name)
            yield style
            name = attribute(style, "parent-style-name")


def settle(parent: Element, looks: Looks, left: list[LeftOutWords]) -> None:
    """Take out what is not seen or struck out, in place, and note it in ``left``."""
    for child in list(parent):
        name = kind(child)
        if why := _reason(child, name, looks):
            left.append(LeftOutWords("".join(child.itertext()), why))
            _remove(parent, child)
        elif name in NEVER_SHOWN:
            _remove(parent, child)
        else:
            _align(child, looks)
            settle(child, looks, left)


def _reason(element: Element, name: str, looks: Looks) -> Why | None:
    if name in _REMARKS:
        return _REMARKS[name]
    if name in _HIDES_ITSELF or looks.hides(element) or _is_hidden_paragraph(element):
        return "hidden"
    return "struck" if looks.strikes(element) else None


def attribute(element: Element, name: str) -> str:
    """Return an attribute whatever namespace it is in."""
    return next((value for key, value in element.items() if _is(key, name)), "")


def _is(key: str, name: str) -> bool:
    return bare(key) == name


def _is_hidden_paragraph(element: Element) -> bool:
    """Whether a field in it hides the whole paragraph."""
    fields = (each for each in element if kind(each) == "hidden-paragraph")
    return any(attribute(field, "is-hidden") != "false" for field in fields)


def _align(element: Element, looks: Looks) -> None:
    alignment = looks.alignment(element)
    if alignment and not len(element) and element.text:
        element.text = raised(element.text) if alignment > 0 else lowered(element.text)


def _remove(parent: Element, child: Element) -> None:
    """Take an element out and leave what stands behind it."""
    place = list(parent).index(child)
    parent.remove(child)
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + (child.tail or "")
    else:
        parent.text = (parent.text or "") + (child.tail or "")
