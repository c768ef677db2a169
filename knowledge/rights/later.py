"""The rights that later versions gave a version's documents, which it keeps to once it was rolled back to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

LATER = "later_rights.json"
"""In the version's folder, written before it is published again."""

LaterRights = Mapping[str, tuple[str, ...]]
"""Document -> its readers in later versions; of documents, too, that the version has not."""


def pack_later(later: LaterRights) -> str:
    """Later rights -> JSON."""
    return json.dumps({document: later[document] for document in sorted(later)}, ensure_ascii=False, indent=0)


def later_rights(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the later rights that a version keeps to; none where it was not rolled back to."""
    try:
        text = (folder / LATER).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    return {document: tuple(readers) for document, readers in json.loads(text).items()}
