"""Puts footnotes and endnotes behind the paragraph that they belong to: at a document's end nobody finds them."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from knowledge.formats.docx_parts import W
from knowledge.formats.docx_tree import insert_first, run, words
from knowledge.formats.elements import kind
from knowledge.formats.raised import note_mark

_REFERENCES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_BLOCKS = (f"{W}p", f"{W}tbl")
_SPECIAL = frozenset(("separator", "continuationSeparator", "continuationNotice"))


class Notes:
    """The notes of one document, by their kind and id, and how many were placed."""

    def __init__(self, parts: Mapping[str, Element | None]) -> None:
        self._notes = {
            (name, note.get(f"{W}id")): note
            for name, part in parts.items()
            for note in (part.iter(f"{W}{name}") if part is not None else ())
            if note.get(f"{W}type") not in _SPECIAL
        }
        self._placed = 0

    def place(self, body: Element) -> None:
        """Give each reference its number and put the note behind its paragraph or table."""
        children: list[Element] = []
        for child in body:
            children.append(child)
            if child.tag in _BLOCKS:
                children += self._noted(child)
            else:
                self.place(child)
        body[:] = children

    def _noted(self, block: Element) -> list[Element]:
        blocks: list[Element] = []
        for each in list(block.iter(f"{W}r")):
            for reference in [child for child in each if child.tag in _REFERENCES]:
                note = self._notes.pop((_REFERENCES[reference.tag], reference.get(f"{W}id")), None)
                place = list(each).index(reference)
                each.remove(reference)
                if note is not None and words(note):
                    self._placed += 1
                    mark = "" if reference.get(f"{W}customMarkFollows") else note_mark(str(self._placed))
                    each[place:place] = run(mark)
                    blocks += _marked(note, mark)
        return blocks


def _marked(note: Element, mark: str) -> list[Element]:
    """Return a note's blocks with its mark before its words."""
    blocks = [each for each in note if kind(each) in {"p", "tbl"} and words(each)]
    if mark and blocks and blocks[0].tag == f"{W}p":
        insert_first(blocks[0], f"{mark} ")
    return blocks
