"""A source's documents by their names, to be asked which of them a name that fits none may mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.rights.likeness import alike, core, folded, has_suffix
from knowledge.rights.targets import tidied
from knowledge.sources.globs import WILD, matcher

_Place = tuple[str, ...]
"""The cores of the names of a folder and those above it."""


@dataclass(slots=True)
class Shelf:
    """Documents by the core of their name, of each folder's that they lie in, and by where each name stands."""

    _folded: dict[str, str] = field(default_factory=dict)
    _by_name: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_folder: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _standing: defaultdict[_Place, defaultdict[str, list[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    @classmethod
    def of(cls, documents: Sequence[str]) -> Shelf:
        """Return these documents, put in order."""
        shelf = cls()
        for path in documents:
            *folders, name = names = path.split("/")
            cores = tuple(map(core, names))
            shelf._folded[path] = folded(path)
            shelf._by_name[core(name)].append(path)
            for depth, each in enumerate(names):
                shelf._standing[cores[:depth]][each].append(path)
            for each in set(cores[: len(folders)]):
                shelf._by_folder[each].append(path)
        return shelf

    def meant_by(self, written: str, folder: str) -> list[str]:
        """Return the documents that a rule in this folder, empty for the root, may be for by how it is written.

        Those of a like name in the folder that it names, and its twins below the rule's folder, else anywhere.
        """
        start = f"{folder}/" if folder else ""
        found = {path for path in self._alike(written, folder) if path.startswith(start)}
        below = {path for path in self.twins(written) if path.startswith(start)}
        below |= {path for path in self._fitting(written, start) if path.startswith(start)}
        return sorted(found | (below or {*self.twins(written), *self._fitting(written, "")}))

    def twins(self, written: str) -> Iterator[str]:
        """Yield the documents of the very name, wherever they lie, or in a folder of it."""
        last = _parts(written)[-1]
        if core(last):
            yield from self._by_name.get(core(last), ())
            yield from () if has_suffix(last) else self._by_folder.get(core(last), ())

    def left_out_by(self, written: str) -> list[str]:
        """Return the documents that a pattern of the whole source was meant to leave out: only what is all but sure."""
        return sorted({*self.twins(written), *self._fitting(written, "")})

    def _alike(self, written: str, folder: str) -> Iterator[str]:
        *folders, last = _parts(written)
        place = tuple(map(core, [*folder.split("/"), *folders] if folder else folders))
        for name, documents in self._standing.get(place, {}).items():
            if alike(last, name):
                of_a_kind = has_suffix(last) == has_suffix(name)
                yield from (path for path in documents if of_a_kind or path.count("/") == len(place))

    def _fitting(self, written: str, start: str) -> Iterator[str]:
        """Yield what fits a pattern but for case and width, below the folder that begins so."""
        if WILD.search(written):
            pattern = _folded_matcher(written)
            skipped = len(folded(start))
            yield from (path for path, plain in self._folded.items() if pattern.match(plain, skipped))


def _parts(written: str) -> list[str]:
    """Return what a rule names, part by part, without wildcards; at least one part."""
    plain = [next(filter(None, WILD.split(part)), "") for part in tidied(folded(written)).split("/")]
    return [part for part in plain if part.strip(".*")] or [""]


def _folded_matcher(written: str) -> re.Pattern[str]:
    return matcher([tidied(folded(written)).lstrip("/")])
