"""What ``knowledge.toml`` may say of a source, whatever its kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from knowledge.domain import Language
from knowledge.rights.rules import parse_principals
from knowledge.sources.channel import ChannelReader
from knowledge.sources.origin import Origin
from knowledge.sources.reader import SourceReader
from knowledge.sources.schedule import parse_schedule
from knowledge.sources.selection import Selection


def _principals(names: object) -> object:
    parse_principals(names)
    return names


def _schedule(text: str) -> str:
    parse_schedule(text)
    return text


def _globs(written: list[str]) -> list[str]:
    for glob in written:
        if not glob.strip():
            raise ValueError("it has an empty pattern; take it out")
        if glob.startswith("!"):
            raise ValueError(
                f"“{glob}” begins with an exclamation mark; write “{glob[1:]}” in `exclude`, or [!] for the sign"
            )
    return written


def _included(written: list[str]) -> list[str]:
    if not written:
        raise ValueError("it is empty, so that nothing would be read; take the line out to read all")
    return _globs(written)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a source may need beside what is written of it.

    ``base`` is the folder that relative paths begin at, ``work`` is for a kind's own files, ``channels`` asks Slack.
    """

    base: Path
    work: Path
    channels: ChannelReader


class SourceSpecification(BaseModel, ABC):
    """One ``[[source]]``. A kind adds its own fields, and says how its origin is made."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    """Names it in commands and, where there are several sources, in its documents' ids."""
    kind: str
    location: str = Field(min_length=1)
    """Folder or address; what it means is the kind's to say."""
    include: Annotated[list[str], AfterValidator(_included)] = ["**"]
    """Globs of the documents that are wanted."""
    exclude: Annotated[list[str], AfterValidator(_globs)] = []
    """Globs of those among them that are not."""
    schedule: Annotated[str, AfterValidator(_schedule)] = ""
    """When it is read again by itself: ``every 15 minutes``, or a cron expression (UTC); empty is never."""
    link: str | None = None
    """A document's address in citations, with ``{path}`` and, if it has one, ``{anchor}``."""
    language: Language | None = None
    """The language of documents that do not state theirs; left out, it is told by the text."""
    readers: Annotated[list[str], BeforeValidator(_principals)] | None = None
    """Who may read what neither front matter nor an ``access.toml`` speaks of."""

    @abstractmethod
    def origin(self, around: Surroundings) -> Origin:
        """Return the place itself."""

    def place(self, around: Surroundings) -> str:
        """Return where the documents' names begin, the same for all sources that lie there."""
        return f"{self.kind}:{self.location.rstrip('/')}"

    def stated_readers(self) -> frozenset[str] | None:
        """Who may read what no rule speaks of; None where that is not for the source to say."""
        return None if self.readers is None else frozenset(self.readers)

    def reader(
        self, around: Surroundings, *, default_readers: frozenset[str], link_template: str, prefix: str
    ) -> SourceReader:
        """Return what reads the source; the arguments stand in for what it does not say itself."""
        readers = self.stated_readers()
        return SourceReader(
            name=self.name,
            origin=self.origin(around),
            default_readers=default_readers if readers is None else readers,
            default_rule="default" if readers is None else f"source {self.name}",
            link_template=link_template if self.link is None else self.link,
            language=self.language,
            selection=Selection(tuple(self.include), tuple(self.exclude)),
            place=self.place(around),
            prefix=prefix,
        )
