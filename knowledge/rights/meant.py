"""Rules that fit no file, and the documents that each may have meant: nobody reads these until the rule is mended.

A rule may have meant a file of a like name in the folder that it names, one of the same name further down, or, where
there is none, one of the same name anywhere in the source. What another rule names is not what this one meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from knowledge.rights.folders import FolderRules
from knowledge.rights.shelf import Shelf

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
    free = Shelf.of([name for name in documents if not rules.names(name, files[name])] if unused else [])
    for folder, written in unused:
        line = rules.by_folder[folder].lines.get(written, 0)
        yield Misfit(folder, written, line, free.meant_by(written, "" if folder == PurePosixPath() else str(folder)))


def shown(documents: Sequence[str]) -> str:
    """Name the first of some documents, and say how many more there are."""
    more = f" and {len(documents) - _SHOWN} more" if len(documents) > _SHOWN else ""
    return ", ".join(documents[:_SHOWN]) + more
