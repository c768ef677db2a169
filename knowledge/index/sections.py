"""Finds a Markdown document's sections and tables without changing a character of it.

langchain's own Markdown splitters are no use here: one rewrites white space, so that spans no longer fit the text, and
the other drops everything behind a code fence that is never closed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.language.markdown import plain
from knowledge.sources.links import slug

# No pattern here may take longer than in proportion to a line: the text comes from a stranger's document.
_HEADING = re.compile(r"^(?P<marks>#{1,6})[ \t]+(?P<text>\S.*)$", re.MULTILINE)
LONGEST_HEADING = 500
"""Characters that are read of a heading."""

_FENCED = re.compile(r"^ {0,3}(?P<fence>```|~~~).*?^ {0,3}(?P=fence)", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(
    r"^(?P<header>[ \t]*\S[^|\n]*\|[^\n]*\n"
    r"[ \t]*+(?:\|[ \t]*+)?:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+)\n"
    r"(?P<rows>(?:[^|\n]*\|[^\n]*(?:\n|\Z))+)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading, as a reader sees it, with GitHub's anchor."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Section:
    """What stands below one heading, up to the next: ``text[start:end]``.

    ``path`` holds the headings above it and its own; what stands before the first heading has none.
    """

    path: tuple[Heading, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table ``text[start:end]``: ``header`` is its first two lines, the rows begin at ``rows``."""

    header: str
    start: int
    rows: int
    end: int


def sections(text: str) -> Iterator[Section]:
    """Yield the sections of a document in order."""
    path: tuple[Heading, ...] = ()
    start = 0
    seen: Counter[str] = Counter()
    for found in _headings(text):
        yield Section(path, start, found.start())
        level = len(found["marks"])
        above = tuple(heading for heading in path if heading.level < level)
        path = (*above, _heading(level, _heading_text(found), seen))
        start = found.end()
    yield Section(path, start, len(text))


def tables(text: str, start: int, end: int) -> Iterator[Table]:
    """Yield the tables of ``text[start:end]`` in order; offsets are those of ``text``."""
    for table in _TABLE.finditer(text[start:end]):
        yield Table(table["header"], start + table.start(), start + table.start("rows"), start + table.end())


def _headings(text: str) -> Iterator[re.Match[str]]:
    """Yield the heading lines outside code fences; a fence that is never closed fences nothing off."""
    fences = [fence.span() for fence in _FENCED.finditer(text)]
    for heading in _HEADING.finditer(text):
        if not any(start < heading.start() < end for start, end in fences):
            yield heading


def _heading_text(found: re.Match[str]) -> str:
    """Return its words as a reader sees them; what is longer than any heading is cut."""
    return plain(found["text"][:LONGEST_HEADING].rstrip().rstrip("#").rstrip())


def _heading(level: int, text: str, seen: Counter[str]) -> Heading:
    """Return the heading; of one name the second anchor ends in ``-1``."""
    anchor = slug(text)
    seen[anchor] += 1
    return Heading(level, text, anchor if seen[anchor] == 1 else f"{anchor}-{seen[anchor] - 1}")
