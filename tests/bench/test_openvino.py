"""OpenVINO beside the engine that is used without it: on the same prompts, in one run, on all cores."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pytest

from knowledge.domain import Message
from tests.bench.figures import Figures
from tests.bench.policies import long_policies
from tests.bench.test_generation import LONG_TOKENS, NEW_TOKENS, SYSTEM, Run, timed
from tests.workers.backends.local_writing import openvino_or_skip
from workers.backends.engine_generator import EngineGenerator
from workers.backends.openvino_generator import OpenVinoGenerator
from workers.backends.precision import Precision
from workers.backends.transformers_generator import TransformersGenerator
from workers.models import PreparedModels

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

AT_ONCE: Final = (1, 4, 16)
_ALONE: Final = 4
"""Prompts one after another: one alone says little."""
_APART: Final = 700
"""Characters between the beginnings of two prompts, so that none begins like another."""
_PRECISIONS: Final[tuple[Precision, ...]] = ("int8", "bf16", "int4")


@pytest.fixture
def prompts() -> Iterator[list[Message]]:
    """Ever new ones of about 800 tokens: what was read once is not read again."""
    text, size = long_policies(), LONG_TOKENS * 4
    return (
        [Message("system", SYSTEM), Message("user", f"{text[at : at + size]}\n\nWhat are the rules?")]
        for at in range(0, len(text) - size, _APART)
    )


def test_openvino(prompts: Iterator[list[Message]], prepared_models: PreparedModels, figures: Figures) -> None:
    """Nothing is asserted of the time: the ratios stand in ops/docs/models.md."""
    openvino_or_skip()
    folder = prepared_models.generator
    asked = {count: [next(prompts) for _ in range(max(count, _ALONE))] for count in AT_ONCE}
    first = [next(prompts) for _ in range(_ALONE)]
    measured = {"transformers, bf16": _measured(TransformersGenerator(folder), asked, first)}
    for precision in _PRECISIONS:
        generator = OpenVinoGenerator(folder, folder.parent, precision=precision)
        measured[f"OpenVINO, {precision}"] = _measured(generator, asked, first)
    base = measured["transformers, bf16"]
    figures.show(
        f"Prompts of {LONG_TOKENS} tokens, {NEW_TOKENS} new ones: tokens/s and, in brackets, times the first row's",
        ("", "first word, s", *(f"{count} at once" for count in AT_ONCE)),
        [
            (
                name,
                f"{row[0]:.2f} ({base[0] / row[0]:.1f})",
                *(f"{rate:.1f} ({rate / own:.1f})" for rate, own in zip(row[1:], base[1:], strict=True)),
            )
            for name, row in measured.items()
        ],
    )


def _measured(
    generator: EngineGenerator, asked: Mapping[int, Sequence[list[Message]]], first: Sequence[list[Message]]
) -> list[float]:
    """Seconds to the first word, then tokens a second for each number at once. The generator is closed."""
    run = Run(generator)
    run.write([first[0]])
    firsts = [_first_word(generator, prompt) for prompt in first[1:]]
    rates = []
    for count in AT_ONCE:
        batches = [asked[count][at : at + count] for at in range(0, len(asked[count]), count)]
        seconds, tokens = timed(lambda batches=batches: [run.write(batch) for batch in batches])
        rates.append(tokens / seconds)
    generator.close()
    return [statistics.median(firsts), *rates]


def _first_word(generator: EngineGenerator, prompt: list[Message]) -> float:
    began = time.perf_counter()
    deltas = generator.generate(prompt, max_new_tokens=8, deadline=time.monotonic() + 600, cancelled=lambda: False)
    next(deltas)
    seconds = time.perf_counter() - began
    deltas.close()  # type: ignore[attr-defined]
    return seconds
