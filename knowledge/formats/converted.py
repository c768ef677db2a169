"""What a format reader gives back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from knowledge.domain import Language, LeftOut, Why
from knowledge.errors import DocumentUnreadable


@dataclass(frozen=True, slots=True)
class LeftOutWords:
    """Words of a file that are no part of its text. ``page`` counts from 1, None where the format has no pages."""

    text: str
    why: Why
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a document is in force: ``until`` is the last day on which it is, as `knowledge.domain.Document` has it.

    ``because`` names what says so. ``current`` is whether the document says that it is in force, wherever it lies.
    """

    until: str | None = None
    because: str = ""
    current: bool = False


IN_FORCE: Final = Standing()
"""What is said of most documents: nothing."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A document as Markdown.

    ``title`` is what the format itself calls the document (HTML's title, DOCX's core title), and once `convert` is
    through the one that the document gives itself, if any; ``meta`` is the front matter, as YAML gave it. ``pages`` are
    the offsets in ``text`` at which the pages or slides begin, none where the format has none. ``notes`` are sentences
    on what somebody should look at, ``left_out`` are the words that were left out on purpose, and ``pages_read`` counts
    the pages from the first that were read, None where all were.
    `convert` finds out ``language``, ``effective``, the ISO date from which the document says it holds, ``owner``, who
    it says answers for it, and ``standing``.
    """

    text: str
    title: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: tuple[LeftOutWords, ...] = ()
    pages_read: int | None = None
    language: Language = "en"
    effective: str | None = None
    owner: str = ""
    standing: Standing = IN_FORCE

    def counted(self) -> tuple[LeftOut, ...]:
        """How much was left out, by why and page: what is kept of it, as the words are nobody's to read."""
        letters: Counter[tuple[Why, int | None]] = Counter()
        for one in self.left_out:
            letters[one.why, one.page] += sum(map(str.isalnum, one.text))
        return tuple(LeftOut(why, count, page) for (why, page), count in letters.items() if count)


class DocumentScanned(DocumentUnreadable):
    """Some of its pages, so many as ``pages`` says, are pictures of text: `recognise` takes its time over them."""

    def __init__(self, pages: int) -> None:
        super().__init__("It is a scan, whose text has to be recognised.")
        self.pages = pages
