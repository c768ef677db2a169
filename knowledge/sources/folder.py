"""A folder on this machine as a source of documents."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from knowledge.domain import EVERYONE, Document, Problem, Reading
from knowledge.errors import DocumentUnreadable, SourceUnreachable
from knowledge.formats import LARGEST
from knowledge.formats.bounded import USUAL, Limits
from knowledge.sources.files import is_hidden, is_rules, may_be_rules
from knowledge.sources.origin import Entry, Fetched, Origin
from knowledge.sources.reader import SourceReader
from knowledge.sources.records import Records
from knowledge.sources.specification import SourceSpecification, Surroundings

_LET = "Let the user that Frontdesk runs as read it, and reload."
_SETTLED_S = 2.0
"""A file changed less long ago may change again without its times showing it; its stamp is not trusted."""


@dataclass(frozen=True, slots=True)
class FolderOrigin:
    """Every file below ``root``. Implements `knowledge.sources.origin.Origin`.

    Hidden files are left alone; links to folders, and links that leave the root, are reported and not followed.
    """

    root: Path

    @property
    def kind(self) -> str:
        """The kind's name."""
        return "folder"

    @property
    def location(self) -> str:
        """The folder."""
        return str(self.root)

    def entries(self, problems: list[Problem]) -> Iterator[Entry]:
        """List the files. Raises SourceUnreachable."""
        if not self.root.is_dir():
            what = "is a file, no folder" if self.root.exists() else "does not exist"
            raise SourceUnreachable(f"The documents' folder {self.root} {what}. Create it or name another.")
        pending = [""]
        while pending:
            below = pending.pop()
            try:
                with os.scandir(self.root / below) as found:
                    items = [item for item in found if not is_hidden(item.name)]
            except OSError as error:
                problems.append(
                    Problem(below or str(self.root), f"This folder could not be listed: {error.strerror}. {_LET}")
                )
                continue
            for item in items:
                name = f"{below}{item.name}".encode(errors="replace").decode()
                if (reason := self._obstacle(item)) and not may_be_rules(name):
                    problems.append(Problem(name, reason))
                    continue  # rules behind a dead link are rules that cannot be read, not none
                is_folder = item.is_dir(follow_symlinks=False)
                if is_folder:
                    pending.append(f"{below}{item.name}/")
                if not is_folder or is_rules(item.name):  # a folder of that name is a rule that cannot be read
                    yield Entry(name, _stamp(item), name)

    def fetch(self, entry: Entry, known: str) -> Fetched:
        """Read the file. Raises DocumentUnreadable."""
        try:
            with (self.root / entry.name).open("rb") as stream:
                return Fetched(stream.read(LARGEST + 1), entry.stamp)
        except OSError as error:
            raise DocumentUnreadable(f"It could not be read: {error.strerror}. {_LET}") from error

    def link(self, name: str) -> str:
        """None of its own."""
        return ""

    def close(self) -> None:
        """Nothing is open."""

    def _obstacle(self, item: os.DirEntry[str]) -> str | None:
        """Say why a path may not be walked, if so."""
        try:
            item.name.encode()
        except UnicodeEncodeError:
            return "Its name is not valid UTF-8. Rename it."
        if not item.is_symlink():
            is_known = item.is_file(follow_symlinks=False) or item.is_dir(follow_symlinks=False)
            return None if is_known else "It is neither a file nor a folder. Remove it."
        path = Path(item.path)
        try:
            inside = path.resolve(strict=True).is_relative_to(self.root.resolve())
        except (OSError, RuntimeError):  # a loop of links is either, by Python's version
            return "It is a link to a folder or to nothing. Only links to documents are followed."
        if not inside:
            return "It is a link that leaves the documents' folder. Put the document itself there."
        return (
            None if path.is_file() else "It is a link to a folder or to nothing. Only links to documents are followed."
        )


class FolderSpecification(SourceSpecification):
    """``kind = "folder"``: ``location`` is its path, relative to ``knowledge.toml``."""

    kind: Literal["folder"]

    def origin(self, around: Surroundings) -> FolderOrigin:
        """The folder."""
        return FolderOrigin(around.base / os.path.expanduser(self.location))  # noqa: PTH111 - Path raises for a stranger's home

    def place(self, around: Surroundings) -> str:
        """The folder itself, however it is written."""
        return f"folder:{os.path.realpath(self.origin(around).root)}"


@dataclass(frozen=True, slots=True)
class FolderSource:
    """One folder that is read anew each time; implements `knowledge.ports.Source`.

    ``default_readers`` may read what neither front matter nor an ``access.toml`` speaks of. ``link_template`` may hold
    ``{path}`` and ``{anchor}``. ``limits`` bound each conversion.
    """

    root: Path
    default_readers: frozenset[str] = frozenset({EVERYONE})
    link_template: str = ""
    limits: Limits = USUAL

    def read(self, progress: Callable[[int, int], None]) -> Reading:
        """Read and convert every document, in the order of their ids.

        Raises SourceUnreachable where the folder is missing, SettingError where the default readers are none.
        """
        with Records() as records:
            return self._reader().read(records, progress)

    def read_one(self, name: str) -> Document | None:
        """Read and convert one document by its id; None where the walk of the folder would not come to it.

        Raises DocumentUnreadable.
        """
        with Records() as records:
            return self._reader().read_one(records, name)

    def _reader(self) -> SourceReader:
        origin: Origin = FolderOrigin(self.root)
        return SourceReader(
            "",
            origin,
            default_readers=self.default_readers,
            link_template=self.link_template,
            limits=self.limits,
        )


def _stamp(item: os.DirEntry[str]) -> str:
    """Return what changes with the file; empty where it was changed just now, or cannot be told."""
    try:
        state = item.stat()
    except OSError:
        return ""
    if not stat.S_ISREG(state.st_mode) or time.time() - state.st_mtime < _SETTLED_S:
        return ""
    return f"{state.st_size}:{state.st_mtime_ns}:{state.st_ctime_ns}:{state.st_ino}"
