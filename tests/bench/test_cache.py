"""The answer cache: how long a hit takes inside Frontdesk, and what a hundred identical questions at once cost."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from redis import Redis

from knowledge.answer.cache import CachingAnswering
from knowledge.answer.story import Answering
from knowledge.domain import EVERYONE, PUBLIC, Answer, Message, ModelProfile, Question, Sampling
from knowledge.index import HybridIndex, build_index
from knowledge.language.text import language_of
from knowledge.ports import Generator
from knowledge.sources.folder import FolderSource
from tests.bench.figures import Figures, against, milliseconds, p50_p99, percentile
from workers.backends.transformers_embedder import TransformersEmbedder
from workers.backends.transformers_generator import TransformersGenerator
from workers.caches.answers import RedisAnswerCache
from workers.caches.vectors import RememberingEmbedder
from workers.models import PreparedModels
from workers.settings import SAMPLE_POLICIES

pytestmark = pytest.mark.bench

QUESTIONS: Final = Path(__file__).parents[1] / "eval" / "sample_questions.jsonl"
ASKED: Final = 40
ROUNDS: Final = 25
CALLERS: Final = 4
"""As many as a worker has threads."""
AT_ONCE: Final = 100
GOAL_MS: Final = 25
TOGETHER: Final = "My laptop was stolen. How quickly must I report it?"


@dataclass
class Counting:
    """A generator that counts what it is asked for."""

    generator: Generator
    asked: int = 0

    @property
    def name(self) -> str:
        """The generator's."""
        return self.generator.name

    @property
    def profile(self) -> ModelProfile:
        """The generator's."""
        return self.generator.profile

    def generate(
        self,
        prompt: Sequence[Message],
        *,
        max_new_tokens: int,
        deadline: float,
        cancelled: Callable[[], bool],
        sampling: Sampling | None = None,
    ) -> Iterator[str]:
        """Yield what the generator does."""
        self.asked += 1
        yield from self.generator.generate(
            prompt, max_new_tokens=max_new_tokens, deadline=deadline, cancelled=cancelled, sampling=sampling
        )


@dataclass(frozen=True)
class Company:
    """The sample company with the default models."""

    index: HybridIndex
    embedder: RememberingEmbedder
    generator: Generator

    def answering(self, generator: Generator | None, redis: Redis) -> CachingAnswering:
        """A worker of its own, but for the models."""
        return CachingAnswering(Answering(self.index, self.embedder, generator), RedisAnswerCache(redis))


@pytest.fixture(scope="module")
def company(prepared_models: PreparedModels, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Its index, built."""
    embedder = TransformersEmbedder(prepared_models.embedder, threads=1)
    path = tmp_path_factory.mktemp("cache") / "index"
    source = FolderSource(SAMPLE_POLICIES, frozenset({EVERYONE}), "https://policies.example/{path}#{anchor}")
    build_index(source, embedder, path, lambda *_: None)
    remembering = RememberingEmbedder(embedder)
    generator = TransformersGenerator(prepared_models.generator, threads=1)
    return Company(HybridIndex(path, remembering), remembering, generator)


def _ask(answering: CachingAnswering, text: str) -> tuple[float, Answer]:
    question = Question("q", text, language_of(text), frozenset({EVERYONE, PUBLIC}))
    began = time.perf_counter()
    answer = answering.answer(question, emit=lambda _: None, deadline=time.monotonic() + 600, cancelled=lambda: False)
    return time.perf_counter() - began, answer


def test_a_hit(company: Company, redis: Redis, figures: Figures) -> None:
    """From the question to the whole answer with all that was retrieved for it; quotes only, which are the longest."""
    texts = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()[:ASKED]]
    answering = company.answering(None, redis)
    made = [_ask(answering, text)[0] for text in texts]
    alone = [_ask(answering, text) for _ in range(ROUNDS) for text in texts]
    with ThreadPoolExecutor(CALLERS) as pool:
        together = list(pool.map(lambda text: _ask(answering, text), texts * ROUNDS))
    hits = [[seconds for seconds, _ in asked] for asked in (alone, together)]
    size = sum(redis.memory_usage(key) or 0 for key in redis.scan_iter("frontdesk:cache:answer:*")) / len(texts)
    met = percentile(hits[1], 99) * 1000 <= GOAL_MS
    figures.show(
        "An answer from the cache, inside Frontdesk (ms)",
        ("", "p50", "p99", "goal for p99"),
        [
            ("made: search, ranking, quotes", *p50_p99(made)),
            ("exact hit, one caller", *p50_p99(hits[0])),
            (f"exact hit, {CALLERS} callers", *p50_p99(hits[1]), against(f"≤ {GOAL_MS}", met=met)),
            ("memory of one answer, KB", f"{size / 1024:.1f}"),
        ],
    )

    assert all(answer.cached == "exact" for _, answer in (*alone, *together))


def test_a_hundred_identical_questions_at_once(
    company: Company, redis: Redis, redis_url: str, figures: Figures
) -> None:
    """Each caller with a connection and a cache of its own, as if each were another process."""
    alone, _ = _ask(company.answering(company.generator, redis), TOGETHER)
    redis.flushdb()
    counting = Counting(company.generator)
    with ExitStack() as stack, ThreadPoolExecutor(AT_ONCE) as pool:
        clients = [stack.enter_context(Redis.from_url(redis_url)) for _ in range(AT_ONCE)]
        callers = [company.answering(counting, client) for client in clients]
        began = time.perf_counter()
        answers = [answer for _, answer in pool.map(lambda caller: _ask(caller, TOGETHER), callers)]
        seconds = time.perf_counter() - began
    figures.show(
        f"{AT_ONCE} identical questions at once",
        ("", "figure", "goal"),
        [
            ("generations", str(counting.asked), against("1", met=counting.asked == 1)),
            ("one question alone, ms", milliseconds(alone)),
            ("until all were answered, ms", milliseconds(seconds)),
        ],
    )

    assert 1 == counting.asked
    assert 1 == len({answer.text for answer in answers})
