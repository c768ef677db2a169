"""A folder on this machine as a source of documents."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from knowledge.domain import EVERYONE, Document, Problem, Reading
from knowledge.errors import DocumentUnreadable, SettingError
from knowledge.formats import LARGEST, READERS, supported
from knowledge.formats.archive import SUFFIXES, is_archive
from knowledge.formats.bounded import USUAL, Converters, Limits
from knowledge.formats.converted import Converted
from knowledge.sources.links import document_link
from knowledge.sources.rights import (
    ACCESS_FILE,
    NOBODY,
    AccessRuleInvalid,
    FolderRule,
    FolderRules,
    parse_principals,
    read_rule,
    stated_readers,
)


@dataclass(frozen=True, slots=True)
class FolderSource:
    """Every document below ``root`` that has a supported suffix; implements `knowledge.ports.Source`.

    ``default_readers`` may read what neither front matter nor an ``access.toml`` speaks of. ``link_template`` may hold
    ``{path}`` and ``{anchor}``. Hidden files are left alone; links to folders, and links that leave the root, are
    reported and not followed. ``limits`` bound each conversion.
    """

    root: Path
    default_readers: frozenset[str] = frozenset({EVERYONE})
    link_template: str = ""
    limits: Limits = USUAL

    def read(self, progress: Callable[[int, int], None]) -> Reading:
        """Read and convert every document, in the order of their ids.

        Raises SettingError where the folder is missing or the default readers are none.
        """
        try:
            parse_principals(sorted(self.default_readers))
        except AccessRuleInvalid as error:
            raise SettingError(f"The documents' default readers are wrong: {error}") from None
        if not self.root.is_dir():
            raise SettingError(f"The documents' folder {self.root} does not exist. Create it or name another.")
        problems: list[Problem] = []
        files = sorted(self._files(problems))
        rules = self._rules(files, problems)
        names = [name for name in files if not _is_rules(name)]
        documents = []
        with Converters(self.limits) as converters:
            for conversion in converters.convert_all(self._contents(names, progress)):
                if isinstance(conversion.result, Converted):
                    document = self._document(conversion.name, conversion.result, rules, problems, conversion.file)
                    documents.append(document)
                else:
                    problems.append(Problem(conversion.name, str(conversion.result)))
        progress(len(names), len(names))
        problems.sort(key=lambda problem: (problem.document, problem.reason))
        return Reading(tuple(sorted(documents, key=lambda one: one.id)), tuple(problems))

    def read_one(self, name: str) -> Document | None:
        """Read and convert one document by its id; None where the walk of the folder would not come to it.

        Raises DocumentUnreadable.
        """
        problems: list[Problem] = []
        files = sorted(self._files(problems))
        if name not in files or _is_rules(name):
            return None
        if is_archive(name):
            raise DocumentUnreadable("It is an archive of several documents. Unpack it to read one.")
        with Converters(self.limits) as converters:
            converted = converters.convert(name, _content(self.root / name))
        return self._document(name, converted, self._rules(files, problems), problems, name)

    def _contents(
        self, names: Sequence[str], progress: Callable[[int, int], None]
    ) -> Iterator[tuple[str, bytes | DocumentUnreadable]]:
        for done, name in enumerate(names):
            progress(done, len(names))
            try:
                yield name, _content(self.root / name)
            except DocumentUnreadable as error:
                yield name, error

    def _files(self, problems: list[Problem]) -> Iterator[str]:
        """Yield the ids of supported documents and of the rules files."""
        for folder, folders, files in os.walk(self.root, onerror=lambda error: problems.append(_unlistable(error))):
            here = Path(folder)
            folders[:] = [name for name in folders if self._is_wanted(here / name, problems)]
            for name in files:
                file = here / name
                if _is_rules(name):
                    yield self._id(file)  # a link that leads nowhere is a rule that cannot be read, not none
                elif not self._is_wanted(file, problems):
                    continue
                elif supported(name) or is_archive(name):
                    yield self._id(file)
                else:
                    kinds = ", ".join((*READERS, *SUFFIXES))
                    problems.append(Problem(self._id(file), f"Its format is not supported. Supported are {kinds}."))

    def _is_wanted(self, path: Path, problems: list[Problem]) -> bool:
        if path.name.startswith("."):
            return False
        reason = self._obstacle(path)
        if reason:
            problems.append(Problem(self._id(path).encode(errors="replace").decode(), reason))
        return reason is None

    def _obstacle(self, path: Path) -> str | None:
        """Say why a path may not be walked, if so."""
        try:
            path.name.encode()
        except UnicodeEncodeError:
            return "Its name is not valid UTF-8. Rename it."
        if not path.is_symlink():
            return None
        if not path.resolve().is_relative_to(self.root.resolve()):
            return "It is a link that leaves the documents' folder. Put the document itself there."
        if not path.is_file():
            return "It is a link to a folder or to nothing. Only links to documents are followed."
        return None

    def _rules(self, files: list[str], problems: list[Problem]) -> FolderRules:
        by_folder = {}
        for name in files:
            path = PurePosixPath(name)
            if not _is_rules(name):
                continue
            try:
                by_folder[path.parent] = rule = read_rule(self.root / name)
            except AccessRuleInvalid as error:
                problems.append(Problem(name, f"{error} Until it is mended nobody may read this folder."))
                by_folder[path.parent] = FolderRule(NOBODY, {})
            else:
                absent = sorted(set(rule.documents) - {other.name for other in (self.root / path.parent).iterdir()})
                problems.extend(
                    Problem(name, f"It has a rule for “{it}”, which is not in this folder.") for it in absent
                )
        return FolderRules(by_folder, self.default_readers)

    def _document(
        self, name: str, converted: Converted, rules: FolderRules, problems: list[Problem], file: str
    ) -> Document:
        """Return the document; one from an archive has the archive's link and rights."""
        problems.extend(Problem(name, note) for note in converted.notes)
        return Document(
            id=name,
            title=converted.title or name,
            text=converted.text,
            url=document_link(self.link_template, file),
            language=converted.language,
            readers=_readers(name, converted, rules.readers_of(file), problems),
            effective=converted.effective,
            pages=converted.pages,
        )

    def _id(self, file: Path) -> str:
        return file.relative_to(self.root).as_posix()


def _is_rules(name: str) -> bool:
    """Tell a rules file, however its name is capitalised: one that is overlooked would open its folder."""
    return PurePosixPath(name).name.lower() == ACCESS_FILE


def _readers(name: str, converted: Converted, inherited: frozenset[str], problems: list[Problem]) -> frozenset[str]:
    """Return the document's readers: its own rule, else what it inherits of its folder."""
    try:
        own = stated_readers(converted.meta)
    except AccessRuleInvalid as error:
        problems.append(Problem(name, f"{error} Until it is mended nobody may read this document."))
        return NOBODY
    return inherited if own is None else own


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise DocumentUnreadable(f"It could not be read: {error.strerror}.") from error


def _unlistable(error: OSError) -> Problem:
    return Problem(str(error.filename), f"This folder could not be listed: {error.strerror}.")
