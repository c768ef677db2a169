"""Makes small documents of formats that are zip packages of XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from mimetypes import guess_type

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = {
    "w": _WORD,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx(
    body: str,
    styles: str = "",
    *,
    main: str = "document.xml",
    parts: Mapping[str, tuple[str, str]] | None = None,
    external: Mapping[str, str] | None = None,
    strict: bool = False,
) -> bytes:
    """A Word document with this body.

    ``parts`` are further ones below ``word/``, each with its relation's kind; the relation's id is the name's stem.
    ``external`` are relations that lead out of it. ``strict`` gives the namespaces of ISO 29500's Strict form.
    """
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    spaces = " ".join(f"xmlns:{name}='{space}'" for name, space in _SPACES.items())
    parts = {"styles.xml": ("styles", f"<w:styles {spaces}>{styles}</w:styles>"), **(parts or {})}
    inner = "".join(
        f"<Relationship Id='{name.split('.')[0]}' Type='{office}/{kind}' Target='{name}'/>"
        for name, (kind, _) in parts.items()
    ) + "".join(
        f"<Relationship Id='{name}' Type='{office}/image' Target='{target}' TargetMode='External'/>"
        for name, target in (external or {}).items()
    )
    files = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": f"<Relationships xmlns='{relations}'><Relationship Id='r1' Type='{office}/officeDocument' "
        f"Target='word/{main}'/></Relationships>",
        f"word/_rels/{main}.rels": f"<Relationships xmlns='{relations}'>{inner}</Relationships>",
        f"word/{main}": f"<w:document {spaces}><w:body>{body}</w:body></w:document>",
        **{f"word/{name}": content for name, (_, content) in parts.items()},
    }
    if strict:
        files = {name: _strict(xml) for name, xml in files.items()}
    return zipped(files)


def _strict(xml: str) -> str:
    for usual, strict in (("wordprocessingml/2006", "wordprocessingml"), ("officeDocument/2006", "officeDocument")):
        xml = xml.replace(f"http://schemas.openxmlformats.org/{usual}/", f"http://purl.oclc.org/ooxml/{strict}/")
    return xml


def word(xml: str, root: str = "w:p") -> str:
    """XML of a part of a Word document, its prefixes declared at this root."""
    spaces = " ".join(f"xmlns:{name}='{space}'" for name, space in _SPACES.items())
    return f"<{root} {spaces}>{xml}</{root}>"


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


def epub(
    chapters: Mapping[str, str],
    *,
    spine: str,
    guide: str = "",
    encrypted: str = "",
    listed: str = "",
    parts: Mapping[str, str] | None = None,
) -> bytes:
    """An e-book called Handbook with these chapters, in the order in which the spine names them.

    ``guide`` is the chapter that is a table of contents; ``encrypted`` names files that are, ``listed`` chapters
    that are listed but missing. ``parts`` are other files by their names, which the spine may name, too.
    """
    parts = parts or {}
    items = "".join(f"<item id='{name}' href='{name}.xhtml'/>" for name in (*chapters, *listed.split()))
    items += "".join(f"<item id='{name}' href='{name}' media-type='{guess_type(name)[0]}'/>" for name in parts)
    references = "".join(f"<itemref idref='{name}'/>" for name in spine.split())
    ciphers = "".join(f"<x><CipherReference URI='{name}'/></x>" for name in encrypted.split())
    return zipped(
        {
            "META-INF/container.xml": "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
            "<rootfile full-path='OEBPS/book.opf'/></rootfiles></container>",
            "OEBPS/book.opf": "<package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
            f"<metadata><dc:title>Handbook</dc:title></metadata><manifest>{items}</manifest><spine>{references}</spine>"
            f"<guide><reference type='toc' href='{guide}.xhtml'/></guide></package>",
            **({"META-INF/encryption.xml": f"<encryption>{ciphers}</encryption>"} if ciphers else {}),
            **{f"OEBPS/{name}.xhtml": f"<html><body>{body}</body></html>" for name, body in chapters.items()},
            **{f"OEBPS/{name}": content for name, content in parts.items()},
        }
    )
