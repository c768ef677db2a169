"""What Slack's search and links look up: documents within rights, each as a card that says what is known of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from knowledge.domain import Passage, Retrieved
from knowledge.index.addresses import Opened, Shelf
from knowledge.index.showing import parts
from knowledge.index.versions import documents_of, read_manifest
from knowledge.language.markdown import as_asked, as_read
from knowledge.ports import Index, PassageIndex
from workers.contract import CARDS, FILTERS, SEARCH, Json

MOST_FOUND: Final = 10
"""Documents that a search names; what ranks behind them fits less than a reader wants."""
_LOOKED_AT: Final = 100
"""Passages that are searched for them: several may be of one document, or none of those that a filter wants."""
LONGEST_QUOTE: Final = 6000
"""Characters of a passage or a section; Slack shows less."""
_LONGEST_REFERENCE: Final = 200
"""Characters of a document's id by which Slack may know it."""


def by_name(index: Index, index_dir: Path) -> Mapping[str, Callable[[Json], Json]]:
    """Return each look-up's action. All raise IndexMissing."""
    return {
        SEARCH: lambda arguments: search(index.current(), index_dir, arguments),
        FILTERS: lambda arguments: filters(Shelf(index_dir, frozenset(arguments["principals"]))),
        CARDS: lambda arguments: cards(Shelf(index_dir, frozenset(arguments["principals"])), arguments["wanted"]),
    }


def search(index: PassageIndex, index_dir: Path, arguments: Json) -> Json:
    """The documents that fit best within these rights, each once with the passage that fits best."""
    query, principals = as_asked(arguments["query"]), frozenset(arguments["principals"])
    built_at = read_manifest(index_dir).built_at
    if not any(character.isalnum() for character in query):
        return {"found": [], "built_at": built_at}
    asked = index.mended(query, principals)
    passages = index.search(asked, principals, _LOOKED_AT, arguments.get("today") or "")
    wanted = _filtered(passages, index_dir, index.version, arguments)
    best: dict[str, Passage] = {}
    for one in wanted:
        best.setdefault(one.passage.document_id, one.passage)
    return {"found": [_found(index, one) for one in list(best.values())[:MOST_FOUND]], "built_at": built_at}


def filters(shelf: Shelf) -> Json:
    """By which sources these readers can narrow a search: those that have something they may read."""
    return {"sources": sorted({one.source for one in shelf.readable() if one.source})}


def cards(shelf: Shelf, wanted: Sequence[Json]) -> Json:
    """What is known of each document wanted (``{link, reference}``), in order; None where that is nothing.

    A reference, which an earlier card had, comes before the link; the link then names the section.
    """
    return {"cards": [_card(opened) if (opened := _opened(shelf, **one)) else None for one in wanted]}


def reference_of(document: str) -> str:
    """The name by which Slack knows a document: its id, or where that is too long for Slack, a digest of it."""
    if len(document) <= _LONGEST_REFERENCE:
        return document
    return f"sha256:{hashlib.sha256(document.encode()).hexdigest()}"


def _opened(shelf: Shelf, link: str, reference: str = "") -> Opened | None:
    if not reference:
        return shelf.at_address(link)
    found = next((one.id for one in shelf.readable() if reference_of(one.id) == reference), None)
    return shelf.document(found, link) if found is not None else None


def _filtered(found: Sequence[Retrieved], index_dir: Path, version: str, arguments: Json) -> Iterator[Retrieved]:
    languages, sources = arguments.get("languages") or (), arguments.get("sources") or ()
    records = documents_of(index_dir, version) if sources else {}
    for one in found:
        record = records.get(one.passage.document_id)
        fits = not sources or (record is not None and record.source in sources)
        if fits and (not languages or one.passage.language in languages):
            yield one


def _found(index: PassageIndex, passage: Passage) -> Json:
    section = text_of(index.section(passage))
    known = _known(passage, sorted(passage.readers), index.owner(passage.document_id))
    return {**known, "quote": text_of([passage]), "section": section}


def _card(opened: Opened) -> Json | None:
    if not opened.section:
        return None
    known = _known(opened.section[0], list(opened.record.readers), opened.record.owner)
    version = {"version": opened.version, "built_at": opened.built_at}
    return {**known, **version, "quote": text_of(opened.section)}


def _known(passage: Passage, readers: Sequence[str], owner: str) -> Json:
    return {
        "document": passage.document_id,
        "reference": reference_of(passage.document_id),
        "title": passage.title,
        "heading": passage.heading,
        "url": passage.url,
        "page": passage.page,
        "effective": passage.effective,
        "until": passage.until,
        "owner": owner,
        "readers": list(readers),
    }


def text_of(section: Sequence[Passage]) -> str:
    """What passages of one section say, as a reader sees it: lines of text, rows with their cells side by side."""
    whole = replace(section[0], text="\n".join(passage.text for passage in section))
    said = (part if isinstance(part, str) else "\n".join(" · ".join(row) for row in part) for part in parts(whole))
    return as_read("\n".join(said)).strip()[:LONGEST_QUOTE]
