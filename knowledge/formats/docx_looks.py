"""What a reader tells by a Word document's looks: headings, and figures that are raised or lowered."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from knowledge.formats.docx_hidden import placed
from knowledge.formats.docx_parts import W
from knowledge.formats.docx_styles import Place, Styles
from knowledge.formats.docx_tree import number, under, value, words
from knowledge.formats.elements import kind
from knowledge.formats.raised import lowered, raised

_NAMED = "heading "
_DEEPEST = 6  # of Markdown's headings
_TOLD = frozenset(("b", "i", "rStyle", "pStyle", "numPr", "rPr", "del"))
"""Properties of paragraphs and runs that mammoth makes something of that we want."""
_LONGEST_HEADING = 200  # characters; a longer paragraph with an outline level is a clause that stands in the navigation


def raise_figures(body: Element, styles: Styles) -> None:
    """Write raised and lowered figures in characters of their own, in place."""
    for each, place in placed(body, styles, Place()):
        if each.tag != f"{W}r":
            continue
        written = {"superscript": raised, "subscript": lowered}.get(_alignment(under(each, "rPr"), styles, place))
        for text in each.iterfind(f"{W}t") if written else ():
            text.text = written(text.text or "") if written else text.text


def _alignment(properties: Element | None, styles: Styles, place: Place) -> str:
    """Return how a run stands to its line; some raise it by hand."""
    align = styles.looked_up("vertAlign", properties, place)
    if align is not None:
        return align.get(f"{W}val", "")
    raising = number(value(properties, "position"), 0)
    return "superscript" if raising > 0 else "subscript" if raising < 0 else ""


def name_headings(body: Element, styles: Styles) -> None:
    """Give every heading the style that mammoth knows, whatever its own is called or based on, in place."""
    for paragraph in body.iter(f"{W}p"):
        level = _level(paragraph, styles)
        if level is not None:
            properties = under(paragraph, "pPr")
            if properties is None:
                properties = Element(f"{W}pPr")
                paragraph.insert(0, properties)
            for style in properties.findall(f"{W}pStyle"):
                properties.remove(style)
            SubElement(properties, f"{W}pStyle", {f"{W}val": f"Heading{min(level + 1, _DEEPEST)}"})


def without_looks(body: Element) -> None:
    """Take away, in place, how the words look otherwise: with it a long document takes mammoth thrice the time."""
    for each in body.iter():
        if each.tag in {f"{W}rPr", f"{W}pPr"}:
            each[:] = [child for child in each if kind(child) in _TOLD]
        elif each.tag in {f"{W}r", f"{W}p"}:
            each.attrib.clear()


def _level(paragraph: Element, styles: Styles) -> int | None:
    """Return a heading's level from 0: by its style's name or one that it is based on, or by its outline level."""
    outline = value(paragraph, "pPr/outlineLvl")
    for style in styles.chain(styles.of_paragraph(paragraph)):
        name = (value(style, "name") or "").lower()
        if name == "title":
            return None
        if name.startswith(_NAMED) and name.removeprefix(_NAMED).isdigit():
            return int(name.removeprefix(_NAMED)) - 1
        outline = outline or value(style, "pPr/outlineLvl")
    level = number(outline, 9)
    return level if level < 9 and 0 < len(words(paragraph)) <= _LONGEST_HEADING else None  # noqa: PLR2004 - 9 is text
