"""What a version remembers of each document: enough to tell what changed, and to explain who may read it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from dataclasses import fields as fields_of
from typing import Any

from knowledge.domain import Document, LeftOut


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
    left_out: tuple[LeftOut, ...] = ()
    until: str | None = None
    because: str = ""
    owner: str = ""


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
    standing = () if document.until is None else (document.until, document.because)
    owner = ("owner", document.owner) if document.owner else ()
    left_out = json.dumps([astuple(one) for one in document.left_out])
    digest = hashlib.sha256("\0".join((*names, *readers, document.text, left_out, *standing, *owner)).encode())
    return DocumentRecord(
        id=document.id,
        fingerprint=digest.hexdigest(),
        title=document.title,
        source=document.source,
        readers=readers,
        rule=document.rule,
        effective=document.effective,
        left_out=document.left_out,
        until=document.until,
        because=document.because,
        owner=document.owner,
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
    lines = (json.dumps(astuple(record), ensure_ascii=False) for record in records)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def unpack_records(text: str) -> dict[str, DocumentRecord]:
    """JSON -> records by id; those of earlier releases have fewer fields."""
    found = (dict(zip(_FIELDS, values, strict=False)) for values in json.loads(text))
    return {fields["id"]: DocumentRecord(**{**fields, **_unpacked(fields)}) for fields in found}


def _unpacked(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"readers": tuple(fields["readers"]), "left_out": tuple(LeftOut(*one) for one in fields.get("left_out", ()))}
