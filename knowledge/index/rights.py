"""Who may read each row of a version: whom its document admits, since a rollback only if later versions do, too.

A rollback brings texts back, and opens nothing that was closed meanwhile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from knowledge.index.columns import Numbers, read_numbered
from knowledge.rights.later import LaterRights, later_rights, pack_later
from knowledge.rights.readers import admitted_by_both, may_read

RowsOf = Callable[[Collection[str]], Mapping[str, Sequence[int]]]
"""Gives the rows of those of some documents that a version has."""


@dataclass(frozen=True, slots=True)
class RowRights:
    """The distinct sets of readers, and each row's number among them.

    ``written`` is the number that each set's rows have in the full text, which knows nothing of later rights; ``later``
    is a digest of these, empty where there are none.
    """

    readers: tuple[tuple[str, ...], ...]
    of_row: Numbers
    written: tuple[int, ...]
    later: str = ""

    def granted(self, principals: frozenset[str]) -> tuple[int, ...]:
        """Return the numbers of the sets of readers that these principals are among."""
        return tuple(number for number, readers in enumerate(self.readers) if may_read(readers, principals))


def row_rights(folder: Path, rows_of: RowsOf) -> RowRights:
    """Return the rights of the rows of the version in this folder."""
    distinct, of_row = read_numbered(folder, "readers")
    readers = tuple(tuple(one) for one in distinct)
    written = RowRights(readers, of_row, tuple(range(len(readers))))
    later = later_rights(folder)
    return _bounded(written, later, rows_of(later)) if later else written


def without_rows(rights: RowRights, rows: Sequence[int]) -> RowRights:
    """Return the rights where nobody may read some of the rows: they get the number of a set without readers."""
    nobody = len(rights.readers)
    of_row = np.array(rights.of_row)
    of_row[np.asarray(rows, dtype=np.intp)] = nobody
    return replace(rights, readers=(*rights.readers, ()), of_row=of_row, written=(*rights.written, nobody))


def _bounded(written: RowRights, later: LaterRights, rows_of: Mapping[str, Sequence[int]]) -> RowRights:
    """Return the rights inside the later ones; a set without rows is left out."""
    numbers = {(readers, number): number for number, readers in enumerate(written.readers)}
    of_row = np.array(written.of_row)
    for document, rows in rows_of.items():
        number = int(of_row[rows[0]])  # all rows of a document have the same readers
        bounded = (admitted_by_both(written.readers[number], later[document]), number)
        of_row[rows] = numbers.setdefault(bounded, len(numbers))
    used, numbered_anew = np.unique(of_row, return_inverse=True)
    sets = list(numbers)
    readers, written_as = zip(*(sets[number] for number in used.tolist()), strict=True)
    digest = hashlib.sha256(pack_later(later).encode()).hexdigest()
    return RowRights(readers, numbered_anew.astype(np.int32), written_as, digest)
