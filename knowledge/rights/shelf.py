"""A source's documents by their names, to be asked which of them a name that fits none may mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from knowledge.rights.likeness import core, folded, has_suffix, mistaken
from knowledge.rights.names import Names, Texts
from knowledge.rights.targets import tidied
from knowledge.sources.globs import WILD, literal_of, matcher

_FOREIGN: Final = re.compile(r"\\(?P<letter>[^\w\s])|\\[dws][*+]?|\.[*+]|[%^$|()+]")
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
    _names: dict[_Place, Names] = field(default_factory=dict)
    """What stands in those places that somebody asked about."""
    _texts: Texts | None = None
    """All that is folded, once somebody asked about a pattern."""

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

    @property
    def paths(self) -> AbstractSet[str]:
        """All of these documents."""
        return self._folded.keys()

    def twins(self, written: str) -> Iterator[str]:
        """Yield the documents of the very name, wherever they lie, or in a folder of it."""
        last = _parts(written)[-1]
        if core(last):
            yield from self._by_name.get(core(last), ())
            yield from () if has_suffix(last) else self._by_folder.get(core(last), ())

    def left_out_by(self, written: str) -> list[str]:
        """Return the documents that a pattern of the whole source was meant to leave out: only what is all but sure."""
        slips = () if WILD.search(written) else self._alike(written, "")
        mistyped = (path for path in slips if mistaken(_parts(written)[-1], path.rpartition("/")[2]))
        return sorted({*self.twins(written), *self._fitting(written, ""), *mistyped})

    def _alike(self, written: str, folder: str) -> Iterator[str]:
        *folders, last = _parts(written)
        place = tuple(map(core, [*folder.split("/"), *folders] if folder else folders))
        standing: Mapping[str, list[str]] = self._standing.get(place, {})
        if place not in self._names:
            self._names[place] = Names.of(standing)
        for name in self._names[place].like(last):
            of_a_kind = has_suffix(last) == has_suffix(name)
            yield from (path for path in standing[name] if of_a_kind or path.count("/") == len(place))

    def _fitting(self, written: str, start: str) -> Iterator[str]:
        """Yield what fits a pattern but for case, width and syntax, below the folder that begins so."""
        skipped = len(folded(start))
        for pattern in {folded(written), folded(_in_our_syntax(written))}:
            if WILD.search(pattern):
                fits = matcher([tidied(pattern).lstrip("/")])
                yield from (
                    path for path in self._having(literal_of(pattern)) if fits.match(self._folded[path], skipped)
                )

    def _having(self, part: str) -> Iterator[str]:
        """Yield the documents that have this in their folded path."""
        paths = list(self._folded)
        self._texts = self._texts or Texts.of(self._folded.values())
        yield from (paths[place] for place in self._texts.containing(part))


def same_but_for_case(documents: Iterable[str]) -> Callable[[str, str], list[str]]:
    """Return what finds the documents that a rule in a folder, empty for the root, names but for case and width."""
    by_folded: defaultdict[str, list[str]] = defaultdict(list)
    for path in documents:
        by_folded[folded(path)].append(path)
    return lambda written, folder: by_folded.get(folded(f"{folder}/{tidied(written)}".lstrip("/")), [])


def _in_our_syntax(written: str) -> str:
    """Return a regular expression, or a pattern as databases have them, as the glob that comes nearest."""
    return _FOREIGN.sub(lambda found: found["letter"] or "*", written)


def _parts(written: str) -> list[str]:
    """Return what a rule names, part by part, without wildcards; at least one part."""
    plain = [next(filter(None, WILD.split(part)), "") for part in tidied(folded(written)).split("/")]
    return [part for part in plain if part.strip(".*")] or [""]
