"""What was found for an answer, as records and replies keep it: whether somebody may read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.records.models import AnswerRecord
from knowledge.rights.readers import may_read
from workers.contract import Json


def is_open(found: Iterable[Json], principals: AbstractSet[str]) -> bool:
    """Whether all passages may be read, by the readers that they had when they were found."""
    return all(may_read(each.get("readers", ()), principals) for each in found)


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see of what was found.

    What ``principals`` may read by the readers that it had then, and of that only what is in ``documents``, which they
    may read by the rules of now: a document that was opened since may have been opened for what is no longer in it.
    """

    principals: AbstractSet[str]
    documents: AbstractSet[str]

    def of(self, found: Iterable[Json]) -> list[Json]:
        """Those of the passages that may be seen."""
        return [each for each in found if each["document"] in self.documents and is_open([each], self.principals)]

    def has_all(self, found: Sequence[Json]) -> bool:
        """Whether all of them may be seen."""
        return len(self.of(found)) == len(found)

    def has_document(self, document: str, found: Iterable[Json]) -> bool:
        """The same of one document; False where nothing of it was found, since nobody knows its readers then."""
        passages = [each for each in found if each["document"] == document]
        return bool(passages) and self.has_all(passages)

    def has_answer(self, record: AnswerRecord) -> bool:
        """Whether all that an answer is from may be seen, and nobody wonders what it is from."""
        quoted = {citation["document"] for citation in record.citations}
        return self.has_all(record.retrieved) and quoted <= documents_of(record)


def documents_of(record: AnswerRecord) -> set[str]:
    """The documents that something was found in for an answer."""
    return {each["document"] for each in record.retrieved}
