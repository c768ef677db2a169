"""Word documents, through mammoth, once their words are laid open and what is not seen is gone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import mammoth

from knowledge.formats.converted import Converted, LeftOutWords
from knowledge.formats.docx_chunks import Chunks
from knowledge.formats.docx_drawings import hoist
from knowledge.formats.docx_hidden import without_hidden
from knowledge.formats.docx_looks import name_headings, raise_figures, without_looks
from knowledge.formats.docx_notes import Notes
from knowledge.formats.docx_numbering import Numbering, bullets
from knowledge.formats.docx_parts import Parts, R, W, packed
from knowledge.formats.docx_styles import Styles
from knowledge.formats.docx_tree import words
from knowledge.formats.docx_wrappers import settle
from knowledge.formats.html import body_markdown

STYLES = "p[style-name='Title'] => h1:fresh\np.Heading1 => h1:fresh"
"""mammoth's own map knows the headings but leaves a document's title a paragraph."""


def read(data: bytes) -> Converted:
    """Read a Word document. Raises DocumentUnreadable."""
    parts = Parts(data)
    styles = Styles(parts.xml(parts.related("styles")))
    body, notes, left = parts.body(), list[str](), list[LeftOutWords]()
    chunks = Chunks(body, parts, read)
    _lay_open(body, parts, styles, notes, left)
    text = chunks.placed(_markdown(body, parts, styles))
    left += chunks.left_out
    left += _margins(parts)
    notes = list(dict.fromkeys([*notes, *chunks.notes]))
    return Converted(text=text, title=parts.core_title(), notes=tuple(notes), left_out=tuple(left))


def _lay_open(body: Element, parts: Parts, styles: Styles, notes: list[str], left: list[LeftOutWords]) -> None:
    """Change the document to what a reader sees of it, and note what else there was."""
    coloured = body.find(f"{W}background") is not None
    added = {name: parts.xml(parts.related(f"{name}s")) for name in ("footnote", "endnote")}
    for part in (body, *(each for each in added.values() if each is not None)):
        settle(part, parts)
        without_hidden(part, styles, left, on_colour=coloured)
        raise_figures(part, styles)
    Notes(added).place(body)
    hoist(body, parts, notes)
    Numbering(parts.xml(parts.related("numbering")), styles).write(body)
    name_headings(body, styles)
    without_looks(body)


def _margins(parts: Parts) -> Iterator[LeftOutWords]:
    """Yield what stands above and below the text of every page."""
    for target, its_kind in parts.relations.values():
        part = parts.xml(target) if its_kind in {"header", "footer"} else None
        if part is not None:
            yield LeftOutWords(" ".join(words(each) for each in part.iter(f"{W}p")).strip(), "margin")


def _markdown(body: Element, parts: Parts, styles: Styles) -> str:
    links = {each.get(f"{R}id", ""): parts.target(each.get(f"{R}id")) or "" for each in body.iter(f"{W}hyperlink")}
    links.pop("", None)
    package = io.BytesIO(packed(body, styles.named(), bullets(), links))
    return body_markdown(mammoth.convert_to_html(package, style_map=STYLES).value)
