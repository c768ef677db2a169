"""Lays open the words of a Word document that stand in elements which mammoth passes over or reads twice.

Moved text, fields, content controls, alternatives for older programs: afterwards a paragraph holds its runs.
ECMA-376 part 1, 17.5 (content controls), 17.13.5 (revisions), 17.16 (fields); part 3 (alternatives).
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from knowledge.formats.docx_edges import fill_edges
from knowledge.formats.docx_parts import Parts, R, W
from knowledge.formats.docx_tree import number, rewrite, run, under
from knowledge.formats.elements import kind
from knowledge.formats.formulas import formula

_UNWRAPPED = (
    "ins",
    "moveTo",
    "smartTag",
    "customXml",
    "fldSimple",
    "dir",
    "bdo",
    "sdtContent",
    "rubyBase",
    "oMathPara",
)
_GONE = ("moveFrom", "del", "rt", "sdtPr", "sdtEndPr", "commentReference", "annotationRef", "customXmlPr", "smartTagPr")
_SPACES = {"cr": "br", "ptab": "tab"}
_WORDS = frozenset(("t", "txbxContent", "chart", "relIds", "textpath"))


def settle(body: Element, parts: Parts) -> None:
    """Change the document so that nothing but runs stands in its paragraphs, in the words that are in force."""

    def rule(element: Element) -> list[Element]:
        if element.tag == f"{W}hyperlink" and not parts.target(element.get(f"{R}id")):
            element.attrib.pop(f"{R}id", None)
        if element.tag == f"{W}tr":
            fill_edges(element)
        return [run(formula(element))] if kind(element) == "oMath" else _settled(element)

    rewrite(body, rule)
    _settle_fields(body)


def _settled(element: Element) -> list[Element]:
    name = kind(element)
    if name == "AlternateContent":
        return _shown_alternative(element)
    if name in {"sdt", "ruby"}:
        return list(element)
    if name in {"moveFrom", "moveTo", "ins", "del"} and not len(element):
        return [_mark(element, name)]  # of a paragraph, a row or a cell
    if name in _UNWRAPPED:
        return [child for child in element if not kind(child).endswith("Pr")]
    if name in _SPACES and element.tag.startswith(W):
        return [Element(f"{W}{_SPACES[name]}")]
    return [] if name in _GONE and element.tag.startswith(W) else [element]


def _mark(element: Element, name: str) -> Element:
    """Return a paragraph's mark of a revision; what was moved away is as good as deleted."""
    return Element(f"{W}del") if name == "moveFrom" else element


def _shown_alternative(element: Element) -> list[Element]:
    """Return what Word shows, but where only the form for older programs has words, that one."""
    fallback: list[Element] = []
    for each in element:
        if any(kind(inner) in _WORDS for inner in each.iter()):
            return list(each)
        fallback = fallback or list(each)
    return fallback


def _settle_fields(body: Element) -> None:
    """Leave of each field its result: what computes it is no text, even where another field stands in it."""
    stack: list[str] = []
    chosen: list[str] = []
    balanced = True
    for each in body.iter(f"{W}r"):
        children: list[Element] = []
        for child in each:
            state = child.get(f"{W}fldCharType") if child.tag == f"{W}fldChar" else None
            if state == "begin":
                stack.append("code")
                chosen.append(_chosen(child))
            elif state and not stack:
                balanced = False
            elif state == "separate":
                stack[-1] = "result"
            elif state == "end":
                stack.pop()
                children += run(chosen.pop())
            if state or "code" not in stack or child.tag in {f"{W}instrText", f"{W}rPr"}:
                children.append(child)
        each[:] = children
    if stack or not balanced:
        rewrite(body, lambda element: [] if kind(element) in {"fldChar", "instrText"} else [element])


def _chosen(begin: Element) -> str:
    """Return what is chosen in a list of a form; it stands nowhere else."""
    choice = under(begin, "ffData/ddList")
    entries = list(_entries(choice)) if choice is not None else []
    result = under(choice, "result")
    place = number(result.get(f"{W}val") if result is not None else None, 0)
    return entries[place] if place < len(entries) else ""


def _entries(choice: Element) -> Iterator[str]:
    for entry in choice.iter(f"{W}listEntry"):
        yield entry.get(f"{W}val", "")
