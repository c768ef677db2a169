"""The model backends by name, as ``FRONTDESK_GENERATOR`` names them: one file each, and one line here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from knowledge.domain import Question
from knowledge.drafting import build_prompt
from knowledge.ports import Generator


def _transformers(model: str | Path, threads: int) -> Generator:
    from workers.backends.transformers_generator import TransformersGenerator  # noqa: PLC0415 - loads torch

    generator = TransformersGenerator(model, threads=threads)
    generator.warm_up(build_prompt(Question("warm-up", "", "en", frozenset()), []))
    return generator


def _extractive(model: str | Path, threads: int) -> None:
    """No generator: answers are quotes."""


GENERATORS: Final[dict[str, Callable[[str | Path, int], Generator | None]]] = {
    "transformers": _transformers,
    "extractive": _extractive,
}
