"""Settings -> sources, and the index that is built from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from knowledge.errors import FrontdeskError
from knowledge.formats.bounded import Limits
from knowledge.index import BuildReport, Policy, build_index
from knowledge.index.failed_reloads import FailedReload, forget_failed, remember_failed
from knowledge.ports import Embedder
from knowledge.sources.configuration import Configuration, read_configuration, refuse_misnamed
from knowledge.sources.folder import FolderSpecification
from knowledge.sources.library import Library
from knowledge.sources.specification import Surroundings
from workers.channels import AskedChannels
from workers.settings import WorkerSettings


def configuration(settings: WorkerSettings) -> Configuration:
    """Return the sources: those that ``knowledge.toml`` names, else the one folder of policies. Raises SettingError."""
    if settings.knowledge_file:
        return read_configuration(settings.knowledge_file)
    refuse_misnamed(Path.cwd())
    return _folder(settings.policies)


def surroundings(settings: WorkerSettings, sources: Configuration) -> Surroundings:
    """Return what the sources may need beside what is written of them."""
    return Surroundings(sources.base, settings.sources_dir, AskedChannels(settings.redis_url))


def library(settings: WorkerSettings, *, only: str | None = None, anew: bool = False) -> Library:
    """Return what reads the sources, or the one that is named. Raises SettingError."""
    made = _library(settings, configuration(settings), settings.index_dir)
    return replace(made, only=only, anew=anew)


def library_of(settings: WorkerSettings, folder: Path, index: Path) -> Library:
    """Return what reads one folder, whatever sources are configured, for an index of its own."""
    return _library(settings, _folder(folder), index)


def _folder(folder: Path) -> Configuration:
    specification = FolderSpecification(name="policies", kind="folder", location=str(folder))
    return Configuration((specification,), Path.cwd())


def _library(settings: WorkerSettings, sources: Configuration, index: Path) -> Library:
    readers = frozenset(name.strip() for name in settings.default_readers.split(",") if name.strip())
    around = surroundings(settings, sources)
    made = sources.readers(around, default_readers=readers, link_template=settings.link_template)
    limits = limits_of(settings)
    return Library(tuple(replace(reader, limits=limits) for reader in made), index / "records.db")


def limits_of(settings: WorkerSettings) -> Limits:
    """Return what turning one document into text may take."""
    return Limits(settings.conversion_seconds, settings.conversion_memory_mb * 2**20)


def build(
    settings: WorkerSettings,
    embedder: Embedder,
    progress: Callable[[str, int, int], None],
    *,
    only: str | None = None,
    force: bool = False,
) -> BuildReport:
    """Read the documents, embed what changed, publish a new version.

    ``only`` names the one source to read; ``force`` publishes whatever failed or is gone. That it failed is remembered
    until one of the same sources succeeds. Raises FrontdeskError.
    """
    kept = settings.versions_kept
    policy = Policy(kept, failed_share=1, gone_share=1) if force else Policy(kept, settings.failed_share)
    source = library(settings, only=only, anew=force)
    source.check_name()
    read = only if only and len(source.readers) > 1 else ""
    try:
        report = build_index(source, embedder, settings.index_dir, progress, policy)
    except Exception as error:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        remember_failed(settings.index_dir, FailedReload(now, read, _reason(error)))
        raise
    forget_failed(settings.index_dir, read)
    return report


def _reason(error: Exception) -> str:
    """One sentence for the person who can mend it."""
    return (
        str(error) if isinstance(error, FrontdeskError) else f"An internal error ({type(error).__name__}); see the log."
    )
