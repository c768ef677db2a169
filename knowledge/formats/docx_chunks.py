"""Documents within a Word document: ``altChunk`` takes one in whole, a sub-document is a file beside it.

ECMA-376 part 1, 17.17.2. A chunk is converted as the document it is; until the rest is Markdown a mark stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from knowledge.errors import DocumentUnreadable
from knowledge.formats import html, plain, rtf
from knowledge.formats.converted import Converted, LeftOutWords
from knowledge.formats.docx_parts import Parts, R, W
from knowledge.formats.docx_tree import paragraph, rewrite

_MARK = "\ue0a5{}\ue0a5"  # of the private use area: no document means anything by it
_MARKED = re.compile("\ue0a5(\\d+)\ue0a5")
_NOT_READ = "A document that it takes in was not read: “{}”. Put it beside this one."

Reader = Callable[[bytes], Converted]


class Chunks:
    """The chunks of one document, in its order."""

    def __init__(self, body: Element, parts: Parts, docx: Reader) -> None:
        self.notes: list[str] = []
        self.left_out: list[LeftOutWords] = []
        self._texts: list[str] = []
        self._parts = parts
        self._readers: dict[str, Reader] = {".docx": docx, ".docm": docx, ".rtf": rtf.read, ".txt": plain.read}
        rewrite(body, self._marked)

    def placed(self, markdown: str) -> str:
        """Return the document's Markdown with the chunks' own in the place of their marks."""
        return _MARKED.sub(lambda mark: self._texts[int(mark[1])], markdown)

    def _marked(self, element: Element) -> list[Element]:
        if element.tag not in {f"{W}altChunk", f"{W}subDoc"}:
            return [element]
        name = self._parts.target(element.get(f"{R}id")) or ""
        try:
            converted = self._read(name)
        except DocumentUnreadable:
            self.notes.append(_NOT_READ.format(PurePosixPath(name).name))
            return []
        self._texts.append(converted.text)
        self.notes += converted.notes
        self.left_out += converted.left_out
        return [paragraph(_MARK.format(len(self._texts) - 1))]

    def _read(self, name: str) -> Converted:
        data = self._parts.bytes(name)
        if not data:
            raise DocumentUnreadable("It is missing.")
        suffix = PurePosixPath(name).suffix.lower()
        if data.startswith(b"PK"):
            suffix = ".docx"
        if suffix in {".mht", ".mhtml"}:
            return html.read(_page(data))
        return self._readers.get(suffix, html.read)(data)


def _page(data: bytes) -> bytes:
    """Return the page in what Word and browsers save as one file, a mail by its form."""
    message = message_from_bytes(data, EmailMessage, policy=default)
    part = message.get_body(("html", "plain"))
    content = part.get_payload(decode=True) if part is not None else None
    return content if isinstance(content, bytes) else b""
