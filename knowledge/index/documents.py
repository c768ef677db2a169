"""What a version remembers of each document: enough to tell what changed, and to explain who may read it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import fields as fields_of

from knowledge.domain import Document


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One document of a version, without its text. ``fingerprint`` is another whenever anything of it is."""

    id: str
    fingerprint: str
    title: str
    source: str
    readers: tuple[str, ...]
    rule: str
    effective: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of documents that one version has and another has not, or has otherwise; each in order."""

    added: tuple[str, ...]
    modified: tuple[str, ...]
    removed: tuple[str, ...]


_FIELDS = tuple(field.name for field in fields_of(DocumentRecord))

Documents = Mapping[str, DocumentRecord]


def record_of(document: Document) -> DocumentRecord:
    """Return what is remembered of a document."""
    readers = tuple(sorted(document.readers))
    names = (document.source, document.rule, document.title, document.url, document.language, document.effective or "")
    digest = hashlib.sha256("\0".join((*names, *readers, document.text)).encode())
    return DocumentRecord(
        id=document.id,
        fingerprint=digest.hexdigest(),
        title=document.title,
        source=document.source,
        readers=readers,
        rule=document.rule,
        effective=document.effective,
    )


def changes(old: Documents, new: Documents) -> Changes:
    """Return what is different in the new documents."""
    return Changes(
        added=tuple(sorted(new.keys() - old.keys())),
        modified=tuple(sorted(one for one in new.keys() & old.keys() if new[one].fingerprint != old[one].fingerprint)),
        removed=tuple(sorted(old.keys() - new.keys())),
    )


def pack_records(records: Iterable[DocumentRecord]) -> str:
    """Records -> JSON, a line for each."""
    lines = (json.dumps([getattr(record, name) for name in _FIELDS], ensure_ascii=False) for record in records)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def unpack_records(text: str) -> dict[str, DocumentRecord]:
    """JSON -> records by id."""
    found = (dict(zip(_FIELDS, values, strict=True)) for values in json.loads(text))
    return {fields["id"]: DocumentRecord(**{**fields, "readers": tuple(fields["readers"])}) for fields in found}
