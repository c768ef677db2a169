"""Which of a source's files are wanted, by the globs of ``knowledge.toml``, and what mistakes in these close."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.rights.meant import shown
from knowledge.rights.shelf import Shelf
from knowledge.rights.targets import tidied
from knowledge.sources.globs import composed, matcher


@dataclass(frozen=True, slots=True)
class Selection:
    """``include`` and ``exclude`` as they are written. What a folder's name excludes is all below it."""

    include: Sequence[str] = ("**",)
    exclude: Sequence[str] = ()

    def wanted(self) -> re.Pattern[str]:
        """Return what matches the names, composed, that are included."""
        return matcher(map(tidied, self.include))

    def unwanted(self) -> re.Pattern[str]:
        """Return what matches the names, composed, that are excluded."""
        return matcher(map(tidied, self.exclude), below=True)

    def is_idle(self, files: Collection[str]) -> bool:
        """Tell whether there are files and none of them is included."""
        included = self.wanted()
        return bool(files) and not any(included.match(composed(name)) for name in files)

    def misfits(self, files: Collection[str], documents: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield a sentence on each glob that excludes none of the files and was meant for some documents, with these.

        One that resembles nothing is written in advance, and no mistake.
        """
        shelf = Shelf.of(documents if self.exclude else ())
        for written in self.exclude:
            excluded = matcher([tidied(written)], below=True)
            fits = any(excluded.match(composed(name)) for name in files)
            if not fits and (meant := shelf.left_out_by(written)):
                closed = f"It may mean {shown(meant)}, which nobody may read until it is mended"
                yield f"Its `exclude` has “{written}”, which fits no file. {closed}: write the exact name.", meant


ALL: Final = Selection()
