"""Formulas of Word and PowerPoint as a line of plain text: ``x²``, ``(a+b)/12``, ``√(2gh)``, ``∑_(i=1)ⁿ i``.

ECMA-376 part 1, 22.1 (Office Math). A line in Unicode's characters, as Unicode Technical Note 28 writes it, is read by
search, a model and people alike; LaTeX only by some.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final
from unicodedata import normalize
from xml.etree.ElementTree import Element

from knowledge.formats.elements import bare, kind
from knowledge.formats.raised import lowered, raised

_BRACKETED: Final = re.compile(r"√?\([^()]*\)|[\w.,]+")
"""What needs no brackets of its own above, below or beside a bar."""
_SLANTED: Final = re.compile("[\U0001d400-\U0001d7ff]")
"""Letters that Word writes as characters of their own where they stand in a formula."""


def formula(element: Element) -> str:
    """Return a formula, or a part of one, as a line."""
    written = _WRITTEN.get(kind(element))
    if written is not None:
        return written(element)
    if kind(element) == "t":
        return _SLANTED.sub(lambda letter: normalize("NFKC", letter[0]), element.text or "")
    return "" if kind(element).endswith("Pr") else "".join(map(formula, element))


def _part(element: Element, name: str) -> str:
    found = element.find(f"{{*}}{name}")
    return formula(found).strip() if found is not None else ""


def _setting(element: Element, name: str, otherwise: str) -> str:
    """Return what a formula's properties set, such as the sign of its brackets."""
    found = next((each for each in element.iterfind(f"{{*}}*/{{*}}{name}")), None)
    values = (value for key, value in found.items() if bare(key) == "val") if found is not None else ()
    return next(iter(values), otherwise)


def _closed(text: str) -> str:
    return text if _BRACKETED.fullmatch(text) else f"({text})"


def _above(text: str) -> str:
    return "" if not text else raised(text) if raised(text) != text else f"^{_closed(text)}"


def _below(text: str) -> str:
    return "" if not text else lowered(text) if lowered(text) != text else f"_{_closed(text)}"


def _fraction(element: Element) -> str:
    above, below = _part(element, "num"), _part(element, "den")
    return f"{_closed(above)}/{_closed(below)}"


def _scripted(element: Element) -> str:
    return f"{_part(element, 'e')}{_below(_part(element, 'sub'))}{_above(_part(element, 'sup'))}"


def _before(element: Element) -> str:
    return f"{_below(_part(element, 'sub'))}{_above(_part(element, 'sup'))}{_part(element, 'e')}"


def _root(element: Element) -> str:
    return f"{raised(_part(element, 'deg'))}√({_part(element, 'e')})"


def _sum(element: Element) -> str:
    bounds = _below(_part(element, "sub")) + _above(_part(element, "sup"))
    return f"{_setting(element, 'chr', '∫')}{bounds} {_part(element, 'e')}"


def _brackets(element: Element) -> str:
    parts = _setting(element, "sepChr", "|").join(formula(each) for each in element.iterfind("{*}e"))
    return f"{_setting(element, 'begChr', '(')}{parts}{_setting(element, 'endChr', ')')}"


def _function(element: Element) -> str:
    return f"{_part(element, 'fName')} {_part(element, 'e')}"


def _limit(element: Element) -> str:
    return f"{_part(element, 'e')}_{_closed(_part(element, 'lim'))}"


def _lines(element: Element) -> str:
    """Return the lines of a matrix or of several equations behind each other."""
    rows = element.findall("{*}mr") or element.findall("{*}e")
    cells = ([formula(cell) for cell in row] if kind(row) == "mr" else [formula(row)] for row in rows)
    return "; ".join(", ".join(row) for row in cells)


_WRITTEN: Final[Mapping[str, Callable[[Element], str]]] = {
    "f": _fraction,
    "sSup": _scripted,
    "sSub": _scripted,
    "sSubSup": _scripted,
    "sPre": _before,
    "rad": _root,
    "nary": _sum,
    "d": _brackets,
    "func": _function,
    "limLow": _limit,
    "limUpp": _limit,
    "m": _lines,
    "eqArr": _lines,
}
