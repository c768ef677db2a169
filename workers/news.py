"""What changed in documents since somebody was answered from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from knowledge.index.comparing import changed_since
from knowledge.index.versions import documents_in_force, read_manifest
from knowledge.rights.readers import may_read
from workers.contract import Json

MOST_NEWS: Final = 10
"""Documents named."""
_MOST_SECTIONS: Final = 3


def news(index_dir: Path, cited: Sequence[Json], principals: frozenset[str]) -> Json:
    """What changed since in documents that were ``cited`` (``[{document, version}]``), and may be read now.

    A change of a document's rights alone is none: its text is what it was. Raises IndexMissing or VersionUnknown.
    """
    now = read_manifest(index_dir)
    in_force = documents_in_force(index_dir, now.version)
    by_version = defaultdict(list)
    for one in cited:
        record = in_force.get(one["document"])
        if record is not None and one["version"] != now.version and may_read(record.readers, principals):
            by_version[one["version"]].append(record.id)
    sections = {
        document: headings
        for version, documents in by_version.items()
        for document, headings in changed_since(index_dir, version, documents).items()
    }
    changed = [
        {"document": name, "title": in_force[name].title, "sections": list(headings[:_MOST_SECTIONS])}
        for name, headings in sections.items()
    ]
    return {"version": now.version, "built_at": now.built_at, "changed": changed[:MOST_NEWS]}
