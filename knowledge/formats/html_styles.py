"""What a page's own style sheets say of its elements, written into each one's ``style``: a class may hide or strike.

Only what changes the words that a reader sees, by CSS's cascade (https://www.w3.org/TR/css-cascade-4/#cascading).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import tinycss2
from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

_PROPERTIES: Final = frozenset(
    ("display", "visibility", "text-decoration", "text-decoration-line", "vertical-align", "list-style-type")
)
_CHANGES: Final = re.compile(r"none|hidden|line-through|su[pb]|super|alpha|latin|roman|chinese|cjk", re.IGNORECASE)
"""Values that make a difference to the words; others matter only where they overrule one of these."""
_HIDES: Final = ("none", "hidden")
_HIDING: Final = frozenset(("display", "visibility"))
_MEDIA: Final = re.compile(r"(?:only\s+)?(?:all|screen)?", re.IGNORECASE)
_STATE: Final = re.compile(r":(?:hover|focus|active|checked|target)|\[open")
_NAME: Final = re.compile(r"[.#][\w-]+")
_NEGATION: Final = re.compile(r":not\([^)]*\)")
_PART: Final = re.compile(
    r"(?P<id>#[\w-]+)|(?P<kind>\.[\w-]+|\[[^\]]*\]|(?<!:):[\w-]+)|(?P<type>(?<![\w.#:-])[a-z][\w-]*)"
)
_NO_CODE: Final = re.compile(r"json|template|text/(?!javascript)", re.IGNORECASE)

Weight = tuple[bool, int, int, int, int]
"""What decides between two rules: importance, then ids, classes and types of the selector, then the order."""


@dataclass(frozen=True, slots=True)
class _Rule:
    selector: str
    style: Mapping[str, tuple[str, bool]]
    order: int

    def weight(self, *, important: bool) -> Weight:
        parts = [each.lastgroup for each in _PART.finditer(self.selector)]
        return important, parts.count("id"), parts.count("kind"), parts.count("type"), self.order


def write_styles(soup: BeautifulSoup) -> None:
    """Write them, in place. What a script or a click can unfold is not hidden: a reader gets to see it."""
    rules = _rules(soup)
    left = _PROPERTIES - _HIDING if _can_unfold(soup, rules) else _PROPERTIES
    names = _names(soup)
    chosen: defaultdict[int, dict[str, tuple[Weight, str]]] = defaultdict(dict)
    elements: dict[int, Tag] = {}
    for rule in _changing(rules, left):
        for element in _selected(soup, rule, names):
            elements[id(element)] = element
            for name, (value, important) in rule.style.items():
                candidate = (rule.weight(important=important), value)
                chosen[id(element)][name] = max(candidate, chosen[id(element)].get(name, candidate))
    for place, element in elements.items():
        _write(element, {name: value for name, (_, value) in chosen[place].items() if name in left})


def _write(element: Tag, style: Mapping[str, str]) -> None:
    own = str(element.get("style", ""))
    named = {name.strip().lower() for name, *_ in (each.split(":") for each in own.split(";"))}
    rest = "; ".join(f"{name}: {value}" for name, value in style.items() if name not in named)
    if rest:
        element["style"] = f"{rest}; {own}" if own else rest


def _rules(soup: BeautifulSoup) -> list[_Rule]:
    """Return the rules of sheets for the screen that have one of the properties."""
    found = list[_Rule]()
    for sheet in soup.find_all("style"):
        if _MEDIA.fullmatch(str(sheet.get("media", "")).strip()):
            nodes = tinycss2.parse_stylesheet(sheet.get_text(), skip_comments=True, skip_whitespace=True)
            found += (rule for node in nodes for rule in _read(node, len(found)))
    return found


def _changing(rules: Sequence[_Rule], properties: frozenset[str]) -> Iterator[_Rule]:
    """Yield the rules that change words by one of these properties, and those that overrule them."""
    found = ((name, value) for rule in rules for name, (value, _) in rule.style.items())
    changed = {name for name, value in found if name in properties and _CHANGES.search(value)}
    yield from (rule for rule in rules if not changed.isdisjoint(rule.style))


def _names(soup: BeautifulSoup) -> frozenset[str]:
    """Return the classes and ids of a page, as selectors write them."""
    listed = ((element.get("class") or (), element.get("id")) for element in soup.find_all(True))
    return frozenset(
        name for classes, own in listed for name in (*(f".{each}" for each in classes), *([f"#{own}"] if own else ()))
    )


def _read(node: Node, order: int) -> Iterator[_Rule]:
    if isinstance(node, AtRule) and node.lower_at_keyword == "media" and node.content is not None:
        if _MEDIA.fullmatch(tinycss2.serialize(node.prelude).strip()):
            for inner in tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True):
                yield from _read(inner, order)
    elif isinstance(node, QualifiedRule):
        listed = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
        said = [each for each in listed if isinstance(each, Declaration) and each.lower_name in _PROPERTIES]
        style = {each.lower_name: (tinycss2.serialize(each.value).strip(), each.important) for each in said}
        if style:
            for selector in tinycss2.serialize(node.prelude).split(","):
                yield _Rule(selector.strip(), style, order)


def _selected(soup: BeautifulSoup, rule: _Rule, names: frozenset[str]) -> list[Tag]:
    """Return what a rule selects; nothing where it has a class or an id that the page has not."""
    if not names.issuperset(_NAME.findall(_NEGATION.sub("", rule.selector))):
        return []
    with suppress(SelectorSyntaxError, NotImplementedError):  # what only a browser can tell, such as ::before
        return list(soup.select(rule.selector))
    return []


def _can_unfold(soup: BeautifulSoup, rules: list[_Rule]) -> bool:
    """Whether a script runs on the page, or a rule for a state of it shows what another one hides."""
    if any(not _NO_CODE.search(str(script.get("type", ""))) for script in soup.find_all("script")):
        return True
    return any(
        _STATE.search(rule.selector) and name in _HIDING and value.lower() not in _HIDES
        for rule in rules
        for name, (value, _) in rule.style.items()
    )
