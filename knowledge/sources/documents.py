"""Conversions -> documents: titles, links, and who may read each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from knowledge.domain import Document, Language, Problem
from knowledge.formats.archive import is_archive
from knowledge.formats.facts import title_from
from knowledge.formats.standing import standing_by_name
from knowledge.rights.folders import FolderRules
from knowledge.rights.rules import ACCESS_FILE, NOBODY
from knowledge.sources.access import Contents, archive_of
from knowledge.sources.conversion import Conversion
from knowledge.sources.files import may_be_rules
from knowledge.sources.links import document_link

_STRAY: Final = (
    "Its text names readers where they do not count. Write them between two lines --- at its very beginning (Markdown, "
    f"text, HTML), or into an {ACCESS_FILE}."
)


@dataclass(frozen=True, slots=True)
class DocumentMaker:
    """Makes the documents of one source; one from an archive has the archive's link.

    ``link`` gives a document's own address, empty where it has none. Documents are ``authored`` unless anybody may have
    written into them, so that nothing in their text is heeded as a rule.
    """

    rules: FolderRules
    source: str
    prefix: str
    link: Callable[[str], str]
    link_template: str
    language: Language | None
    authored: bool = True

    def documents(self, contents: Contents, problems: list[Problem]) -> Iterator[Document]:
        """Yield the documents in the order of the contents; what is none becomes a problem."""
        for name, content in contents.items():
            if may_be_rules(name):
                continue
            if content.error:
                problems.append(Problem(name, content.error))
            elif not is_archive(name):
                problems.extend(Problem(name, note) for note in content.notes)
                yield self._document(name, archive_of(name, contents), content, problems)

    def _document(self, name: str, file: str, content: Conversion, problems: list[Problem]) -> Document:
        readers, rule = self._readers(name, file, content, problems)
        default = None if content.states_language else self.language
        standing = content.standing
        if standing.until is None and not standing.current:
            standing = standing_by_name(name, content.title)
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
            owner=content.owner,
        )

    def _readers(
        self, name: str, file: str, content: Conversion, problems: list[Problem]
    ) -> tuple[frozenset[str], str]:
        """Return who may read the document and what says so: its own rule, else its folder's, else its source's."""
        if fault := content.fault or (_STRAY if content.stray and self.authored else ""):
            problems.append(Problem(name, f"{fault} Until it is mended nobody may read this document."))
            return NOBODY, f"front matter: {fault}"
        if content.readers is not None:
            return frozenset(content.readers), "front matter"
        return self.rules.readers_of(name, file)
