"""A file's bytes -> a document that its asker alone may read, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.attached import FileProblem, document_id
from knowledge.domain import Document
from knowledge.errors import DocumentUnreadable
from knowledge.formats.bounded import Converters
from knowledge.formats.converted import Converted
from knowledge.index.splitting import split

LONGEST_TEXT: Final = 120_000
"""Characters of a file that are read, about 40 pages: all of them are embedded while somebody waits."""

_CAUSES: Final[tuple[tuple[str, FileProblem], ...]] = (
    ("It is password-protected", "password"),
    ("The file is empty", "empty"),
    ("It holds no text", "empty"),
    ("It is a scan without text", "no_recognition"),
    ("It is a picture", "no_recognition"),
    ("Reading it takes", "heavy"),
    ("It holds more than", "heavy"),
    ("It has more than", "heavy"),
)
"""How the sentences of `knowledge.formats` begin that a person who shows a file can do something about."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A file as it was shown: ``suffix`` is what it is read by, ``readers`` are the principals who may read it."""

    id: str
    name: str
    suffix: str
    url: str
    readers: frozenset[str]
    data: bytes


@dataclass(frozen=True, slots=True)
class Read:
    """The document that a file is, if any, and what was wrong."""

    name: str
    document: Document | None = None
    problem: FileProblem | None = None


def read_all(files: Sequence[Shown], converters: Converters) -> list[Read]:
    """Read files, each in a process of its own that is bounded in time and memory."""
    documents = ((f"{place}{file.suffix}", file.data) for place, file in enumerate(files))
    results = {made.name: made.result for made in converters.convert_all(documents)}
    return [_read(file, results[f"{place}{file.suffix}"]) for place, file in enumerate(files)]


def _read(file: Shown, result: Converted | DocumentUnreadable) -> Read:
    if isinstance(result, DocumentUnreadable):
        return Read(file.name, problem=problem_of(result))
    document = _document(file, result)
    if not split(document):
        return Read(file.name, problem="empty")
    was_cut = len(result.text) > LONGEST_TEXT or result.pages_read is not None
    return Read(file.name, document, "cut" if was_cut else None)


def _document(file: Shown, converted: Converted) -> Document:
    """Called by its name, in force whatever it says: somebody asks about this very file."""
    text = converted.text[:LONGEST_TEXT]
    return Document(
        id=document_id(file.id),
        title=file.name,
        text=text,
        url=file.url,
        language=converted.language,
        readers=file.readers,
        pages=tuple(start for start in converted.pages if start < len(text)),
    )


def problem_of(error: DocumentUnreadable) -> FileProblem:
    """Return what a converter's sentence comes to for the person who showed the file."""
    said = str(error)
    return next((problem for beginning, problem in _CAUSES if said.startswith(beginning)), "damaged")
