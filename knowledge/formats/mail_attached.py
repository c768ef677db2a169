"""What is attached to a mail: documents of the formats that are read become parts of it, all else is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.errors import DocumentUnreadable
from knowledge.formats import convert, supported
from knowledge.formats.converted import Converted
from knowledge.formats.tables import cell_text


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of this name; ``read`` converts it, None where nothing can, and may raise DocumentUnreadable."""

    name: str
    read: Callable[[], Converted] | None

    def converted(self) -> Converted | None:
        """Return it as Markdown.

        None where it cannot be read, or says more of itself than its text: rights of its own would be lost in a mail.
        """
        try:
            converted = self.read() if self.read else None
        except DocumentUnreadable:
            return None
        return None if converted is None or converted.meta else converted


def attached_file(name: str, data: bytes) -> Attached:
    """A file as it is attached."""
    return Attached(name, (lambda: convert(name, data)) if supported(name) else None)


def read_attached(files: Sequence[Attached]) -> Converted:
    """Return as one text all that can be read, each below its name, with notes on the others."""
    read = [(file, converted) for file in files if (converted := file.converted())]
    done = {id(file) for file, _ in read}
    names = ", ".join(f"“{cell_text(file.name)}”" for file in files if id(file) not in done)
    notes = (f"What is attached to it was not read: {names}. Save it beside the mail.",) if names else ()
    return Converted(
        text="\n\n".join(f"## {cell_text(file.name)}\n\n{converted.text}" for file, converted in read),
        notes=(*notes, *(f"“{cell_text(file.name)}”: {note}" for file, each in read for note in each.notes)),
        left_out=tuple(words for _, converted in read for words in converted.left_out),
    )
