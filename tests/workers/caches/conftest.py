"""One question behind the real cache."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from redis import Redis

from knowledge.answer.cache import CachingAnswering
from knowledge.domain import EVERYONE, Answer, Passage, Question
from knowledge.ports import Embedder, Generator
from tests.knowledge.answering_doubles import ListIndex, ScriptedGenerator, answering
from tests.knowledge.builders import passage
from workers.caches.answers import RedisAnswerCache

LEAVE = passage("Annual leave is 25 working days per year.")


@dataclass
class Cached:
    """A desk behind the cache, and what it emitted."""

    answering: CachingAnswering
    index: ListIndex
    emitted: list[str] = field(default_factory=list)

    def ask(
        self,
        text: str = "How long is annual leave?",
        *principals: str,
        cancelled: bool = False,
        deadline: float = 300,
        **more: object,
    ) -> Answer:
        """Ask, as somebody with these principals."""
        question = Question("q", text, "en", frozenset(principals or (EVERYONE,)))
        for name, value in more.items():
            object.__setattr__(question, name, value)
        self.emitted.clear()
        return self.answering.answer(
            question,
            emit=self.emitted.append,
            deadline=time.monotonic() + deadline,
            cancelled=lambda: cancelled,
        )

    @property
    def searches(self) -> int:
        """How often something was searched."""
        return len(self.index.searched)


Make = Callable[..., Cached]


@pytest.fixture
def make(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Build a desk, as another process would: nothing but Redis is shared. It is one day, whenever the tests run."""
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    monkeypatch.setattr("knowledge.index.editions.datetime", SimpleNamespace(now=lambda _zone: noon))

    def build(
        passages: Sequence[Passage] = (LEAVE,),
        *,
        generator: Generator | None = None,
        embedder: Embedder | None = None,
        semantic: bool = False,
        version: str = "v000007",
        client: Redis = redis,
    ) -> Cached:
        index = ListIndex(passages, version)
        desk = answering(index, generator, embedder=embedder)
        return Cached(CachingAnswering(desk, RedisAnswerCache(client), semantic), index)

    return build


@pytest.fixture
def writer() -> ScriptedGenerator:
    """A generator that writes what the policy says."""
    return ScriptedGenerator(["Annual leave is 25 working days per year."])
