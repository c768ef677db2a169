"""What is different between two versions of the index."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from knowledge.errors import VersionUnknown
from knowledge.index.documents import Changes, changes
from knowledge.index.store import PassageTable
from knowledge.index.versions import (
    documents_of,
    named_version,
    read_manifest,
    version_before,
    version_folder,
    versions,
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions by name, the documents that differ, and the sections that differ in those asked for."""

    old: str
    new: str
    changes: Changes
    sections: Mapping[str, tuple[str, ...]]
    """The headings by modified document; none where not its text but its rights, title or link changed."""


def compare(path: Path, old: str | None, new: str | None, limit: int) -> Comparison:
    """Compare two kept versions: the published one with the one before it, unless they are named.

    Sections are told of the first ``limit`` modified documents. Raises IndexMissing or VersionUnknown.
    """
    later = read_manifest(path) if new is None else named_version(path, new)
    earlier = version_before(path, later) if old is None else named_version(path, old)
    difference = changes(documents_of(path, earlier.version), documents_of(path, later.version))
    sections = _different_sections(path, earlier.version, later.version, difference.modified[:limit])
    return Comparison(earlier.version, later.version, difference, sections)


def changed_since(path: Path, version: str, wanted: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the headings that changed in each of these documents since a version, for those whose text changed.

    Of a version that is no longer kept the oldest one that is stands in: what changed since then changed since it, too.
    Raises IndexMissing or VersionUnknown.
    """
    now = read_manifest(path).version
    kept = [one.version for one in versions(path)]
    since = version if version in kept else min(kept)
    modified = changes(documents_of(path, since), documents_of(path, now)).modified
    sections = _different_sections(path, since, now, [name for name in modified if name in wanted])
    return {name: headings for name, headings in sections.items() if headings}


def _different_sections(path: Path, old: str, new: str, modified: Sequence[str]) -> dict[str, tuple[str, ...]]:
    before, after = (_sections(path, version, modified) for version in (old, new))
    return {name: _different(before[name], after[name]) for name in modified}


def _sections(path: Path, version: str, documents: Sequence[str]) -> dict[str, dict[str, str]]:
    if not documents:
        return {}
    try:
        return PassageTable(version_folder(path, version)).sections(documents)
    except (OSError, RuntimeError, ValueError) as error:  # LanceDB gives the Rust side's failures as any of these
        raise VersionUnknown(f"The version {version} is damaged and cannot be compared ({error}).") from error


def _different(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, ...]:
    headings = dict.fromkeys(chain(new, old))
    return tuple(heading for heading in headings if old.get(heading) != new.get(heading))
