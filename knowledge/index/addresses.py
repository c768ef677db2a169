"""Finds the document that an address in the web leads to, and the section of it that the address names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from knowledge.domain import Passage
from knowledge.index.documents import DocumentRecord
from knowledge.index.store import PassageFile
from knowledge.index.versions import documents_in_force, read_manifest, version_folder
from knowledge.rights.readers import may_read
from knowledge.sources.links import slug

_DIRECTIVE: Final = ":~:"
"""Begins what a browser alone reads of a fragment, such as the words to show (WICG, "URL Fragment Text Directives")."""
_REMEMBERED: Final = 2
"""Versions: the published one, and the one before it while the last requests of it end."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A document, and the passages of one section of it in their order."""

    record: DocumentRecord
    section: tuple[Passage, ...]
    version: str
    built_at: str


class Shelf:
    """What the published version holds for these readers. Raises IndexMissing."""

    def __init__(self, path: Path, principals: frozenset[str]) -> None:
        manifest = read_manifest(path)
        self._path, self._principals = path, principals
        self._version, self._built_at = manifest.version, manifest.built_at
        self._records = documents_in_force(path, manifest.version)
        self._passages = PassageFile(version_folder(path, manifest.version))

    def readable(self) -> list[DocumentRecord]:
        """Return the documents that they may read."""
        return [one for one in self._records.values() if may_read(one.readers, self._principals)]

    def at_address(self, url: str) -> Opened | None:
        """Return what the address leads to; None where that is nothing, or nothing that they may read."""
        return self._first(_addresses_of(self._path, self._version).get(_without_fragment(url), ()), url)

    def document(self, document: str, url: str = "") -> Opened | None:
        """Return a document by its id, at the section that the address names; None as above."""
        return self._first((document,), url)

    def _first(self, documents: Iterable[str], url: str) -> Opened | None:
        records = (self._records[name] for name in documents if name in self._records)
        record = next((one for one in records if may_read(one.readers, self._principals)), None)
        if record is None:
            return None
        rows = self._passages.rows_of({record.id}).get(record.id, [])
        passages = [one for _, one in sorted(self._passages.passages(rows).items())] if rows else []
        return Opened(record, section_at(passages, url), self._version, self._built_at)


def section_at(passages: Sequence[Passage], url: str) -> tuple[Passage, ...]:
    """Return those of a document's passages that stand where the address says; else those at its beginning."""
    begin = next((one for one in passages if one.url and _whole(one.url) == _whole(url)), None)
    anchor = slug(_fragment(url))
    if begin is None and anchor:
        begin = next((one for one in passages if anchor in map(slug, one.heading_path)), None)
    if begin is None:
        begin = next(iter(passages), None)
    return tuple(one for one in passages if begin is not None and one.heading_path == begin.heading_path)


@lru_cache(maxsize=_REMEMBERED)
def _addresses_of(path: Path, version: str) -> Mapping[str, tuple[str, ...]]:
    """Address without its fragment -> the documents there; what has no address is not among them."""
    found: dict[str, tuple[str, ...]] = {}
    for document, url in PassageFile(version_folder(path, version)).addresses():
        address = _without_fragment(url)
        if address and document not in found.get(address, ()):
            found[address] = (*found.get(address, ()), document)
    return found


def _whole(url: str) -> str:
    return f"{_without_fragment(url)}#{_fragment(url)}"


def _without_fragment(url: str) -> str:
    """Return the address as it is compared: however its letters are encoded; empty for none of the web."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"}:
        return ""
    query = f"?{unquote(parts.query)}" if parts.query else ""
    return f"{parts.netloc.lower()}{unquote(parts.path).rstrip('/')}{query}"


def _fragment(url: str) -> str:
    return unquote(url.strip().partition("#")[2].partition(_DIRECTIVE)[0])
