"""Makes small documents of formats that are zip packages of XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx(body: str, styles: str = "") -> bytes:
    """A Word document with this body."""
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return zipped(
        {
            "[Content_Types].xml": f"<Types xmlns='{types}'/>",
            "_rels/.rels": f"<Relationships xmlns='{relations}'><Relationship Id='r1' Type='{office}' "
            "Target='word/document.xml'/></Relationships>",
            "word/document.xml": f"<w:document xmlns:w='{_WORD}'><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles xmlns:w='{_WORD}'>{styles}</w:styles>",
        }
    )


def odt(body: str, styles: str = "", manifest: str = "") -> bytes:
    """An OpenDocument text with this body, titled Leave Policy."""
    spaces = " ".join(f"xmlns:{name}='{_OFFICE}:{name}:1.0'" for name in ("office", "text", "table", "style"))
    return zipped(
        {
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
            "meta.xml": f"<office:document-meta {spaces} xmlns:dc='http://purl.org/dc/elements/1.1/'><office:meta>"
            "<dc:title>Leave Policy</dc:title></office:meta></office:document-meta>",
            "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        }
    )


def epub(chapters: Mapping[str, str], *, spine: str) -> bytes:
    """An e-book called Handbook with these chapters, in the order in which the spine names them."""
    items = "".join(f"<item id='{name}' href='{name}.xhtml'/>" for name in chapters)
    references = "".join(f"<itemref idref='{name}'/>" for name in spine.split())
    return zipped(
        {
            "META-INF/container.xml": "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
            "<rootfile full-path='OEBPS/book.opf'/></rootfiles></container>",
            "OEBPS/book.opf": "<package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
            f"<metadata><dc:title>Handbook</dc:title></metadata><manifest>{items}</manifest><spine>{references}</spine>"
            "</package>",
            **{f"OEBPS/{name}.xhtml": f"<html><body>{body}</body></html>" for name, body in chapters.items()},
        }
    )
