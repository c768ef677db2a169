"""transformers' own continuous batching, on the processor and with the default model."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from knowledge.domain import Message, Sampling
from knowledge.errors import GenerationFailed
from workers.backends.causal_model import CausalModel
from workers.backends.chat_prompt import ChatPrompt
from workers.backends.choosing import chooser
from workers.backends.paged_engine import PagedEngine
from workers.backends.requests import Request
from workers.backends.transformers_generator import TransformersGenerator
from workers.models import PreparedModels

PROMPT = (Message("system", "Answer in one sentence."), Message("user", "What is the capital of France?"))


@pytest.fixture(scope="module")
def engine(prepared_models: PreparedModels) -> Iterator[PagedEngine]:
    """Small, so that it fits beside the other tests."""
    model = CausalModel(prepared_models.generator, threads=1, precision="fp32")
    engine = PagedEngine(model, batch=4, queue=4, num_blocks=16, max_batch_tokens=256)
    yield engine
    engine.close(60)


def request(prompt: ChatPrompt, sampling: Sampling | None = None, *, seconds: float = 500) -> Request:
    """For twelve tokens."""
    return Request(prompt, 12, chooser(sampling), time.monotonic() + seconds, sampling)


def test_it_writes_what_the_other_engine_writes(engine: PagedEngine, generator: TransformersGenerator) -> None:
    """Four at once, one of them sampled: the greedy ones are those of unbatched greedy decoding."""
    prompt = generator._template.encode(PROMPT)
    expected = list(generator.tokens(PROMPT, 12, time.monotonic() + 500, lambda: False))
    requests = [request(prompt, sampling) for sampling in (None, Sampling(2.0, 1.0), None, None)]
    for one in requests:
        engine.submit(one)
    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(lambda one: list(one.tokens(lambda: False)), requests))

    assert [expected] * 3 == [written[0], *written[2:]]


def test_who_leaves_frees_the_place_and_a_full_queue_is_told(
    engine: PagedEngine, generator: TransformersGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After `close` nothing begins any more."""
    prompt = generator._template.encode(PROMPT)
    requests = [request(prompt) for _ in range(8)]
    full, own = Event(), engine._handle

    def handle(manager: object, output: object) -> None:
        assert full.wait(120)  # else the first might be done before the last has asked
        own(manager, output)

    monkeypatch.setattr(engine, "_handle", handle)
    for one in requests:
        engine.submit(one)
    with pytest.raises(GenerationFailed, match="The model is busy"):
        engine.submit(request(prompt))
    for one in requests:
        one.abandoned = True
    full.set()
    engine.close(60)

    assert not engine._requests
    with pytest.raises(GenerationFailed, match="stopping"):
        engine.submit(request(prompt))
