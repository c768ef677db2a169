"""Builds a version of the index beside the published one, and publishes it."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np
import structlog

from knowledge.domain import Problem, Reading
from knowledge.errors import IndexMissing, IndexNotBuilt
from knowledge.index.splitting import split
from knowledge.index.store import PassageTable, records_of, write_table
from knowledge.index.versions import (
    LAYOUT,
    Manifest,
    new_version,
    only_build,
    prune,
    publish,
    read_manifest,
    version_folder,
)
from knowledge.ports import Embedder, Source, Vectors

log = structlog.get_logger()

Stage = Literal["waiting", "reading", "embedding", "writing", "publishing"]
Progress = Callable[[Stage, int, int], None]
"""Called with the stage, how many are done and of how many; ``waiting`` means that another build is running."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``changed`` is false where the published version already held just this."""

    version: str
    changed: bool
    documents: int
    passages: int
    embedded: int
    reused: int
    problems: tuple[Problem, ...]
    seconds: float


def build_index(source: Source, embedder: Embedder, path: Path, progress: Progress) -> BuildReport:
    """Read the source, embed what is new, and publish a version under ``path``.

    Until the last step the published version stays as it is. Only one build runs at a time; another waits.

    Raises IndexNotBuilt where there is nothing to index or the version cannot be written.
    """
    with only_build(path, lambda: progress("waiting", 0, 1)):
        started = time.monotonic()
        reading = source.read(lambda done, total: progress("reading", done, total))
        records = records_of([passage for document in reading.documents for passage in split(document)])
        if not records:
            raise IndexNotBuilt("No document that can be read was found, so nothing was indexed. Check the folder.")
        manifest = _describe(reading, records, embedder)
        before = _published_before(path)
        if before and before.content == manifest.content:
            return _report(before, None, started)
        vectors, embedded = _vectors(records, _known_vectors(path, before, embedder), embedder, progress)
        manifest = _write(path, manifest, records, vectors, progress)
        return _report(manifest, embedded, started)


def _describe(reading: Reading, records: list[dict[str, Any]], embedder: Embedder) -> Manifest:
    """Return the manifest of what will be built, without its version's name."""
    digest = hashlib.sha256(f"{embedder.name}\0{LAYOUT}".encode())
    for part in (*records, *map(asdict, reading.problems)):
        digest.update(json.dumps(part).encode())
    return Manifest(
        version="",
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        embedder=embedder.name,
        content=digest.hexdigest(),
        documents=len(reading.documents),
        passages=len(records),
        languages=dict(Counter(document.language for document in reading.documents)),
        problems=reading.problems,
        layout=LAYOUT,
    )


def _published_before(path: Path) -> Manifest | None:
    try:
        return read_manifest(path)
    except IndexMissing:
        return None


def _known_vectors(path: Path, before: Manifest | None, embedder: Embedder) -> dict[str, Vectors]:
    """Return the published version's vectors by digest, where this embedder made them."""
    if before is None or before.embedder != embedder.name:
        return {}
    return PassageTable(version_folder(path, before.version)).vectors_by_digest()


def _vectors(
    records: list[dict[str, Any]], known: dict[str, Vectors], embedder: Embedder, progress: Progress
) -> tuple[Vectors, int]:
    """Return a vector for each record, and how many texts had to be embedded for them; like texts are embedded once."""
    new = {record["digest"]: record["indexed"] for record in records if record["digest"] not in known}
    progress("embedding", 0, len(new))
    if new:
        fresh = embedder.embed_passages(list(new.values()), lambda done: progress("embedding", done, len(new)))
        known = known | dict(zip(new, fresh, strict=True))
    return np.stack([known[record["digest"]] for record in records]), len(new)


def _write(
    path: Path, manifest: Manifest, records: list[dict[str, Any]], vectors: Vectors, progress: Progress
) -> Manifest:
    """Write the version and publish it. Raises IndexNotBuilt; nothing half-written stays."""
    progress("writing", 0, 1)
    version = new_version(path, manifest.content)
    manifest = replace(manifest, version=version)
    try:
        write_table(version_folder(path, version), records, vectors)
        progress("writing", 1, 1)
        progress("publishing", 0, 1)
        publish(path, manifest)
    except (OSError, RuntimeError) as error:  # LanceDB gives the Rust side's failures as either
        shutil.rmtree(version_folder(path, version), ignore_errors=True)
        raise IndexNotBuilt(
            f"The index could not be written to {path}: {error}. The version before still serves."
        ) from error
    prune(path)
    progress("publishing", 1, 1)
    return manifest


def _report(manifest: Manifest, embedded: int | None, started: float) -> BuildReport:
    report = BuildReport(
        version=manifest.version,
        changed=embedded is not None,
        documents=manifest.documents,
        passages=manifest.passages,
        embedded=embedded or 0,
        reused=manifest.passages - (embedded or 0),
        problems=manifest.problems,
        seconds=time.monotonic() - started,
    )
    log.info(
        "index_built",
        version=report.version,
        documents=report.documents,
        passages=report.passages,
        embedded=report.embedded,
        problems=len(report.problems),
    )
    return report
