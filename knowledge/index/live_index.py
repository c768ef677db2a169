"""Follows the published version: a new one is opened while the old one still answers."""

from __future__ import annotations

import threading
from pathlib import Path

import structlog

from knowledge.code_version import LAYOUT
from knowledge.domain import Retrieved
from knowledge.errors import FrontdeskError, IndexIncompatible
from knowledge.index.searching import NO_OPTIONS, IndexVersion, SearchOptions
from knowledge.index.versions import POINTER, read_manifest
from knowledge.ports import Embedder

log = structlog.get_logger()


class HybridIndex:
    """Whatever version is published: follows the pointer, any number of threads may share it.

    Raises IndexMissing where nothing was published yet, IndexIncompatible where another embedder or another
    release built it. Once a version is open, one that cannot be opened is logged and the old one goes on serving.
    """

    def __init__(self, path: Path, embedder: Embedder, options: SearchOptions = NO_OPTIONS) -> None:
        self._path = path
        self._embedder = embedder
        self._options = options
        self._opening = threading.Lock()
        self._stamp: object = None
        self._version: IndexVersion | None = None

    @property
    def version(self) -> str:
        """The published version's name."""
        return self.current().version

    def search(self, text: str, principals: frozenset[str], limit: int, today: str = "") -> list[Retrieved]:
        """Search the published version."""
        return self.current().search(text, principals, limit, today)

    def current(self) -> IndexVersion:
        """Return the published version; hold on to it for as long as one answer takes."""
        stamp = _stamp(self._path)
        version = self._version
        if version and (stamp == self._stamp or not self._opening.acquire(blocking=False)):
            return version  # nothing new, or another thread is opening it just now
        if version is None:
            self._opening.acquire()
        try:
            return self._follow(stamp)
        finally:
            self._opening.release()

    def _follow(self, stamp: object) -> IndexVersion:
        """Open what the pointer names, unless another thread did meanwhile."""
        if self._version is None or stamp != self._stamp:
            try:
                self._version = self._open()
            except (FrontdeskError, OSError, RuntimeError, ValueError) as error:
                if self._version is None:
                    raise
                log.exception("index_version_not_opened", serving=self._version.version, error=str(error))
            self._stamp = stamp
        return self._version

    def _open(self) -> IndexVersion:
        manifest = read_manifest(self._path)
        if manifest.layout != LAYOUT:
            raise IndexIncompatible(
                f"The index version {manifest.version} was built by another release of Frontdesk, "
                "which left other files for a search to read. Run: frontdesk kb build"
            )
        if manifest.embedder != self._embedder.name:
            raise IndexIncompatible(
                f"The index was built with the embedder {manifest.embedder}, but {self._embedder.name} is configured. "
                "Run: frontdesk kb build"
            )
        version = IndexVersion(self._path, manifest, self._embedder, self._options)
        log.info("index_version_opened", version=version.version, passages=manifest.passages)
        return version


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return what changes with the pointer; None where there is none."""
    try:
        state = (path / POINTER).stat()
    except FileNotFoundError:
        return None
    return state.st_mtime_ns, state.st_ino
