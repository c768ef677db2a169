"""The same company behind one answer cache: no reader is told what was answered to somebody who may read more."""

from __future__ import annotations

import random
from typing import Final

import pytest
from redis import Redis

from knowledge.answer.cache import CachingAnswering
from knowledge.index import HybridIndex, build_index
from knowledge.index.searching import IndexVersion
from knowledge.language.text import language_of
from tests.knowledge.answering_doubles import WordEmbedder, answering
from tests.knowledge.doubles import ListSource
from tests.rights.company import MARK, Company, Reader, answer_to, company
from workers.caches.answers import RedisAnswerCache, counts

_SEED: Final = 20261125
_DOCUMENTS: Final = 40
_READERS_A_DOCUMENT: Final = 12


@pytest.fixture(scope="module")
def made_up() -> Company:
    """The company."""
    return company(_SEED, documents=_DOCUMENTS)


@pytest.fixture(scope="module")
def index(made_up: Company, tmp_path_factory: pytest.TempPathFactory) -> HybridIndex:
    """Its documents."""
    path = tmp_path_factory.mktemp("cached") / "index"
    build_index(ListSource(made_up.documents), WordEmbedder(), path, lambda *_: None)
    return HybridIndex(path, WordEmbedder())


def _leaks(made_up: Company, index: HybridIndex, redis: Redis) -> list[tuple[Reader, str]]:
    """Ask for each document, as those who may read it and those who may not; whom was told what they may not read."""
    dice = random.Random(_SEED)  # noqa: S311 - a repeatable choice
    cached = CachingAnswering(answering(index), RedisAnswerCache(redis), semantic=True)
    told = []
    for text in made_up.questions:
        for number, reader in enumerate(dice.sample(made_up.readers, _READERS_A_DOCUMENT)):
            asked = f"Please: {text}" if number % 3 == 2 else text
            answer = answer_to(asked, language_of(text), made_up.principals(reader), cached)
            told += [(reader, mark) for mark in set(MARK.findall(repr(answer)))]
    return [(reader, mark) for reader, mark in told if not made_up.may_read(reader, made_up.documents[int(mark[1:])])]


def test_no_cached_answer_reaches_whoever_may_not_read_what_it_quotes(
    made_up: Company, index: HybridIndex, redis: Redis
) -> None:
    """By the same words or the same meaning, while many are answered from the cache."""
    assert [] == _leaks(made_up, index, redis)
    assert counts(redis)["cached"] > counts(redis)["asked"] / 6


def test_without_the_audience_in_the_key_the_test_would_fail(
    made_up: Company, index: HybridIndex, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the audience in the key that keeps them apart."""
    monkeypatch.setattr(IndexVersion, "audience", lambda _index, _principals: "all")

    assert _leaks(made_up, index, redis)
