"""Word documents, through markitdown."""

from __future__ import annotations

import html
import io
import re

from markitdown import StreamInfo
from markitdown.converters import DocxConverter

from knowledge.formats.converted import Converted
from knowledge.formats.docx_hidden import without_hidden
from knowledge.formats.package import open_package
from knowledge.formats.tables import tidy_tables

STYLES = "p[style-name='Title'] => h1:fresh"
"""mammoth's own map knows the headings but leaves a document's title a paragraph."""

CORE_PROPERTIES = "docProps/core.xml"


def read(data: bytes) -> Converted:
    """Read a Word document. Raises DocumentUnreadable."""
    title = _core_title(data)
    converter = DocxConverter()  # type: ignore[no-untyped-call] # markitdown leaves its constructor untyped
    result = converter.convert(io.BytesIO(without_hidden(data)), StreamInfo(extension=".docx"), style_map=STYLES)
    return Converted(text=tidy_tables(result.markdown), title=title)


def _core_title(data: bytes) -> str | None:
    with open_package(data) as archive:
        if CORE_PROPERTIES not in archive.namelist():
            return None
        properties = archive.read(CORE_PROPERTIES).decode("utf-8", errors="replace")
    title = re.search(r"<dc:title>([^<]*)</dc:title>", properties)
    return html.unescape(title[1]).strip() or None if title else None
