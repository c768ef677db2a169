"""Asks the training questions of an index of their own organisation, as a worker would, and keeps what was seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.answer.reading import Candidate, look_at
from knowledge.domain import EVERYONE, Document, Reading, Retrieved
from knowledge.index import HybridIndex, build_index
from knowledge.language.text import language_of, letters_of
from knowledge.ports import Embedder
from knowledge.training.organisations import policies_of, read_organisations
from knowledge.training.records import TrainingQuestion
from workers.training.examples import same_sentence

FOUND: Final = 10
_OVERLAP: Final = 40
"""Characters that two pieces of one document must share to be joined."""
_FRONT_MATTER: Final = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)

Progress = Callable[[str, int, int], None]
"""Called with the organisation, how many of its questions were asked, and of how many."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A question, what was found for it, and which of the candidates answer it; ``gold`` has shape (candidates,).

    ``read`` has what a reader says of the best of them, by the sentence's id().
    """

    question: TrainingQuestion
    asked: str
    found: Sequence[Retrieved]
    candidates: Sequence[Candidate]
    gold: NDArray[np.bool_]
    read: Mapping[int, float] = field(default_factory=dict)

    @property
    def golden(self) -> frozenset[int]:
        """The sentences that answer, by their id()."""
        return frozenset(id(one.sentence) for one, gold in zip(self.candidates, self.gold, strict=True) if gold)


def look(
    questions: Sequence[TrainingQuestion],
    embedder: Embedder,
    work: Path,
    progress: Progress,
) -> list[Looked]:
    """Ask every question of an index over its organisation's documents, which is kept below ``work``."""
    by_organisation: dict[str, list[TrainingQuestion]] = {}
    for question in questions:
        by_organisation.setdefault(question.org, []).append(question)
    looked: list[Looked] = []
    for org, asked in by_organisation.items():
        path = work / re.sub(r"\W", "-", embedder.name) / org
        path.mkdir(parents=True, exist_ok=True)
        build_index(_Documents(documents_of(org, asked)), embedder, path, lambda _stage, _done, _total: None)
        index = HybridIndex(path, embedder).current()
        for done, question in enumerate(asked, start=1):
            text = asked_of(question)
            found = index.search(text, frozenset({EVERYONE}), FOUND)
            candidates = look_at(text, found, embedder)
            looked.append(Looked(question, text, found, candidates, _gold(question, candidates)))
            progress(org, done, len(asked))
    return looked


def asked_of(question: TrainingQuestion) -> str:
    """Return a question as it stands alone: behind the one before it, as the search has follow-ups."""
    before = [turn.text for turn in question.history if turn.role == "user"][-1:]
    return "\n".join([*before, question.question])


def documents_of(org: str, questions: Sequence[TrainingQuestion]) -> list[Document]:
    """Return an organisation's documents: whole where they ship, else what the questions' passages have of them."""
    titles = {question.document: question.title for question in questions}
    if read_organisations()[org].invented:
        return [_document(name, titles.get(name, Path(name).stem), text) for name, text in policies_of(org).items()]
    pieces: dict[str, list[str]] = {}
    for question in questions:
        pieces.setdefault(question.document, []).append(question.passage)
    return [
        _document(f"{name}#{number}" if number else name, titles[name], text)
        for name, texts in pieces.items()
        for number, text in enumerate(joined(texts))
    ]


def joined(texts: Iterable[str]) -> list[str]:
    """Join pieces of one document where one begins with what another ends with."""
    whole: list[str] = []
    for text in sorted(set(texts), key=len, reverse=True):
        if not any(text in other for other in whole):
            whole.append(text)
    while (pair := next(_overlapping(whole), None)) is not None:
        first, second, shared = pair
        whole = [text for text in whole if text not in (first, second)] + [first + second[shared:]]
    return whole


def _overlapping(texts: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    for first in texts:
        for second in texts:
            if first is second:
                continue
            longest = min(len(first), len(second))
            shared = next((n for n in range(longest, _OVERLAP - 1, -1) if first.endswith(second[:n])), 0)
            if shared:
                yield first, second, shared


def _document(name: str, title: str, text: str) -> Document:
    body = _FRONT_MATTER.sub("", text)
    return Document(name, title, body, "", language_of(body), frozenset({EVERYONE}))


def _gold(question: TrainingQuestion, candidates: Sequence[Candidate]) -> NDArray[np.bool_]:
    wanted = [letters_of(one) for one in question.gold_sentences]
    have = (letters_of(one.sentence.quote) for one in candidates)
    return np.array([any(one == text or same_sentence(one, text) for one in wanted) for text in have], dtype=bool)


@dataclass(frozen=True, slots=True)
class _Documents:
    """A source of documents that are at hand."""

    documents: Sequence[Document]

    def read(self, progress: Callable[[int, int], None]) -> Reading:
        progress(len(self.documents), len(self.documents))
        return Reading(tuple(self.documents), ())
