"""Settings -> backends. The one place that knows which concrete class stands behind which port."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from knowledge.answering import Answering
from knowledge.index import HybridIndex
from knowledge.ports import Embedder, Generator
from workers.actions import Actions, KnowledgeAction
from workers.backends import GENERATORS
from workers.caches.vectors import RememberingEmbedder
from workers.models import PreparedModels, prepare_models
from workers.settings import WorkerSettings

Preparing = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What one worker process, or one command in the terminal, answers with."""

    answering: Answering
    actions: dict[str, KnowledgeAction]


def knowledge(settings: WorkerSettings) -> Knowledge:
    """Load the models and open the index. Raises SettingError or ModelsUnavailable."""
    embedder = load_embedder(settings)
    remembering = RememberingEmbedder(embedder)
    answering = Answering(HybridIndex(settings.index_dir, remembering), remembering, load_generator(settings))
    return Knowledge(answering, Actions(settings, embedder, answering).by_name())


def load_embedder(settings: WorkerSettings) -> Embedder:
    """The configured embedder, ready."""
    from workers.backends.transformers_embedder import TransformersEmbedder  # noqa: PLC0415 - loads torch

    embedder = TransformersEmbedder(
        settings.embedder_model or _prepared(settings).embedder, threads=settings.model_threads
    )
    embedder.embed_queries(["warm up"])
    return embedder


def load_generator(settings: WorkerSettings) -> Generator | None:
    """The configured generator, ready; None where answers are quotes."""
    model: str | Path = settings.generator_model
    if settings.generator != "extractive" and not model:
        model = _prepared(settings).generator
    return GENERATORS[settings.generator](model, settings.model_threads)


def _prepared(settings: WorkerSettings) -> PreparedModels:
    return prepare_models(settings.models_dir, lambda stage, fraction: None)
