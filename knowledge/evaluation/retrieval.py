"""Asks an index the questions of an evaluation, each inside its asker's rights."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.answer.story import RETRIEVED
from knowledge.domain import Question, Reading
from knowledge.evaluation.conversations import Threads
from knowledge.evaluation.files import GoldQuestion
from knowledge.evaluation.predictions import Prediction
from knowledge.ports import PassageIndex, Source
from knowledge.question.follow_ups import standalone
from knowledge.question.intents import Intents

PrincipalsOf = Callable[[GoldQuestion], frozenset[str]]


@dataclass(frozen=True, slots=True)
class RestrictedSource:
    """Another source's documents, with the readers that ``rights`` give; one that they don't name is nobody's."""

    source: Source
    rights: Mapping[str, frozenset[str]]

    def read(self, progress: Callable[[int, int], None]) -> Reading:
        """Read the other source and replace the readers."""
        reading = self.source.read(progress)
        documents = (replace(one, readers=self.rights.get(one.id, frozenset())) for one in reading.documents)
        return replace(reading, documents=tuple(documents))


def retrieve(
    questions: Sequence[GoldQuestion], index: PassageIndex, principals: PrincipalsOf, intents: Intents
) -> Iterator[Prediction]:
    """Yield what the answers would be made from, question by question; between the turns of a conversation are none."""
    threads = Threads()
    for gold in questions:
        question = Question(gold.id, gold.text, gold.language, principals(gold), threads.before(gold))
        threads.add(gold)
        asked = index.mended(standalone(question, intents), question.principals)
        found = index.search(asked, question.principals, RETRIEVED)
        yield Prediction(gold.id, tuple((one.passage.document_id, one.text) for one in found))
