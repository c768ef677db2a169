"""Whom a document's rules let read it now, whichever version it was found in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from knowledge.index.versions import documents_in_force, read_manifest, version_folder, versions
from knowledge.rights.later import later_rights
from knowledge.rights.readers import may_read

Readers = dict[str, tuple[str, ...]]


def readable_now(path: Path, documents: Iterable[str], principals: frozenset[str]) -> list[str]:
    """Return those of the documents that these principals may read now. Raises IndexMissing."""
    wanted = sorted(set(documents))
    readers = readers_now(path, wanted)
    return [name for name in wanted if may_read(readers.get(name, ()), principals)]


def readers_now(path: Path, documents: Iterable[str]) -> Readers:
    """Return whom each document's rules let read it now, or where it is gone, whom the last version did that had it.

    So it is with a rollback (`versions.roll_back`). A document that no kept version has is not there: nobody knows its
    readers any more. Raises IndexMissing.
    """
    current = read_manifest(path).version
    known = {**later_rights(version_folder(path, current)), **_of(path, current)}
    wanted = set(documents)
    for older in (one.version for one in versions(path) if one.version < current):
        if wanted <= known.keys():
            break
        known = {**_of(path, older), **known}
    return {name: known[name] for name in wanted & known.keys()}


def _of(path: Path, version: str) -> Readers:
    return {name: record.readers for name, record in documents_in_force(path, version).items()}
