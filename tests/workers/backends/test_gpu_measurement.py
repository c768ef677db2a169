"""What `make bench` measures on a GPU, with a tiny model on the processor: so that it does not rot unseen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM, Qwen3Config

from tests.bench.gpu import (
    HEADER,
    TINY,
    Bound,
    Run,
    measure_bandwidth,
    one_by_one,
    prompts_of,
    qwen3_4b,
    rate_while_all_write,
    rows,
    save_random_model,
    together,
)
from workers.backends.paged_engine import PagedEngine
from workers.backends.transformers_generator import TransformersGenerator
from workers.models import PreparedModels

CPU = torch.device("cpu")


@pytest.fixture
def generator(prepared_models: PreparedModels, tmp_path: Path) -> Iterator[TransformersGenerator]:
    """As on a GPU, but for a cache of a bounded size."""
    save_random_model(TINY, prepared_models.generator, tmp_path, CPU)
    generator = TransformersGenerator(tmp_path, threads=1, device=CPU, precision="fp32")
    generator._engine = PagedEngine(generator._model, batch=4, queue=4, num_blocks=16, max_batch_tokens=256)
    yield generator
    generator.close()


def test_every_answer_gets_all_of_its_tokens_and_a_row(generator: TransformersGenerator) -> None:
    """Nothing ends early: there is no end token."""
    prompts = prompts_of(generator, 4, 60)
    alone = one_by_one(generator, prompts[:2], 32)
    engine = together(generator, prompts, 32)
    lines = rows(Bound.of(generator._model.model), measure_bandwidth(CPU, 1 << 20), alone, engine)

    assert frozenset() == generator._model.ends
    assert [32] * 2 == alone.new
    assert [32] * 4 == engine.new
    assert alone.prompts == engine.prompts[:2]
    assert {len(HEADER)} == {len(line) for line in lines}


def test_the_limit_is_what_one_computes_by_hand() -> None:
    """Qwen3-4B in bf16, 64 answers of 800 and 64 tokens, 1 TB/s: a step reads 8.04 GB of weights, 7.85 GB of cache."""
    with torch.device("meta"):
        bound = Bound.of(AutoModelForCausalLM.from_config(qwen3_4b(), dtype=torch.bfloat16))
    run = Run(at_once=64, prompts=[800] * 64, new=[64] * 64, seconds=2.0, while_all_write=3000.0, peak=0)

    # embedding, which is the output's, too; 36 layers of attention, projections and norms; the last norm
    layer = 2 * 2560 * 4096 + 2 * 2560 * 1024 + 3 * 2560 * 9728 + 2 * 2560 + 2 * 128
    assert 2 * (151936 * 2560 + 36 * layer + 2560) == bound.weights == 8_044_936_192
    assert 2 * 36 * 8 * 128 * 2 == bound.per_cached_token == 147_456
    assert bound.weights + 64 * (800 + 32) * 147_456 == bound.step(64, run.length) == 15_896_673_280
    assert bound.rate(64, run.length, 1e12) == pytest.approx(4026.0, abs=0.05)
    assert rows(bound, 1e12, run, run)[1][1:5] == ("2,048", "1.00", "4,026", "50.9%")
    assert rows(bound, 1e12, run, run)[2][1:5] == ("3,000", "1.46", "4,026", "74.5%")


def test_an_embedding_that_is_not_the_outputs_is_not_read_at_each_step() -> None:
    """Only the rows of the tokens in hand are."""
    config = Qwen3Config(**{**TINY.to_dict(), "tie_word_embeddings": False})
    with torch.device("meta"):
        tied, untied = (Bound.of(AutoModelForCausalLM.from_config(one)) for one in (TINY, config))

    assert tied == untied


def test_the_time_in_which_all_write_is_that_between_the_last_beginning_and_the_first_end() -> None:
    """Two seconds, in which four tokens come; answers that never write at once have no such time."""
    assert rate_while_all_write([[1, 2, 3, 4], [2, 3, 4, 5]]) == 2.0
    assert rate_while_all_write([[1, 2], [3, 4]]) is None
    assert rate_while_all_write([[1, 2], []]) is None
