"""The last reload that failed, of all sources and of each alone, until one of the same sources succeeds.

Each is a file of its own beside the versions, so that processes that fail at once lose nothing of each other's.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import structlog

from knowledge.index.versions import replace_file

log = structlog.get_logger()

_FOLDER: Final = "failed"
_ALL: Final = "_all"
"""Stands for all sources in a file's name; no source is called so."""


@dataclass(frozen=True, slots=True)
class FailedReload:
    """One that published nothing: the ISO time, the one source that was to be read or empty for all, and why."""

    at: str
    source: str
    reason: str


def failed_reloads(path: Path) -> tuple[FailedReload, ...]:
    """Return those that were not made good yet, the newest first."""
    found = (FailedReload(**json.loads(text)) for text in map(_text_of, (path / _FOLDER).glob("*.json")) if text)
    return tuple(sorted(found, key=lambda failed: failed.at, reverse=True))


def remember_failed(path: Path, failed: FailedReload) -> None:
    """Put it in the place of the one before. A disk that is full, too, leaves it to the log."""
    file = _file_of(path, failed.source)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, json.dumps(asdict(failed), ensure_ascii=False))
    except OSError as error:
        log.warning("failed_reload_not_kept", error=str(error))


def forget_failed(path: Path, source: str) -> None:
    """Forget those that a reload has made good; one of all sources makes good each."""
    for file in [_file_of(path, source)] if source else (path / _FOLDER).glob("*.json"):
        file.unlink(missing_ok=True)


def _file_of(path: Path, source: str) -> Path:
    return path / _FOLDER / f"{source or _ALL}.json"


def _text_of(file: Path) -> str:
    """Return what stands in a file; empty where it was made good just now."""
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
