"""The same company, whose rules changed before a rollback: nobody is told what either version keeps from them."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from redis import Redis

from knowledge.answer.cache import CachingAnswering
from knowledge.answer.story import RETRIEVED
from knowledge.domain import Document
from knowledge.index import HybridIndex, build_index
from knowledge.index.versions import roll_back
from knowledge.language.text import language_of
from tests.knowledge.answering_doubles import WordEmbedder, answering
from tests.knowledge.doubles import ListSource
from tests.rights.company import MARK, Company, Reader, answer_to, company
from workers.caches.answers import RedisAnswerCache

_SEED: Final = 20261126
_DOCUMENTS: Final = 40
_READERS_A_DOCUMENT: Final = 12


@pytest.fixture(scope="module")
def made_up() -> Company:
    """The company as it was."""
    return company(_SEED, documents=_DOCUMENTS)


@pytest.fixture(scope="module")
def since(made_up: Company) -> tuple[Document, ...]:
    """Its documents, each with the readers that another had."""
    readers = [document.readers for document in made_up.documents]
    random.Random(_SEED).shuffle(readers)  # noqa: S311 - a repeatable choice
    return tuple(replace(document, readers=each) for document, each in zip(made_up.documents, readers, strict=True))


@pytest.fixture
def index(made_up: Company, tmp_path: Path) -> HybridIndex:
    """What the company published first."""
    build_index(ListSource(made_up.documents), WordEmbedder(), tmp_path / "index", lambda *_: None)
    return HybridIndex(tmp_path / "index", WordEmbedder())


def _asked(made_up: Company) -> list[tuple[Reader, int]]:
    dice = random.Random(_SEED)  # noqa: S311 - a repeatable choice
    return [(reader, n) for n in range(_DOCUMENTS) for reader in dice.sample(made_up.readers, _READERS_A_DOCUMENT)]


def test_nobody_is_told_what_either_version_keeps_from_them(
    made_up: Company, since: tuple[Document, ...], index: HybridIndex, tmp_path: Path, redis: Redis
) -> None:
    """In what is found, or in an answer from the cache that the version gave before the rules changed."""
    cached = CachingAnswering(answering(index), RedisAnswerCache(redis), semantic=True)

    def told(reader: Reader, number: int) -> set[int]:
        text, principals = made_up.questions[number], made_up.principals(reader)
        answer = answer_to(text, language_of(text), principals, cached)
        found = index.search(text, principals, RETRIEVED)
        return {int(mark[1:]) for mark in MARK.findall(repr((answer, found)))}

    first = [number in told(reader, number) for reader, number in _asked(made_up)]
    build_index(ListSource(since), WordEmbedder(), tmp_path / "index", lambda *_: None)
    roll_back(tmp_path / "index", None, lambda: None)
    after = [told(reader, number) for reader, number in _asked(made_up)]

    may_read = [
        {n for n in range(_DOCUMENTS) if all(made_up.may_read(reader, one[n]) for one in (made_up.documents, since))}
        for reader, _ in _asked(made_up)
    ]
    assert [] == [marks - allowed for marks, allowed in zip(after, may_read, strict=True) if marks - allowed]
    asked = [number for _, number in _asked(made_up)]
    readable = [
        number in marks for number, marks, allowed in zip(asked, after, may_read, strict=True) if number in allowed
    ]
    assert sum(first) > sum(readable) == len(readable) > 10
