"""What a kind of source must be able to do: list its files, and give the content of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from knowledge.domain import Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that an origin lists.

    ``name`` is its path below the origin's root, with forward slashes. ``stamp`` is another whenever the content may be
    another; empty where the origin cannot tell. ``format_name`` has the suffix that says how it is read.
    """

    name: str
    stamp: str
    format_name: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file's content, and the stamp to remember it by.

    ``format_name`` is the entry's where the origin first sees with the content how it is to be read.
    """

    data: bytes
    stamp: str
    format_name: str = ""


class Origin(Protocol):
    """The place that a source's files lie in."""

    @property
    def kind(self) -> str:
        """The kind's name in ``knowledge.toml``."""
        ...

    @property
    def location(self) -> str:
        """Where it is, as people read it; never a password."""
        ...

    def entries(self, problems: list[Problem]) -> Iterator[Entry]:
        """List every file, also those of formats that are not read; what is left out for cause becomes a problem.

        Raises SourceUnreachable.
        """
        ...

    def fetch(self, entry: Entry, known: str) -> Fetched | None:
        """Return the content, at most a byte more than `knowledge.formats.LARGEST` of it.

        ``known`` is the stamp under which the content is remembered, empty where it is not; None says that it has not
        changed since. Raises DocumentUnreadable, DocumentUnavailable where what was remembered is to be kept, or
        SourceUnreachable where the others cannot be had either.
        """
        ...

    def link(self, name: str) -> str:
        """Return the document's own address; empty where the source's link template has to make one."""
        ...

    def close(self) -> None:
        """Let go of connections; it may be used again."""
        ...
