"""Many answers in one batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from knowledge.domain import Message, Sampling
from knowledge.errors import DeadlineExceeded, GenerationFailed
from workers.backends.engine import Engine, loops
from workers.backends.transformers_generator import TransformersGenerator
from workers.models import PreparedModels

TOKENS = 10
PROMPTS = tuple(
    (
        Message("system", "Answer from the passages alone, in one or two sentences. Add nothing of your own, please."),
        Message("user", f"Staff get {20 + number} days of leave. " * (1 + 3 * number) + "How many days of leave?"),
    )
    for number in range(4)
)


def write(generator: TransformersGenerator, number: int, *, seconds: float = 500, **more: Any) -> str:  # noqa: ANN401 - the port's arguments
    """One of the prompts' answers."""
    limits: dict[str, Any] = {"max_new_tokens": TOKENS, "cancelled": lambda: False, **more}
    return "".join(generator.generate(PROMPTS[number], deadline=time.monotonic() + seconds, **limits))


def together(generator: TransformersGenerator, apart: int = 0) -> list[str | Exception]:
    """All prompts' answers, or what went wrong with each, asked for so many steps of the engine apart.

    The engine waits for whom it is their turn to ask, so that who is written beside whom does not depend on the time.
    """
    engine, steps = generator._engine, count()
    assert isinstance(engine, Engine)
    turns = [Event() for _ in PROMPTS]
    turns[0].set()
    own = engine._admit

    def admit() -> None:
        step = next(steps)
        if not apart and not step:
            _let(turns, engine, len(PROMPTS))
        elif apart and step and not step % apart:
            _let(turns[step // apart :][:1], engine, 1)
        own()

    def one(number: int) -> str | Exception:
        assert turns[number].wait(120)
        try:
            return write(generator, number)
        except GenerationFailed as error:
            return error

    engine._admit = admit  # type: ignore[method-assign]
    try:
        with ThreadPoolExecutor(len(PROMPTS)) as pool:
            return list(pool.map(one, range(len(PROMPTS))))
    finally:
        engine._admit = own  # type: ignore[method-assign]


def _let(turns: Sequence[Event], engine: Engine, waiting: int) -> None:
    """Let these ask, and wait until so many do."""
    for turn in turns:
        turn.set()
    end = time.monotonic() + 120
    while turns and len(engine._waiting) < waiting:
        assert time.monotonic() < end
        time.sleep(0.001)


@contextmanager
def decoding(generator: TransformersGenerator, changed: Callable[..., list[torch.Tensor]]) -> Iterator[None]:
    """Let every decoding step go through ``changed``, which gets the model's own."""
    own = generator._model.decode
    generator._model.decode = lambda tokens, caches: changed(own, tokens, caches)  # type: ignore[method-assign]
    try:
        yield
    finally:
        generator._model.decode = own  # type: ignore[method-assign]


@pytest.fixture(scope="module")
def packed(prepared_models: PreparedModels) -> TransformersGenerator:
    """As it runs by default: bf16 with packed layers where the processor has it."""
    return TransformersGenerator(prepared_models.generator, threads=1)


@pytest.fixture(scope="module")
def alone(packed: TransformersGenerator) -> list[str]:
    """Each prompt's answer with nothing beside it."""
    return [write(packed, number) for number in range(len(PROMPTS))]


@pytest.mark.parametrize("apart", [0, 2])
def test_answers_of_one_batch_are_those_written_alone(
    packed: TransformersGenerator, alone: list[str], apart: int
) -> None:
    """Prompts of differing lengths, joining at once or while others are being written."""
    sizes: list[int] = []

    def counted(own: Any, tokens: Sequence[int], caches: Any) -> list[torch.Tensor]:  # noqa: ANN401 - the model's own
        sizes.append(len(tokens))
        logits: list[torch.Tensor] = own(tokens, caches)
        return logits

    with decoding(packed, counted):
        assert alone == together(packed, apart)
    assert (4 if not apart else 2) <= max(sizes), "nothing was ever computed together"


def test_sampled_versions_differ_and_a_seed_repeats_one(packed: TransformersGenerator) -> None:
    """Whatever else is in the batch."""
    with ThreadPoolExecutor(3) as pool:
        texts = list(pool.map(lambda seed: write(packed, 1, sampling=Sampling(1.2, 0.95, seed)), (1, 2, 1)))

    assert texts[0] == texts[2] != texts[1]


def test_out_of_memory_halves_the_batch_and_loses_no_answer(packed: TransformersGenerator, alone: list[str]) -> None:
    """The rows begin anew and go on with the words that they had."""

    def small(own: Any, tokens: Sequence[int], caches: Any) -> list[torch.Tensor]:  # noqa: ANN401 - as above
        if len(tokens) > 1:
            raise packed._model._not_computed(torch.OutOfMemoryError("CUDA out of memory."))
        logits: list[torch.Tensor] = own(tokens, caches)
        return logits

    with decoding(packed, small):
        assert alone == together(packed)
    assert packed._engine._limit < 16
    packed._engine._limit = 16


def test_numbers_that_are_not_finite_end_one_answer_only(packed: TransformersGenerator, alone: list[str]) -> None:
    """The rows beside it are written to their end."""

    def broken(own: Any, tokens: Sequence[int], caches: Any) -> list[torch.Tensor]:  # noqa: ANN401 - as above
        logits: list[torch.Tensor] = own(tokens, caches)
        longest = max(cache.get_seq_length() for cache in caches)
        lengths = [cache.get_seq_length() for cache in caches]
        if len(caches) == len(PROMPTS):
            logits[lengths.index(longest)] = torch.full_like(logits[0], float("nan"))
        return logits

    with decoding(packed, broken):
        texts = together(packed)

    assert alone[:3] == texts[:3]
    assert "not finite" in str(texts[3])


def test_a_full_queue_is_told_at_once(prepared_models: PreparedModels, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is then quoted; whoever waits already keeps the place, and a deadline passes in the queue as well."""
    narrow = TransformersGenerator(prepared_models.generator, threads=1, batch=1, queue=1)
    started, go_on = Event(), Event()
    passed = [0.0]
    clock = SimpleNamespace(monotonic=lambda: time.monotonic() + passed[-1])

    def held(own: Any, tokens: Sequence[int], caches: Any) -> list[torch.Tensor]:  # noqa: ANN401 - as above
        started.set()
        go_on.wait(120)
        logits: list[torch.Tensor] = own(tokens, caches)
        return logits

    with decoding(narrow, held), ThreadPoolExecutor(2) as pool:
        monkeypatch.setattr("workers.backends.requests.time", clock)
        first = pool.submit(write, narrow, 0, seconds=3600)
        assert started.wait(120)
        waiting = pool.submit(write, narrow, 1, seconds=600)
        while not narrow._engine._waiting:
            time.sleep(0.01)
        with pytest.raises(GenerationFailed, match="The model is busy"):
            write(narrow, 2)
        passed.append(600.0)
        with pytest.raises(DeadlineExceeded):
            waiting.result()
        go_on.set()
        assert first.result()
        passed.append(0.0)

    assert write(narrow, 0)
    narrow.close()
    with pytest.raises(GenerationFailed, match="stopping"):
        write(narrow, 0)


def test_a_loop_is_seen_and_a_table_rule_is_none() -> None:
    """Four times the same words, and at least 24 tokens of it."""
    assert loops([9, *([1, 2, 3, 4, 5, 6, 7] * 4)])
    assert not loops([9, *([1, 2, 3, 4, 5, 6, 7] * 3)])
    assert not loops([7] * 20)
