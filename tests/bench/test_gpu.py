"""Sixty-four answers at once on an NVIDIA GPU, beside ``generate`` one after another and the bandwidth of the memory.

The formulas, and why no answer ends early, stand in `tests.bench.gpu`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
import torch

from tests.bench.figures import Figures
from tests.bench.gpu import (
    HEADER,
    Bound,
    measure_bandwidth,
    one_by_one,
    prompts_of,
    qwen3_4b,
    rows,
    save_random_model,
    together,
)
from workers.backends.transformers_generator import TransformersGenerator
from workers.models import PreparedModels

pytestmark = [
    pytest.mark.bench,
    pytest.mark.timeout(3600),
    pytest.mark.filterwarnings("default"),  # what a driver or a kernel warns of must not end a measurement
    pytest.mark.skipif(
        not torch.cuda.is_available(),
        reason="torch finds no NVIDIA GPU: tests/bench/README.md, On a GPU, says what to install where there is one.",
    ),
]

AT_ONCE: Final = 64
ALONE: Final = 8
"""Of the prompts, one after another: enough for a rate, and all of them would take minutes."""
PROMPT_TOKENS, NEW_TOKENS = 800, 64
COPIED: Final = 1 << 30


@pytest.fixture
def generator(prepared_models: PreparedModels) -> Iterator[TransformersGenerator]:
    """The product's own, with random weights; the 8 GB on the disk are gone as soon as they are read."""
    device = torch.device("cuda")
    with TemporaryDirectory() as folder:
        save_random_model(qwen3_4b(), prepared_models.generator, Path(folder), device)
        torch.cuda.empty_cache()
        generator = TransformersGenerator(
            Path(folder), device=device, precision="bf16", engine="paged", batch=AT_ONCE, queue=AT_ONCE
        )
    yield generator
    generator.close()


def test_gpu(generator: TransformersGenerator, figures: Figures) -> None:
    """All in one run on the same prompts; what is warmed up with are others, so that nothing of them is kept."""
    prompts = prompts_of(generator, 2 * AT_ONCE, PROMPT_TOKENS)
    measured, others = prompts[:AT_ONCE], prompts[AT_ONCE:]
    bandwidth, bound = measure_bandwidth(generator._model.device, COPIED), Bound.of(generator._model.model)
    one_by_one(generator, others[:1], NEW_TOKENS)
    alone = one_by_one(generator, measured[:ALONE], NEW_TOKENS)
    together(generator, others, NEW_TOKENS)
    engine = together(generator, measured, NEW_TOKENS)
    figures.show(
        f"Qwen3-4B's shape, random weights in bf16, {NEW_TOKENS} new tokens each, on {torch.cuda.get_device_name()}",
        HEADER,
        rows(bound, bandwidth, alone, engine),
    )
    cache = engine.at_once * engine.length * bound.per_cached_token
    figures.show(
        "What the limit is made of",
        ("", "figure"),
        [
            ("bandwidth by a copy within the device, GB/s", f"{bandwidth / 1e9:,.0f}"),
            ("weights, GB", f"{bound.weights / 1e9:.2f}"),
            (f"keys and values of {engine.at_once} answers half written, GB", f"{cache / 1e9:.2f}"),
            ("prompt, tokens in the mean", f"{engine.length - NEW_TOKENS / 2:,.0f}"),
            ("attention of the engine", generator._model.model.config._attn_implementation),
        ],
    )

    assert [NEW_TOKENS] * ALONE == alone.new
    assert [NEW_TOKENS] * AT_ONCE == engine.new
