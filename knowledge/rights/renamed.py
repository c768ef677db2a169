"""What came into a source when something else was gone from it: it may be the same document under another name.

A rule that names a file no longer finds it then, and would leave it open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Renamed:
    """Files that were gone in a reading, and those any of which may be what one of them has become."""

    vanished: tuple[str, ...]
    appeared: tuple[str, ...]

    def only(self, is_missed: Callable[[str], bool]) -> Renamed:
        """Return it with those of the vanished files that a rule still looks for."""
        return Renamed(tuple(filter(is_missed, self.vanished)), self.appeared)


def renamed_between(before: Mapping[str, str], now: Mapping[str, str]) -> list[Renamed]:
    """Return what may have become what, from each file's content by name in two readings.

    The same content anywhere, else whatever is new in the folder that something is gone from; of a folder that is gone
    or new itself, the one above counts.
    """
    vanished, appeared = sorted(before.keys() - now.keys()), sorted(now.keys() - before.keys())
    if not vanished or not appeared:
        return []
    same = list(_paired(vanished, appeared, before.__getitem__, now.__getitem__))
    explained = {name for group in same for name in (*group.vanished, *group.appeared)}
    stayed = _folders(before) & _folders(now)
    gone, new = ([name for name in names if name not in explained] for names in (vanished, appeared))
    return [*same, *_paired(gone, new, partial(_nearest, folders=stayed), partial(_nearest, folders=stayed))]


def followed(earlier: Iterable[Renamed], later: Sequence[Renamed]) -> list[Renamed]:
    """Return both, the earlier ones with what became of theirs since."""
    return [*(_further(group, later) for group in earlier), *later]


def _further(group: Renamed, later: Iterable[Renamed]) -> Renamed:
    mine = set(group.appeared)
    since = (name for one in later if not mine.isdisjoint(one.vanished) for name in one.appeared)
    return Renamed(group.vanished, tuple(dict.fromkeys((*group.appeared, *since))))


def still_missed(groups: Iterable[Renamed], is_missed: Callable[[str], bool], names: Iterable[str]) -> list[Renamed]:
    """Return what is to be kept for the next reading: of files that a rule looks for, with others that are there."""
    there = set(names)
    missed = (group.only(is_missed) for group in groups)
    return [group for group in missed if group.vanished and not there.isdisjoint(group.appeared)]


def _paired(
    vanished: Sequence[str], appeared: Sequence[str], one: Callable[[str], str], other: Callable[[str], str]
) -> Iterator[Renamed]:
    gone, new = _by(vanished, one), _by(appeared, other)
    for key in gone.keys() & new.keys() - {""}:
        yield Renamed(tuple(gone[key]), tuple(new[key]))


def _by(names: Sequence[str], key: Callable[[str], str]) -> defaultdict[str, list[str]]:
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        grouped[key(name)].append(name)
    return grouped


def _folders(names: Iterable[str]) -> set[str]:
    return {str(folder) for name in names for folder in PurePosixPath(name).parents}


def _nearest(name: str, folders: set[str]) -> str:
    return next(str(folder) for folder in PurePosixPath(name).parents if str(folder) in folders)
