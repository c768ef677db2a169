"""What a format reader gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge.domain import Language
from knowledge.errors import DocumentUnreadable


@dataclass(frozen=True, slots=True)
class Converted:
    """A document as Markdown.

    ``title`` is what the format itself calls the document (HTML's title, DOCX's core title), and once `convert` is
    through the one that the document gives itself, if any; ``meta`` is the front matter, as YAML gave it. ``pages`` are
    the offsets in ``text`` at which the pages or slides begin, none where the format has none. ``notes`` are sentences
    on what was left out.
    `convert` finds out ``language`` and ``effective``, the ISO date from which the document says it holds.
    """

    text: str
    title: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    language: Language = "en"
    effective: str | None = None


class DocumentScanned(DocumentUnreadable):
    """Some of its pages, so many as ``pages`` says, are pictures of text: `recognise` takes its time over them."""

    def __init__(self, pages: int) -> None:
        super().__init__("It is a scan, whose text has to be recognised.")
        self.pages = pages
