"""Who may read a document of the published version, and which rule says so."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from knowledge.errors import DocumentUnknown
from knowledge.index.documents import DocumentRecord
from knowledge.index.versions import documents_in_force, read_manifest, version_folder
from knowledge.rights.later import later_rights


@dataclass(frozen=True, slots=True)
class Explained:
    """A document with those who may read it.

    ``restricted`` where these are fewer than its rule says, as a rollback keeps the stricter rights of later versions.
    """

    record: DocumentRecord
    restricted: bool


def explain(path: Path, document: str) -> Explained:
    """Return what the published version remembers of a document, by its id, or by a title that no other has.

    Raises IndexMissing, and DocumentUnknown with why it could not be read, or with the closest names.
    """
    manifest = read_manifest(path)
    documents = documents_in_force(path, manifest.version)
    titled = [name for name, record in documents.items() if record.title.casefold() == document.casefold()]
    if document not in documents and len(titled) == 1:
        document = titled[0]
    if document in documents:
        later = later_rights(version_folder(path, manifest.version))
        return Explained(documents[document], restricted=document in later)
    reason = next((problem.reason for problem in manifest.problems if problem.document == document), None)
    if reason:
        raise DocumentUnknown(f"“{document}” is in no answer: {reason}")
    folded = {name.lower(): name for name in documents}
    ends = [name for name in documents if name.lower().endswith(document.lower())]
    close = (
        titled[:3]
        or ends[:3]
        or [folded[name] for name in get_close_matches(document.lower(), list(folded), n=3, cutoff=0.5)]
    )
    hint = f" Did you mean {', '.join(close)}?" if close else ""
    raise DocumentUnknown(f"There is no document “{document}”.{hint}")
