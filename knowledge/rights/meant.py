"""Rules that fit no file, and the documents that each may have meant: nobody reads these until the rule is mended.

A rule may have meant a file of a like name in the folder that it names, one of the same name further down, or, where
there is none, one of the same name anywhere in the source. What another rule names is not what this one meant, unless
only case or width tell the two apart. A file that was there may have become one that came when it was gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from knowledge.rights.folders import FolderRules
from knowledge.rights.renamed import Renamed
from knowledge.rights.shelf import Shelf, same_but_for_case

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


Rule = tuple[PurePosixPath, str]
"""The folder of a rules file, and one of the names that it has a rule for."""


def unused(rules: FolderRules, files: Mapping[str, str]) -> list[Rule]:
    """Return the rules that fit none of the files, in order. ``files`` has each file's archive, or itself."""
    used = {rule for name, archive in files.items() for rule in _fitting(rules, name, archive)}
    written = ((folder, name) for folder, rule in sorted(rules.by_folder.items()) for name in rule.documents)
    return [rule for rule in written if rule not in used]


def misfits(
    rules: FolderRules, files: Mapping[str, str], documents: Sequence[str], renamed: Iterable[Renamed] = ()
) -> Iterator[Misfit]:
    """Yield the rules that fit none of the files, in order.

    ``documents`` are those among the ``files`` that a rule could be for.
    """
    left = unused(rules, files)
    if not left:
        return
    came = _came_for(left, rules, renamed)
    free = Shelf.of([name for name in documents if not rules.names(name, files[name])])
    claimed = same_but_for_case(documents)
    for folder, written in left:
        start = "" if folder == PurePosixPath() else str(folder)
        meant = {*free.meant_by(written, start), *claimed(written, start)}
        if new := came.get((folder, written), set()) & free.paths:
            meant |= set() if meant & new else new
        yield Misfit(folder, written, rules.by_folder[folder].lines.get(written, 0), sorted(meant))


def is_missed_by(rules: FolderRules, files: Mapping[str, str]) -> Callable[[str], bool]:
    """Return what tells of a name that is gone whether a rule that fits no file fitted it."""
    left = frozenset(unused(rules, files))
    return lambda name: any(rule in left for rule in _fitting(rules, name, name))


def _came_for(left: Sequence[Rule], rules: FolderRules, renamed: Iterable[Renamed]) -> dict[Rule, set[str]]:
    """Return what appeared when the files of each of these rules vanished."""
    came: dict[Rule, set[str]] = {rule: set() for rule in left}
    for group in renamed:
        for name in group.vanished:
            for rule in came.keys() & _fitting(rules, name, name):
                came[rule].update(group.appeared)
    return came


def _fitting(rules: FolderRules, name: str, archive: str) -> set[Rule]:
    above = (folder for folder in PurePosixPath(name).parents if folder in rules.by_folder)
    return {(folder, written) for folder in above for written in rules.fitting(folder, name, archive)}


def shown(documents: Sequence[str]) -> str:
    """Name the first of some documents, and say how many more there are."""
    more = f" and {len(documents) - _SHOWN} more" if len(documents) > _SHOWN else ""
    return ", ".join(documents[:_SHOWN]) + more
