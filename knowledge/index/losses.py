"""What a reload would lose, so that a disk that broke or a folder that was not mounted takes no policies away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from knowledge.domain import Reading, SourceState
from knowledge.errors import IndexNotBuilt
from knowledge.index.documents import DocumentRecord, Documents
from knowledge.rights.meant import shown

FEWEST: Final = 10
"""Documents from which on a source may not lose most of them unasked; of fewer it may, but not all."""

_SHOWN: Final = 3


def check_failed(reading: Reading, old: Documents, new: Documents, share: float) -> None:
    """Raise IndexNotBuilt where more than this share of the documents that were readable cannot be read any more."""
    lost = _failed(reading, old, new)
    if len(lost) <= share * len(old):
        return
    first = [problem for problem in reading.problems if problem.document in lost] or reading.problems
    reasons = " ".join(f"{problem.document}: {problem.reason}" for problem in first[:_SHOWN])
    raise IndexNotBuilt(
        f"{len(lost)} of {len(old)} documents ({len(lost) / len(old):.0%}) can no longer be read, so nothing was "
        f"published. {reasons} Mend them, or reload with --force."
    )


def check_gone(
    reading: Reading, read_before: Sequence[SourceState], old: Documents, new: Documents, share: float
) -> None:
    """Raise IndexNotBuilt where a source that is still configured has lost more than this share of its documents.

    One that failed is not gone, nor is one that was moved: there is another name with the title that it had. A source
    that lies elsewhere now than when it was ``read_before`` is another one: somebody put their own folder there.
    """
    failed = _failed(reading, old, new)
    places = {state.name: state.location for state in read_before}
    for source in (one.name for one in reading.sources if places.get(one.name, one.location) == one.location):
        before = [record for record in old.values() if record.source == source]
        added = Counter(record.title for name, record in new.items() if record.source == source and name not in old)
        gone = [each for each in before if each.id not in new and each.id not in failed and not _moved(each, added)]
        if share < 1 and (len(gone) == len(before) > 0 or (len(before) >= FEWEST and len(gone) > share * len(before))):
            raise IndexNotBuilt(_sentence(source, gone, len(before)))


def _failed(reading: Reading, old: Documents, new: Documents) -> set[str]:
    """Return the documents that are not there any more because they, their folder or their source failed."""
    unread = {problem.document for problem in reading.problems}
    sites = {state.name for state in reading.sources if state.kind == "site"}  # whose pages' names end so, too
    folders = tuple(
        each.document for each in reading.problems if each.document.endswith("/") and each.source not in sites
    )
    return {
        name
        for name in old.keys() - new.keys()
        if name in unread or old[name].source in unread or name.startswith(folders)
    }


def _moved(record: DocumentRecord, added: Counter[str]) -> bool:
    """Tell whether one of the documents that were added has this title; each stands for one that is gone."""
    found = added[record.title] > 0
    added[record.title] -= found
    return found


def _sentence(source: str, gone: list[DocumentRecord], total: int) -> str:
    names = shown(sorted(record.id for record in gone))
    return (
        f"{len(gone)} of {total} documents of the source {source} are gone since it was last read ({names}), so "
        "nothing was published. Bring them back, or if they are meant to go, reload with --force."
    )
