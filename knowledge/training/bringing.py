"""Bring the passages of the questions together: from the policies here, from folders of records, from repositories."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from knowledge.errors import SourceUnreachable
from knowledge.training.organisations import Organisation, Organisations
from knowledge.training.passages import Found, texts_in, texts_of, texts_of_the_invented
from knowledge.training.records import complete, write_lines
from knowledge.training.references import ReferredQuestion, completed
from knowledge.training.repositories import Repository

PASSAGES: Final = "passages.jsonl"

Progress = Callable[[str, int, int], None]
"""Called with an organisation's name, how many of its passages are there, and how many there are."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What an organisation's questions have of their passages; one whose sentences are not all there is missing."""

    organisation: Organisation
    languages: tuple[str, ...]
    questions: int
    answerable: int
    found: int
    missing: int


@dataclass(slots=True)
class Bringing:
    """Brings passages into ``to``, a file of complete records; what the file has already is not brought again."""

    questions: Sequence[ReferredQuestion]
    organisations: Organisations
    to: Path
    show: Progress
    wrong: list[str] = field(default_factory=list)
    """A sentence for each passage that was left out because it is not the one that the questions were written on."""
    unreachable: list[str] = field(default_factory=list)
    """A sentence for each repository that could not be read."""
    _known: dict[str, str] = field(default_factory=dict)

    def bring(self, folders: Sequence[Path]) -> list[Brought]:
        """Take the texts from the folders; without any, from the repositories. Raises TrainingDataInvalid."""
        self._known |= texts_of_the_invented(self.questions, self.organisations)
        for place in (*([self.to] if self.to.exists() else []), *folders):
            self._known |= texts_in(place)
        self._write()
        if not folders:
            self._fetch()
        return [self._brought(slug) for slug in self.organisations]

    def _fetch(self) -> None:
        """Ask each repository that has something missing; the file is written after each, so a stop costs only one."""
        for slug, organisation in self.organisations.items():
            questions = self._of(slug)
            if organisation.repository and any(self._missing(question) for question in questions):
                self.show(organisation.name, 0, len(questions))
                try:
                    found = self._read(organisation, questions)
                except SourceUnreachable as error:
                    self.unreachable.append(str(error))
                    continue
                self.wrong += (f"{organisation.name}: {sentence}" for sentence in found.wrong)
                self._known |= found.texts
                self._write()
                self.show(organisation.name, len(questions), len(questions))

    def _read(self, organisation: Organisation, questions: Sequence[ReferredQuestion]) -> Found:
        paths = {reference.document for question in questions for reference in question.references()}
        with tempfile.TemporaryDirectory(prefix="frontdesk-", ignore_cleanup_errors=True) as copy:
            return texts_of(questions, Repository(organisation, Path(copy)).documents(sorted(paths)))

    def _write(self) -> None:
        done = (completed(question, self._known) for question in self.questions)
        write_lines(self.to, (complete(question) | self._origin(question.org) for question in done if question))

    def _origin(self, slug: str) -> dict[str, str]:
        organisation = self.organisations[slug]
        facts = {"licence": organisation.licence, "repository": organisation.repository, "commit": organisation.commit}
        return {name: value for name, value in facts.items() if value}

    def _of(self, slug: str) -> list[ReferredQuestion]:
        return [question for question in self.questions if question.org == slug]

    def _missing(self, question: ReferredQuestion) -> bool:
        return any(reference.sha256 not in self._known for reference in question.references())

    def _brought(self, slug: str) -> Brought:
        questions = self._of(slug)
        passages = {question.passage.sha256 for question in questions}
        missing = {question.passage.sha256 for question in questions if self._missing(question)}
        return Brought(
            self.organisations[slug],
            tuple(sorted({question.doc_lang for question in questions})),
            len(questions),
            sum(question.answerable for question in questions),
            len(passages - missing),
            len(missing),
        )
