"""Rules that fit no file, and the documents that each may have meant: nobody reads these until the rule is mended.

A rule may have meant a file of a like name in the folder that it names, one of the same name further down, or, where
there is none, one of the same name anywhere in the source. What another rule names is not what this one meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final

from knowledge.rights.folders import FolderRules
from knowledge.rights.likeness import alike, folded, has_suffix, same
from knowledge.rights.targets import tidied
from knowledge.sources.globs import WILD, matcher

_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Misfit:
    """A rule that fits no file: where it stands, how it is written, and the documents that it may have meant."""

    folder: PurePosixPath
    written: str
    line: int
    meant: Sequence[str]

    @property
    def sentence(self) -> str:
        """What is wrong, what that closes, and what to do."""
        where = f"Line {self.line}: " if self.line else ""
        rule = f"{where}the rule for “{self.written}” fits no file"
        rule = rule[0].upper() + rule[1:]
        if not self.meant:
            return f"{rule}, and none has a like name. Mend the name, or take the rule out."
        closed = f"It may mean {shown(self.meant)}, which nobody may read until it is mended"
        return f"{rule}. {closed}: write the file's exact name, or take the rule out."


def misfits(rules: FolderRules, files: Mapping[str, str], documents: Sequence[str]) -> Iterator[Misfit]:
    """Yield the rules that fit none of the files, in order.

    ``files`` has each file's archive, or itself; ``documents`` are those among them that a rule could be for.
    """
    used = {
        (folder, written)
        for name, archive in files.items()
        for folder in PurePosixPath(name).parents
        if folder in rules.by_folder
        for written in rules.fitting(folder, name, archive)
    }
    ordered = sorted(rules.by_folder.items())
    unused = [(folder, written) for folder, rule in ordered for written in rule.documents]
    unused = [each for each in unused if each not in used]
    free = [name for name in documents if not rules.names(name, files[name])] if unused else []
    for folder, written in unused:
        line = rules.by_folder[folder].lines.get(written, 0)
        yield Misfit(folder, written, line, meant_by(written, folder, free))


def shown(documents: Sequence[str]) -> str:
    """Name the first of some documents, and say how many more there are."""
    more = f" and {len(documents) - _SHOWN} more" if len(documents) > _SHOWN else ""
    return ", ".join(documents[:_SHOWN]) + more


def meant_by(written: str, folder: PurePosixPath, documents: Sequence[str]) -> list[str]:
    """Return the documents that a rule in this folder may be for, by how it is written."""
    start = "" if folder == PurePosixPath() else f"{folder}/"
    below = [name for name in documents if name.startswith(start)]
    found = {name for name in below if _like(written, name[len(start) :])}
    twins = [name for name in below if _is_twin(written, name[len(start) :])]
    return sorted(found.union(twins or twins_of(written, documents)))


def twins_of(written: str, documents: Sequence[str]) -> list[str]:
    """Return the documents of the very name, or in a folder of it, or that the pattern fits but for case and width."""
    return [name for name in documents if _is_twin(written, name)]


def _like(written: str, path: str) -> bool:
    """Tell whether a path may be meant by its place: it has a like name in the folder that is written."""
    *folders, last = _parts(written)
    names = path.split("/")
    if len(names) <= len(folders) or not all(map(same, folders, names)):
        return False
    name = names[len(folders)]
    of_a_kind = len(names) == len(folders) + 1 or has_suffix(last) == has_suffix(name)
    return of_a_kind and alike(last, name)


def _is_twin(written: str, path: str) -> bool:
    """Tell whether a path has the very name, wherever it lies, or fits the pattern but for case and width."""
    last = _parts(written)[-1]
    *folders, name = path.split("/")
    in_folder = not has_suffix(last) and any(same(last, each) for each in folders)
    return same(last, name) or in_folder or _fits_folded(written, path)


def _parts(written: str) -> list[str]:
    """Return what a rule names, part by part, without wildcards; at least one part."""
    plain = [next(filter(None, WILD.split(part)), "") for part in tidied(folded(written)).split("/")]
    return [part for part in plain if part.strip(".*")] or [""]


def _fits_folded(written: str, path: str) -> bool:
    return bool(WILD.search(written)) and bool(_folded_matcher(written).match(folded(path)))


@lru_cache(maxsize=256)
def _folded_matcher(written: str) -> re.Pattern[str]:
    return matcher([tidied(folded(written)).lstrip("/")])
