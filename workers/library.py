"""Settings -> sources, and the index that is built from them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from knowledge.index import BuildReport, Policy, build_index
from knowledge.ports import Embedder
from knowledge.sources.configuration import Configuration, read_configuration
from knowledge.sources.folder import FolderSpecification
from knowledge.sources.library import Library
from workers.settings import WorkerSettings


def configuration(settings: WorkerSettings) -> Configuration:
    """Return the sources: those that ``knowledge.toml`` names, else the one folder of policies. Raises SettingError."""
    if settings.knowledge_file:
        return read_configuration(settings.knowledge_file)
    folder = FolderSpecification(name="policies", kind="folder", location=str(settings.policies))
    return Configuration((folder,), Path.cwd())


def library(settings: WorkerSettings, *, only: str | None = None, anew: bool = False) -> Library:
    """Return what reads the sources, or the one that is named. Raises SettingError."""
    readers = frozenset(name.strip() for name in settings.default_readers.split(",") if name.strip())
    return Library(
        readers=configuration(settings).readers(
            settings.sources_dir, default_readers=readers, link_template=settings.link_template
        ),
        records=settings.index_dir / "records.db",
        only=only,
        anew=anew,
    )


def build(
    settings: WorkerSettings,
    embedder: Embedder,
    progress: Callable[[str, int, int], None],
    *,
    only: str | None = None,
    force: bool = False,
) -> BuildReport:
    """Read the documents, embed what changed, publish a new version.

    ``only`` names the one source to read; ``force`` publishes whatever failed. Raises FrontdeskError.
    """
    policy = Policy(settings.versions_kept, 1.0 if force else settings.failed_share)
    return build_index(library(settings, only=only, anew=force), embedder, settings.index_dir, progress, policy)
