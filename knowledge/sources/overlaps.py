"""Documents that are one file, of two sources or by a link: only those may read them whom the rules of both admit.

Else a folder that one source closes would be open by another one that has the folder above it, and what a rule closes
by a link to it.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from knowledge.domain import Document, Problem, Reading
from knowledge.rights.meant import shown
from knowledge.rights.readers import admitted_by_both
from knowledge.sources.reader import SourceReader

_FOLDER: Final = "folder:"
"""What the place of a source that is a folder begins with."""


@dataclass(frozen=True, slots=True)
class _Overlap:
    """Two documents that are the same file, and that only these may read."""

    one: Document
    other: Document
    readers: frozenset[str]


def bounded(sources: Sequence[SourceReader], readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings with the rights of what several sources read, and a problem for each source of these."""
    by_file: defaultdict[str, list[Document]] = defaultdict(list)
    for source, reading in zip(sources, readings, strict=True):
        for document in reading.documents if source.place else ():
            by_file[_file_of(source.place, document.id.removeprefix(source.prefix))].append(document)
    overlaps = [overlap for documents in by_file.values() for overlap in _overlaps(documents)]
    return [_within(reading, overlaps) for reading in readings] if overlaps else list(readings)


def _file_of(place: str, name: str) -> str:
    """Return where a document lies, whichever source it is from; of a link in a folder, where what it leads to lies."""
    file = posixpath.join(place, name)
    path = Path(file.removeprefix(_FOLDER))
    return f"{_FOLDER}{path.resolve()}" if file.startswith(_FOLDER) and path.is_symlink() else file


def _overlaps(documents: Sequence[Document]) -> Iterator[_Overlap]:
    """Yield an overlap for each of one file's documents whose readers are too many, with another that says so."""
    readers = documents[0].readers
    for document in documents[1:]:
        readers = frozenset(admitted_by_both(readers, document.readers))
    for one in documents:
        if one.readers != readers:
            other = next(each for each in documents if each.readers != one.readers)
            yield _Overlap(one, other, readers)


def _within(reading: Reading, overlaps: Sequence[_Overlap]) -> Reading:
    found = {each.one.id: each for each in overlaps}
    mine = [found[document.id] for document in reading.documents if document.id in found]
    if not mine:
        return reading
    documents = tuple(
        replace(each, readers=found[each.id].readers, rule=f"{each.rule} & {_said_by(found[each.id])}")
        if each.id in found
        else each
        for each in reading.documents
    )
    state = replace(reading.sources[0], problems=reading.sources[0].problems + 1)
    return Reading(documents, (*reading.problems, _problem(mine)), (state,))


def _said_by(overlap: _Overlap) -> str:
    other = overlap.other
    return f"the rule of {other.id}" if other.source == overlap.one.source else f"source {other.source}"


def _problem(overlaps: Sequence[_Overlap]) -> Problem:
    source, other = overlaps[0].one.source, overlaps[0].other
    names = shown([each.one.id for each in overlaps])
    if source == other.source:
        what, remedy = (
            f"{names} and {other.id} are one file by a link",
            "Remove the link, or give both the same readers",
        )
    else:
        what, remedy = f"The source {other.source} reads {names}, too", "Exclude them in one of the two"
    return Problem(source, f"{what}, under other rights: only those may read them whom both admit. {remedy}.", source)
