"""Word documents: mammoth makes them HTML, and that becomes Markdown as any other does."""

from __future__ import annotations

import html
import io
import re

import mammoth
from markitdown.converter_utils.docx.pre_process import pre_process_docx

from knowledge.formats.converted import Converted
from knowledge.formats.docx_hidden import without_hidden
from knowledge.formats.html import body_markdown
from knowledge.formats.package import open_package

STYLES = "p[style-name='Title'] => h1:fresh"
"""mammoth's own map knows the headings but leaves a document's title a paragraph."""

CORE_PROPERTIES = "docProps/core.xml"


def read(data: bytes) -> Converted:
    """Read a Word document. Raises DocumentUnreadable."""
    title = _core_title(data)
    document = pre_process_docx(io.BytesIO(without_hidden(data)))
    result = mammoth.convert_to_html(document, style_map=STYLES, convert_image=lambda _image: [])
    return Converted(text=body_markdown(result.value), title=title)


def _core_title(data: bytes) -> str | None:
    with open_package(data) as archive:
        if CORE_PROPERTIES not in archive.namelist():
            return None
        properties = archive.read(CORE_PROPERTIES).decode("utf-8", errors="replace")
    title = re.search(r"<dc:title>([^<]*)</dc:title>", properties)
    return html.unescape(title[1]).strip() or None if title else None
