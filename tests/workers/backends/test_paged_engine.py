"""transformers' own continuous batching, on the processor and with the default model."""

from __future__ import annotations

import logging
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
import torch

from knowledge.domain import Message, Sampling
from knowledge.errors import GenerationFailed
from tests.bench.gpu import TINY, save_random_model
from workers.backends.causal_model import CausalModel
from workers.backends.chat_prompt import ChatPrompt
from workers.backends.choosing import chooser
from workers.backends.paged_engine import PagedEngine
from workers.backends.requests import Request
from workers.backends.transformers_generator import TransformersGenerator
from workers.models import PreparedModels

TOKENS = ChatPrompt(list(range(10, 40)), shared=0)
PROMPT = (Message("system", "Answer in one sentence."), Message("user", "What is the capital of France?"))


@pytest.fixture(scope="module")
def engine(prepared_models: PreparedModels) -> Iterator[PagedEngine]:
    """Small, so that it fits beside the other tests."""
    model = CausalModel(prepared_models.generator, threads=1, precision="fp32")
    engine = PagedEngine(model, batch=4, queue=4, num_blocks=16, max_batch_tokens=256)
    yield engine
    engine.close(60)


@pytest.fixture
def tiny(prepared_models: PreparedModels, tmp_path: Path) -> CausalModel:
    """Of random weights, for what its words do not matter to."""
    save_random_model(TINY, prepared_models.generator, tmp_path, torch.device("cpu"))
    return CausalModel(tmp_path, threads=1, precision="fp32")


def wait_until(done: Callable[[], bool]) -> None:
    """For a minute at most."""
    end = time.monotonic() + 60
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)


def request(prompt: ChatPrompt, sampling: Sampling | None = None, *, seconds: float = 500) -> Request:
    """For twelve tokens."""
    return Request(prompt, 12, chooser(sampling), time.monotonic() + seconds, sampling)


def test_it_writes_what_the_other_engine_writes(engine: PagedEngine, generator: TransformersGenerator) -> None:
    """Four at once, two of them sampled: the greedy ones are those of unbatched greedy decoding, the others are not."""
    prompt = generator._template.encode(PROMPT)
    expected = list(generator.tokens(PROMPT, 12, time.monotonic() + 500, lambda: False))
    requests = [request(prompt, sampling) for sampling in (None, Sampling(2.0, 1.0), Sampling(2.0, 1.0), None)]
    for one in requests:
        engine.submit(one)
    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(lambda one: list(one.tokens(lambda: False)), requests))

    assert expected == written[0] == written[3]
    assert 3 == len(set(map(tuple, written)))


def test_a_loop_that_died_gives_its_memory_back_and_begins_anew_with_half_the_batch(
    tiny: CausalModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Out of memory above all: a second cache beside the first would find no room on a GPU."""
    engine = PagedEngine(tiny, batch=4, queue=4, num_blocks=16, max_batch_tokens=256)
    failed, again = request(TOKENS), request(TOKENS)
    caches = []

    def fail(**kwargs: object) -> None:
        caches.append(weakref.ref(kwargs["cache"]))
        raise RuntimeError("CUDA out of memory")

    with monkeypatch.context() as patch:
        patch.setattr(tiny.model.model, "forward", fail)
        # pytest keeps what is logged, and with it the error and all that it holds
        patch.setattr(logging.getLogger("ContinuousBatchingLogger"), "disabled", True)
        engine.submit(failed)
        with pytest.raises(GenerationFailed):
            list(failed.tokens(lambda: False))
        wait_until(lambda: engine._manager is None)
    with engine._lock:
        pass  # until it has cleared up
    assert [None] == [cache() for cache in caches]

    engine.submit(again)
    assert list(again.tokens(lambda: False))
    assert 2 == engine._batch
    engine.close(60)


def test_a_request_may_be_cancelled_while_its_batch_is_computed(tiny: CausalModel) -> None:
    """As with flash attention, where transformers prepares a batch before it has taken the last one's tokens."""
    engine = PagedEngine(tiny, batch=4, queue=4, num_blocks=16, max_batch_tokens=512)
    manager = engine._new_manager()
    batches = manager._create_batch_processor()
    manager.add_request(list(range(10, 310)), request_id="1", max_new_tokens=8)  # it fills the 256 tokens of a block
    assert batches.prepare_next_batch()
    batches._generation_step(tiny.model)
    manager.cancel_request("1")

    assert not batches.prepare_next_batch()
    batches.update_batch()


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
