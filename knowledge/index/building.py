"""Builds a version of the index beside the published one, and publishes it."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import structlog

from knowledge.code_version import LAYOUT, code_version
from knowledge.domain import Problem, Reading
from knowledge.errors import IndexMissing, IndexNotBuilt
from knowledge.index.checkpoint import Checkpoint
from knowledge.index.documents import Changes, Documents, changes, record_of
from knowledge.index.embedding import NOTHING_KNOWN, Known, Plan, plan
from knowledge.index.losses import check_failed, check_gone
from knowledge.index.sentence_vectors import known_sentences, sentence_texts
from knowledge.index.splitting import split
from knowledge.index.store import (
    PassageTable,
    RowVectors,
    digests,
    ordered,
    passage_at,
    records_of,
    sentence_digests,
    write_table,
)
from knowledge.index.versions import (
    KEPT,
    Manifest,
    documents_of,
    new_version,
    only_build,
    prune,
    publish,
    published,
    read_manifest,
    refresh,
    version_folder,
)
from knowledge.ports import Embedder, Source, Vectors

log = structlog.get_logger()

Stage = Literal["waiting", "reading", "embedding", "writing", "publishing"]
Progress = Callable[[Stage, int, int], None]
"""Called with the stage, how many are done and of how many; ``waiting`` means that another build is running."""


@dataclass(frozen=True, slots=True)
class Policy:
    """When a version is published, and how long it is kept.

    ``kept`` versions stay on disk; `knowledge.index.losses` says what the shares are. Shares of 1 publish whatever is
    lost.
    """

    kept: int = KEPT
    failed_share: float = 0.2
    gone_share: float = 0.5


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``changed`` is false where the published version already held just this.

    ``before`` is the version that was published until then, and ``changes`` what is different from it.
    """

    version: str
    changed: bool
    documents: int
    passages: int
    embedded: int
    reused: int
    problems: tuple[Problem, ...]
    seconds: float
    before: str | None
    changes: Changes


@dataclass(frozen=True, slots=True)
class _Before:
    """The published version; all is empty where there is none."""

    manifest: Manifest | None
    documents: Documents

    @property
    def version(self) -> str | None:
        return self.manifest.version if self.manifest else None


def build_index(
    source: Source, embedder: Embedder, path: Path, progress: Progress, policy: Policy | None = None
) -> BuildReport:
    """Read the source, embed what is new, and publish a version under ``path``.

    Until the last step the published version stays as it is. Only one build runs at a time; another waits.

    Raises IndexNotBuilt where there is nothing to index, too much failed or is gone, or the version cannot be written,
    and what the source raises.
    """
    try:
        with only_build(path, lambda: progress("waiting", 0, 1)):
            return _Build(embedder, path, progress, policy or Policy()).run(source)
    except (OSError, sqlite3.Error) as error:
        raise IndexNotBuilt(f"The index could not be built: {error}. The version before still serves.") from error
    finally:
        pa.default_memory_pool().release_unused()  # else each build leaves some behind that only other threads may use


@dataclass(frozen=True, slots=True)
class _Build:
    """One build, which holds the lock."""

    embedder: Embedder
    path: Path
    progress: Progress
    policy: Policy

    def run(self, source: Source) -> BuildReport:
        started = time.monotonic()
        reading = source.read(partial(self.progress, "reading"))
        documents = {document.id: record_of(document) for document in reading.documents}
        before = _published_before(self.path)
        manifest = _describe(reading, documents, self.embedder, before)
        embedded = None
        if before.manifest and before.manifest.content == manifest.content:
            manifest = replace(before.manifest, problems=reading.problems, sources=reading.sources)
            refresh(self.path, manifest)
        else:
            check_failed(reading, before.documents, documents, self.policy.failed_share)
            sources = before.manifest.sources if before.manifest else ()
            check_gone(reading, sources, before.documents, documents, self.policy.gone_share)
            manifest, embedded = self._publish(reading, documents, before, manifest)
        return _report(manifest, embedded, started, before, documents)

    def _publish(
        self, reading: Reading, documents: Documents, before: _Before, manifest: Manifest
    ) -> tuple[Manifest, int]:
        """Make and publish the version; return its manifest and how many texts were embedded for it."""
        table = _table_of(self.path, before)
        rows = _rows(reading, documents, before, table)
        if not len(rows):
            raise IndexNotBuilt("No document that can be read was found, so nothing was indexed. Check the folder.")
        with ExitStack() as stack:
            own, tuned = (
                stack.enter_context(Checkpoint(self.path / file, embedder.name))
                for file, embedder in (("embedded.db", self.embedder), ("tuned.db", self.embedder.tuned))
            )
            vectors, embedded = self._embedded(rows, before, table, (own, tuned))
            version = new_version(self.path, manifest.content)
            manifest = replace(manifest, version=version, passages=len(rows))
            self._write(manifest, documents, rows, vectors)
            own.discard()
            tuned.discard()
        prune(self.path, self.policy.kept)
        self.progress("publishing", 1, 1)
        return manifest, embedded

    def _embedded(
        self, rows: pa.Table, before: _Before, table: PassageTable | None, checkpoints: tuple[Checkpoint, Checkpoint]
    ) -> tuple[RowVectors, int]:
        """Embed what the version before did not: passages, and their sentences; return how many passages that were.

        ``checkpoints`` are the embedder's and its tuned form's.
        """
        own, tuned = checkpoints
        same = table if before.manifest and before.manifest.embedder == self.embedder.name else None
        there = known_sentences(version_folder(self.path, before.version or "")) if same else NOTHING_KNOWN
        passages, texts = digests(rows), rows["indexed"].to_pylist()
        by = self.embedder.tuned
        plans = {
            "vector": plan(passages, texts.__getitem__, _known(same, "vector"), self.embedder, own),
            "sentences": plan(sentence_digests(rows), _SentenceTexts(rows), there, by, tuned),
        }
        if by is not self.embedder:
            plans["tuned"] = plan(passages, texts.__getitem__, _known(same, "tuned"), by, tuned)
        made = self._carried_out(plans)
        return RowVectors(made["vector"], made.get("tuned"), made["sentences"]), len(plans["vector"].missing)

    def _carried_out(self, plans: Mapping[str, Plan]) -> dict[str, Vectors]:
        """Embed one after the other, with one progress for all."""
        total = sum(len(one.missing) for one in plans.values())
        self.progress("embedding", 0, total)
        made, before = {}, 0
        for name, one in plans.items():
            made[name] = one.carried_out(partial(self._shown, before, total))
            before += len(one.missing)
        return made

    def _shown(self, before: int, total: int, done: int) -> None:
        self.progress("embedding", before + done, total)

    def _write(self, manifest: Manifest, documents: Documents, rows: pa.Table, vectors: RowVectors) -> None:
        """Write the version and publish it. Raises IndexNotBuilt; nothing half-written stays."""
        folder = version_folder(self.path, manifest.version)
        try:
            self.progress("writing", 0, 1)
            write_table(folder, rows, vectors)
            self.progress("writing", 1, 1)
            self.progress("publishing", 0, 1)
            publish(self.path, manifest, documents.values())
        except (OSError, RuntimeError) as error:  # LanceDB gives the Rust side's failures as either
            if published(self.path) != manifest.version:
                shutil.rmtree(folder, ignore_errors=True)
            raise IndexNotBuilt(
                f"The index could not be written to {self.path}: {error}. The version before still serves."
            ) from error


def _known(table: PassageTable | None, kind: str) -> Known:
    return table.embedded(kind) if table else NOTHING_KNOWN


class _SentenceTexts:
    """The text of the sentence at a place among those of all rows; neighbours are asked for one after the other."""

    def __init__(self, rows: pa.Table) -> None:
        self._rows = rows
        self._starts = np.concatenate([[0], np.cumsum(pc.list_value_length(rows["sentences"]).to_numpy())])
        self._row, self._texts = -1, [""]

    def __call__(self, place: int) -> str:
        row = int(np.searchsorted(self._starts, place, side="right")) - 1
        if row != self._row:
            self._row, self._texts = row, sentence_texts(passage_at(self._rows, row))
        return self._texts[place - int(self._starts[row])]


@cache
def splitter_version() -> str:
    """Return what changes whenever the same document might give other rows."""
    here = Path(__file__).parent
    names = (
        "splitting.py",
        "sections.py",
        "index_text.py",
        "sentence_vectors.py",
        "store.py",
        "../language/sentences.py",
        "../language/blocks.py",
        "../language/ends.py",
        "../language/leads.py",
        "../language/tables.py",
        "../language/markdown.py",
        "../language/text.py",
        *(f"../language/{name}" for name in ("english.py", "chinese.py", "german.py", "de.json")),
    )
    return code_version([here / name for name in names], ["langchain-text-splitters", "lancedb", "markdown-it-py"])


def _describe(reading: Reading, documents: Documents, embedder: Embedder, before: _Before) -> Manifest:
    """Return the manifest of what will be built, without its version's name and its number of passages."""
    digest = hashlib.sha256(f"{embedder.name}\n{splitter_version()}\n{LAYOUT}\n".encode())
    for name in sorted(documents):
        digest.update(f"{name}\0{documents[name].fingerprint}\n".encode())
    return Manifest(
        version="",
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        embedder=embedder.name,
        content=digest.hexdigest(),
        documents=len(documents),
        passages=0,
        languages=dict(Counter(document.language for document in reading.documents)),
        problems=reading.problems,
        sources=reading.sources,
        code=splitter_version(),
        before=before.version,
        layout=LAYOUT,
    )


def _published_before(path: Path) -> _Before:
    try:
        manifest = read_manifest(path)
    except IndexMissing:
        return _Before(None, {})
    return _Before(manifest, documents_of(path, manifest.version))


def _rows(reading: Reading, documents: Documents, before: _Before, table: PassageTable | None) -> pa.Table:
    """Return the rows of the new version: those of unchanged documents as they were, the others split anew."""
    same: set[str] = set()
    if table and before.manifest and before.manifest.code == splitter_version():
        difference = changes(before.documents, documents)
        same = documents.keys() - {*difference.added, *difference.modified}
    new = [passage for document in reading.documents if document.id not in same for passage in split(document)]
    return ordered(table.rows(same) if table and same else None, records_of(new))


def _table_of(path: Path, before: _Before) -> PassageTable | None:
    """Open the published version's passages; None where there are none, or none that can be read."""
    if before.manifest is None:
        return None
    try:
        return PassageTable(version_folder(path, before.manifest.version))
    except (OSError, RuntimeError, ValueError) as error:  # LanceDB gives the Rust side's failures as any of these
        log.warning("index_version_damaged", version=before.version, error=str(error))
        return None


def _report(
    manifest: Manifest, embedded: int | None, started: float, before: _Before, documents: Documents
) -> BuildReport:
    report = BuildReport(
        version=manifest.version,
        changed=embedded is not None,
        documents=manifest.documents,
        passages=manifest.passages,
        embedded=embedded or 0,
        reused=manifest.passages - (embedded or 0),
        problems=manifest.problems,
        seconds=time.monotonic() - started,
        before=before.version,
        changes=changes(before.documents, documents),
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
