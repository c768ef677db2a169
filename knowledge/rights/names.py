"""Many names, to be asked at once which of them resemble one: a rule each, name by name, would take minutes."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Self, TypeVar

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.rights.likeness import alike, core, most_slips

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of one line, joined so that all of them are searched at once."""

    lines: tuple[str, ...]
    joined: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Return these texts; a line break in one is a blank."""
        lines = tuple(text.replace("\n", " ") for text in texts)
        return cls(lines, "\n".join(lines), (0, *accumulate(len(line) + 1 for line in lines)))

    def containing(self, part: str) -> Iterator[int]:
        """Yield the places of the texts that have this part in them; all where it is empty."""
        if not part:
            yield from range(len(self.lines))
            return
        at = self.joined.find(part)
        while at >= 0:
            place = bisect_right(self.starts, at) - 1
            yield place
            at = self.joined.find(part, self.starts[place + 1])


@dataclass(frozen=True, slots=True)
class Names:
    """The names that stand in one folder, by their core, and the cores by their length."""

    by_core: Mapping[str, list[str]]
    by_length: Mapping[int, list[str]]
    cores: Texts

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        """Return these names."""
        by_core = _grouped(names, core)
        return cls(by_core, _grouped(by_core, len), Texts.of(by_core))

    def like(self, written: str) -> Iterator[str]:
        """Yield the names that `likeness.alike` finds like this one."""
        one = core(written)
        for other in self._candidates(one) if one else ():
            yield from (name for name in self.by_core[other] if alike(written, name))

    def _candidates(self, one: str) -> set[str]:
        """Return the cores that are a part of this one, have it as a part, or are few slips away."""
        parts = {one[start:end] for start in range(len(one)) for end in range(start + 1, len(one) + 1)}
        holding = {self.cores.lines[place] for place in self.cores.containing(one)}
        return (parts & self.by_core.keys()) | holding | set(self._near(one))

    def _near(self, one: str) -> Iterator[str]:
        slips = most_slips(one)
        for length in range(len(one) - slips, len(one) + slips + 1):
            cores = self.by_length.get(length, [])
            apart = process.cdist([one], cores, scorer=OSA.distance, score_cutoff=slips)[0]
            yield from (cores[place] for place in np.flatnonzero(apart <= slips))


def _grouped(names: Iterable[str], key: Callable[[str], Key]) -> dict[Key, list[str]]:
    groups: defaultdict[Key, list[str]] = defaultdict(list)
    for name in names:
        groups[key(name)].append(name)
    return dict(groups)
