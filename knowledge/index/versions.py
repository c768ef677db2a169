"""Where the versions of an index lie, which one is published, and how that changes without anybody noticing half of it.

CURRENT                              the name of the published version
build.lock                           held by the one build that may run
versions/v000003-4f2a9c1be07d/       one version: a LanceDB table, what searches read, and manifest.json, written last
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from knowledge.domain import Problem
from knowledge.errors import IndexMissing
from knowledge.locking import exclusive

KEPT = 3
"""Versions that stay on disk, the published one among them."""

GRACE = 600
"""Seconds that an older version stays after its successor was published: no answer that began in it takes longer."""

LAYOUT = 2
"""Of a version's files; raised when a search needs others than before, so that older versions are built again."""

POINTER = "CURRENT"
_MANIFEST = "manifest.json"
_VERSIONS = "v[0-9]*"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version says about itself. ``content`` is the digest of its passages, rights and problems."""

    version: str
    built_at: str
    embedder: str
    content: str
    documents: int
    passages: int
    languages: dict[str, int]
    problems: tuple[Problem, ...]
    layout: int = 1


def version_folder(path: Path, version: str) -> Path:
    """Return the folder of a version."""
    return path / "versions" / version


def published(path: Path) -> str | None:
    """Return the published version's name, None where nothing was published."""
    try:
        return (path / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def read_manifest(path: Path) -> Manifest:
    """Return the published version's manifest. Raises IndexMissing."""
    version = published(path)
    if version is None:
        raise IndexMissing("No policies have been indexed yet. Run: frontdesk kb build")
    try:
        content = json.loads((version_folder(path, version) / _MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        raise IndexMissing(f"The index version {version} is damaged. Run: frontdesk kb build") from None
    return Manifest(**{**content, "problems": tuple(Problem(**problem) for problem in content["problems"])})


def new_version(path: Path, content: str) -> str:
    """Make the folder of the next version and return its name; what a killed build left behind is removed."""
    folder = path / "versions"
    folder.mkdir(parents=True, exist_ok=True)
    for unfinished in folder.glob(_VERSIONS):
        if not (unfinished / _MANIFEST).exists():
            shutil.rmtree(unfinished)
    last = max((int(one.name[1:7]) for one in folder.glob(_VERSIONS)), default=0)
    version = f"v{last + 1:06d}-{content[:12]}"
    version_folder(path, version).mkdir()
    return version


def publish(path: Path, manifest: Manifest) -> None:
    """Put the version on disk for good, and let the pointer name it in one step."""
    folder = version_folder(path, manifest.version)
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (folder / _MANIFEST).write_text(text, encoding="utf-8")
    for here, _, files in os.walk(folder):
        for name in (*files, "."):
            _sync(Path(here) / name)
    _sync(folder.parent)
    fresh = path / f"{POINTER}.new"
    fresh.write_text(manifest.version, encoding="utf-8")
    _sync(fresh)
    fresh.replace(path / POINTER)
    _sync(path)


def prune(path: Path) -> None:
    """Remove what is older than the newest `KEPT` versions and was succeeded more than `GRACE` seconds ago."""
    versions = sorted((path / "versions").glob(_VERSIONS))
    for old, successor in list(pairwise(versions))[: -KEPT + 1]:
        if time.time() - (successor / _MANIFEST).stat().st_mtime > GRACE:
            shutil.rmtree(old)


def only_build(path: Path, waiting: Callable[[], None]) -> AbstractContextManager[None]:
    """Hold the lock of builds; call ``waiting`` once where another build holds it. A killed build lets go of it."""
    return exclusive(path / "build.lock", waiting)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
