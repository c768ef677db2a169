"""The model backends by name, as ``FRONTDESK_GENERATOR`` names them: one file each, and one line here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from knowledge.answer.prompt import answer_prompt
from knowledge.domain import Message, Question
from knowledge.ports import Generator
from workers.backends.model_profiles import profile_for
from workers.settings import WorkerSettings


def _transformers(model: str | Path, settings: WorkerSettings) -> Generator:
    from workers.backends.transformers_generator import TransformersGenerator  # noqa: PLC0415 - loads torch

    generator = TransformersGenerator(
        model,
        profile=profile_for(Path(model).name, settings),
        threads=settings.model_threads,
        precision=settings.generator_precision,
        engine=settings.engine,
        batch=settings.engine_batch,
        queue=settings.engine_queue,
    )
    generator.warm_up(_empty_prompt())
    return generator


def _openvino(model: str | Path, settings: WorkerSettings) -> Generator:
    from workers.backends.openvino_generator import OpenVinoGenerator  # noqa: PLC0415 - loads torch

    generator = OpenVinoGenerator(
        model,
        settings.models_dir,
        profile=profile_for(Path(model).name, settings),
        threads=settings.model_threads,
        precision=settings.generator_precision,
        batch=settings.engine_batch,
        queue=settings.engine_queue,
    )
    generator.warm_up(_empty_prompt())
    return generator


def _openai(model: str | Path, settings: WorkerSettings) -> Generator:
    from workers.backends.openai_generator import OpenAIGenerator  # noqa: PLC0415 - loads httpx

    return OpenAIGenerator.from_settings(str(model), settings)


def _empty_prompt() -> list[Message]:
    """What the prompts of all questions begin with."""
    return answer_prompt(Question("warm-up", "", "en", frozenset()), datetime.now(UTC).date(), [])


def _extractive(model: str | Path, settings: WorkerSettings) -> None:
    """No generator: answers are quotes."""


GENERATORS: Final[dict[str, Callable[[str | Path, WorkerSettings], Generator | None]]] = {
    "transformers": _transformers,
    "openvino": _openvino,
    "openai": _openai,
    "extractive": _extractive,
}
