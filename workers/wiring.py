"""Settings -> backends. The one place that knows which concrete class stands behind which port."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from knowledge.answering import Answering
from knowledge.formats.bounded import Limits
from knowledge.index import BuildReport, HybridIndex, IndexStatus, build_index, index_status
from knowledge.ports import Embedder, Generator
from knowledge.sources.folder import FolderSource
from workers.backends import GENERATORS
from workers.caches.vectors import RememberingEmbedder
from workers.contract import Json
from workers.models import PreparedModels, prepare_models
from workers.settings import WorkerSettings
from workers.tasks import KnowledgeAction, Progress

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
    return Knowledge(
        answering=Answering(HybridIndex(settings.index_dir, remembering), remembering, load_generator(settings)),
        actions={"status": partial(status_report, settings), "reload": partial(reload_report, settings, embedder)},
    )


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


def build(settings: WorkerSettings, embedder: Embedder, progress: Callable[[str, int, int], None]) -> BuildReport:
    """Read the documents, embed what changed, publish a new version. Raises FrontdeskError."""
    return build_index(source(settings), embedder, settings.index_dir, progress)


def source(settings: WorkerSettings) -> FolderSource:
    """Where the documents come from."""
    readers = frozenset(name.strip() for name in settings.default_readers.split(",") if name.strip())
    limits = Limits(settings.conversion_seconds, settings.conversion_memory_mb * 2**20)
    return FolderSource(settings.policies, readers, settings.link_template, limits)


def status_report(settings: WorkerSettings, progress: Progress) -> Json:
    """The report of ``/kb status``."""
    return _published(index_status(settings.index_dir))


def reload_report(settings: WorkerSettings, embedder: Embedder, progress: Progress) -> Json:
    """Reload, and the report of ``/kb reload``."""
    report = build(settings, embedder, progress)
    built = {"embedded": report.embedded, "reused": report.reused, "seconds": round(report.seconds, 1)}
    return _published(index_status(settings.index_dir)) | built


def _published(status: IndexStatus) -> Json:
    names = ("version", "built_at", "documents", "passages", "embedder")
    shown = {name: getattr(status, name) for name in names}
    return {**shown, "problems": [asdict(problem) for problem in status.problems]}


def _prepared(settings: WorkerSettings) -> PreparedModels:
    return prepare_models(settings.models_dir, lambda stage, fraction: None)
