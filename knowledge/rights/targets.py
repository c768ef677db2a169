"""What the names below ``[documents]`` fit: a file, a folder or a pattern, in the rules file's folder or below."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import PurePosixPath
from typing import Final

from knowledge.sources.globs import WILD, composed, literal_of, matcher

_ESCAPED: Final = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\x1b": "\\e"}
"""What TOML makes of a backslash between folders ("hr\\bands.md"); no file's name has such characters."""
_LETTERS: Final = (8, 4, 2, 1, 0)
"""Of the literal part of a pattern, by which it is filed: enough to tell most apart, in few lengths."""


class Fit(IntEnum):
    """How exactly a name fits a file.

    LOOSELY is a pattern in a folder further down than the one that it names, or below a folder that it fits: whether
    that was meant is not sure.
    """

    LOOSELY = 1
    BY_PATTERN = 2
    EXACTLY = 3


def tidied(written: str) -> str:
    """Return a path as it is compared: forward slashes, composed letters, no ``./`` and no slash at its end.

    A slash at its start and ``..`` stay: what they mean is not sure, and so they fit nothing.
    """
    plain = "".join(_ESCAPED.get(letter, letter) for letter in composed(written)).replace("\\", "/")
    parts = [part for part in plain.split("/") if part not in ("", ".")]
    return ("/" if plain.startswith("/") else "") + "/".join(parts)


@dataclass(frozen=True, slots=True)
class _Glob:
    position: int
    written: str
    whole: re.Pattern[str]
    loose: re.Pattern[str]


@dataclass(slots=True)
class Targets:
    """The names that one rules file has rules for, to be asked what fits a file."""

    _paths: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _globs: defaultdict[str, list[_Glob]] = field(default_factory=lambda: defaultdict(list))
    """By the beginning of a part that whatever fits has in it, so that many patterns cost a file little."""

    @classmethod
    def of(cls, names: Iterable[str]) -> Targets:
        """Return the targets of these names."""
        targets = cls()
        for position, written in enumerate(names):
            path = tidied(written)
            targets._paths[path].append(written)
            if WILD.search(path):
                folder, slash, name = path.rpartition("/")
                deeper = f"{folder}{slash}**/{name}"
                glob = _Glob(position, written, matcher([path]), matcher([path, deeper], below=True))
                targets._globs[_key(literal_of(deeper))].append(glob)
        return targets

    def fitting(self, name: str, archive: str) -> dict[str, Fit]:
        """Return the names that fit a file, and how.

        ``name`` is its path below the rules file's folder, composed; ``archive`` that of the archive it lies in, else
        the same.
        """
        fits: dict[str, Fit] = {}
        for glob in self.that_may_fit(name):
            if glob.whole.match(name) or glob.whole.match(archive):
                fits[glob.written] = Fit.BY_PATTERN
            elif glob.loose.match(name):
                fits[glob.written] = Fit.LOOSELY
        for folder in PurePosixPath(name).parents:
            fits |= dict.fromkeys(self._paths.get(str(folder), ()), Fit.BY_PATTERN)
        for exact in (archive, name):
            fits |= dict.fromkeys(self._paths.get(exact, ()), Fit.EXACTLY)
        return fits

    def that_may_fit(self, name: str) -> list[_Glob]:
        """Return the patterns whose literal part the name has in it, as they are written."""
        found: list[_Glob] = []
        for length in {len(key) for key in self._globs}:
            for part in {name[start : start + length] for start in range(len(name) - length + 1)}:
                found += self._globs.get(part, ())
        return sorted(found, key=lambda glob: glob.position)


def _key(literal: str) -> str:
    return literal[: next(length for length in _LETTERS if length <= len(literal))]
