"""Thousands of generated readers, documents and questions through every way out: no reader is told too much.

Each document has a mark that stands in its name, its title, its address and its text, and in no other document.
Whatever leaves the product with the mark of a document that one of its readers may not read is a leak.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from bot.intake import audience
from bot.slack.blocks import answer_message
from bot.wording import WORDINGS
from knowledge.answer.story import RETRIEVED, Answering
from knowledge.domain import Document, Message, ModelProfile, Question, Sampling, Turn
from knowledge.index import HybridIndex, build_index
from knowledge.index.dense import DenseVectors, Rows
from knowledge.index.lexical import FullText
from knowledge.language.text import language_of
from knowledge.ports import Vectors
from tests.knowledge.answering_doubles import WordEmbedder, answering
from tests.knowledge.doubles import ListSource
from tests.rights.company import MARK, Company, Reader, company
from workers.contract import pack_answer, unpack_citations

_SEED: Final = 20261125
_READERS_A_DOCUMENT: Final = 12
_AT_ONCE: Final = 4
"""Questions, as in a worker."""
_WAYS: Final = ("ask", "ask_a_model", "follow_up", "check")

Triple = tuple[Reader, int]
"""A reader, and the number of a document and its question."""


class Parrot:
    """A model that says all that it was shown."""

    name = "parrot"
    profile: ModelProfile = ModelProfile(frozenset({"en", "zh"}))

    def generate(
        self,
        prompt: Sequence[Message],
        *,
        max_new_tokens: int,
        deadline: float,
        cancelled: Callable[[], bool],
        sampling: Sampling | None = None,
    ) -> Iterator[str]:
        """Yield the prompt, line by line."""
        yield from (f"{line.removeprefix('- ')}\n" for message in prompt for line in message.content.splitlines())

    def close(self) -> None:
        """Holds nothing."""


class Desk:
    """The company's own index, asked by whoever comes."""

    def __init__(self, made_up: Company, path: Path) -> None:
        self.company = made_up
        self.index = HybridIndex(path, WordEmbedder())
        self._quoting = answering(self.index)
        self._writing = answering(self.index, Parrot())

    def ask(self, reader: Reader, number: int) -> str:
        """Ask for what one document says; return all that came out."""
        return self._answered(self._quoting, self._question(reader, self.company.questions[number]))

    def check(self, reader: Reader, number: int) -> str:
        """Look at the passages themselves, as `/kb check` does."""
        asked = self._question(reader, self.company.questions[number])
        return repr(self.index.current().search(asked.text, asked.principals, RETRIEVED))

    def ask_a_model(self, reader: Reader, number: int) -> str:
        """The same where a model writes."""
        return self._answered(self._writing, self._question(reader, self.company.questions[number]))

    def follow_up(self, reader: Reader, number: int) -> str:
        """Ask in a thread where somebody who might, was told."""
        told = (Turn("user", self.company.questions[number]), Turn("assistant", self.company.documents[number].text))
        asked = self._question(reader, "And who is its keeper?" if number % 2 else "由谁保管？")
        return self._answered(self._quoting, replace(asked, history=told))

    def _question(self, reader: Reader, text: str) -> Question:
        return Question("q", text, language_of(text), self.company.principals(reader))

    def _answered(self, desk: Answering, question: Question) -> str:
        """The stream, the answer with its citations and records, and the message in Slack."""
        pieces: list[str] = []
        deadline = time.monotonic() + 60
        answer = desk.answer(question, emit=pieces.append, deadline=deadline, cancelled=lambda: False)
        packed = pack_answer(answer)
        message = answer_message(answer.text, unpack_citations(packed), "q", WORDINGS[question.language])
        return json.dumps([pieces, packed, message.blocks, message.notification])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A company whose documents are indexed."""
    made_up, path = company(_SEED), tmp_path_factory.mktemp("company") / "index"
    build_index(ListSource(made_up.documents), WordEmbedder(), path, lambda *_: None)
    return Desk(made_up, path)


@pytest.fixture(scope="module")
def triples(desk: Desk) -> list[Triple]:
    """Each document, asked for by several readers."""
    dice = random.Random(_SEED)  # noqa: S311 - a repeatable choice
    numbers = range(len(desk.company.documents))
    return [(reader, number) for number in numbers for reader in dice.sample(desk.company.readers, _READERS_A_DOCUMENT)]


def leaks(desk: Desk, triples: Sequence[Triple], ask: Callable[[Reader, int], str]) -> list[tuple[Reader, Document]]:
    """Whom was told of a document that they may not read."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        said = list(pool.map(lambda triple: ask(*triple), triples))
    told = [
        (reader, desk.company.documents[int(mark[1:])])
        for (reader, _), words in zip(triples, said, strict=True)
        for mark in set(MARK.findall(words))
    ]
    return [(reader, document) for reader, document in told if not desk.company.may_read(reader, document)]


def test_the_company_has_every_kind_of_reader_and_of_right(desk: Desk, triples: list[Triple]) -> None:
    """Else the tests below would prove little."""
    kinds = {name.partition(":")[0] for document in desk.company.documents for name in document.readers}
    allowed = [desk.company.may_read(reader, desk.company.documents[number]) for reader, number in triples]

    assert {"public", "everyone", "group", "domain", "user", "channel"} == kinds
    assert any(not document.readers for document in desk.company.documents)
    assert 2400 == len(triples)
    assert 400 < sum(allowed) < 1200


@pytest.mark.parametrize("way", _WAYS)
def test_nobody_is_told_what_they_may_not_read(desk: Desk, triples: list[Triple], way: str) -> None:
    """In the stream, the answer, its citations, the record, the message in Slack, a check, whoever writes it.

    A follow-up is searched with what its thread was told, inside the rights of whoever asks now; a model is shown only
    what its reader may read, whatever it then says.
    """
    share = slice(_WAYS.index(way), None, len(_WAYS))

    assert [] == leaks(desk, triples[share], getattr(desk, way))


def test_whoever_may_read_it_is_told(desk: Desk, triples: list[Triple]) -> None:
    """A desk that says nothing leaks nothing, and helps nobody. A made-up name says something else word for word."""
    company, asked = desk.company, triples[::7]
    readable = [(reader, n) for reader, n in asked if company.documents[n].readers & company.principals(reader)]
    told = [f"M{number:04d}" in desk.ask(reader, number) for reader, number in readable]

    assert sum(told) >= 0.97 * len(told) > 50


def _dense_unfiltered(patch: pytest.MonkeyPatch) -> None:
    real = DenseVectors.nearest

    def nearest(vectors: DenseVectors, query: Vectors, rows: Rows, count: int) -> list[int]:
        return real(vectors, query, np.arange(len(vectors._codes)), count)

    patch.setattr(DenseVectors, "nearest", nearest)


def _full_text_unfiltered(patch: pytest.MonkeyPatch) -> None:
    real = FullText.match
    patch.setattr(FullText, "match", lambda index, text, _, limit: real(index, text, range(10_000), limit))


def _guests_taken_for_members(patch: pytest.MonkeyPatch) -> None:
    real = audience.principals_of
    patch.setattr(audience, "principals_of", lambda user, groups: real(replace(user, is_full_member=True), groups))


def _channels_answered_as_their_first_reader(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audience, "shared_principals", lambda _, people, groups: audience.principals_of(people[0], groups))


@pytest.mark.parametrize(
    "broken",
    [_dense_unfiltered, _full_text_unfiltered, _guests_taken_for_members, _channels_answered_as_their_first_reader],
)
def test_without_a_filter_the_test_would_fail(
    desk: Desk, triples: list[Triple], monkeypatch: pytest.MonkeyPatch, broken: Callable[[pytest.MonkeyPatch], Any]
) -> None:
    """Each filter by itself is needed, and its loss is seen in every way out."""
    broken(monkeypatch)

    assert all(any(leaks(desk, [triple], getattr(desk, way)) for triple in triples) for way in _WAYS)
