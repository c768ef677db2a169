"""Conversions -> documents: titles, links, and who may read each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import PurePosixPath

from knowledge.domain import Document, Language, Problem
from knowledge.formats.archive import is_archive
from knowledge.formats.facts import title_from
from knowledge.formats.standing import standing_by_name
from knowledge.rights.rules import NOBODY, AccessRuleInvalid, FolderRule, FolderRules, parse_rule
from knowledge.sources.conversion import Conversion, is_rules
from knowledge.sources.links import document_link

Contents = Mapping[str, Conversion]
"""The conversions of a source's files by name, rules files among them."""


@dataclass(frozen=True, slots=True)
class DocumentMaker:
    """Makes the documents of one source; one from an archive has the archive's link and rights.

    ``link`` gives a document's own address, empty where it has none.
    """

    rules: FolderRules
    source: str
    prefix: str
    link: Callable[[str], str]
    link_template: str
    language: Language | None

    def documents(self, contents: Contents, problems: list[Problem]) -> Iterator[Document]:
        """Yield the documents in the order of the contents; what is none becomes a problem."""
        for name, content in contents.items():
            if content.error and not is_rules(name):
                problems.append(Problem(name, content.error))
            elif not is_rules(name) and not is_archive(name):
                problems.extend(Problem(name, note) for note in content.notes)
                yield self._document(name, _file_of(name, contents), content, problems)

    def _document(self, name: str, file: str, content: Conversion, problems: list[Problem]) -> Document:
        readers, rule = self._readers(name, file, content, problems)
        default = None if content.states_language else self.language
        standing = content.standing
        if standing.until is None and not standing.current:
            standing = standing_by_name(name)
        return Document(
            id=self.prefix + name,
            title=content.title or title_from(name),
            text=content.text,
            url=self.link(file) or document_link(self.link_template, file),
            language=default or content.language,
            readers=readers,
            effective=content.effective,
            pages=content.pages,
            rule=rule,
            source=self.source,
            left_out=content.left_out,
            until=standing.until,
            because=standing.because,
        )

    def _readers(
        self, name: str, file: str, content: Conversion, problems: list[Problem]
    ) -> tuple[frozenset[str], str]:
        """Return who may read the document and what says so: its own rule, else its folder's, else its source's."""
        if content.fault:
            problems.append(Problem(name, f"{content.fault} Until it is mended nobody may read this document."))
            return NOBODY, "front matter"
        if content.readers is not None:
            return frozenset(content.readers), "front matter"
        return self.rules.readers_of(file)


def _file_of(name: str, contents: Contents) -> str:
    """Return the archive that a document lies in, else the document itself; a folder may be named like an archive."""
    above = (str(folder) for folder in PurePosixPath(name).parents)
    return next((file for file in above if is_archive(file) and file in contents), name)


def folder_rules(
    contents: Contents, default: frozenset[str], default_rule: str, problems: list[Problem]
) -> FolderRules:
    """Parse the rules files; a malformed one closes its folder and becomes a problem."""
    by_folder = {}
    for name, content in contents.items():
        if not is_rules(name):
            continue
        try:
            rule = _parsed(content)
        except AccessRuleInvalid as error:
            problems.append(Problem(name, f"{error} Until it is mended nobody may read this folder."))
            rule = FolderRule(NOBODY, {})
        by_folder[PurePosixPath(name).parent] = rule
    return FolderRules(by_folder, default, default_rule)


def rules_for_nothing(contents: Contents, listed: AbstractSet[str]) -> Iterator[Problem]:
    """Yield a problem for each file that a rules file names and that is not there: it was meant for another name."""
    for name, content in contents.items():
        if not is_rules(name):
            continue
        try:
            rule = _parsed(content)
        except AccessRuleInvalid:
            continue  # which `folder_rules` reports
        folder = PurePosixPath(name).parent
        absent = sorted(one for one in rule.documents if str(folder / one) not in listed)
        yield from (Problem(name, f"It has a rule for “{one}”, which is not in this folder.") for one in absent)


def _parsed(content: Conversion) -> FolderRule:
    """Parse a rules file. Raises AccessRuleInvalid."""
    if content.error:
        raise AccessRuleInvalid(content.error)
    return parse_rule(content.text)
