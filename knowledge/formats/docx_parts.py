"""The parts of a Word document: found as the package's own relations say, and laid out in one way.

Word names the main part ``word/document.xml``, Word for the web ``word/document2.xml``, others as they like; a file in
the Strict form has namespaces of its own. Whoever works on the parts sees none of that.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, register_namespace, tostring
from xml.sax.saxutils import quoteattr

from defusedxml.ElementTree import fromstring

from knowledge.formats.package import open_package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN_TYPE = re.compile(r"wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macro")
_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
)
"""Namespaces of ISO 29500's Strict form, and those of its Transitional form for the same elements."""

register_namespace("w", W[1:-1])
register_namespace("r", R[1:-1])


class Parts:
    """What a Word document's package holds. Raises DocumentUnreadable where it is no package."""

    def __init__(self, data: bytes) -> None:
        self._package = open_package(data)
        self._names = {name.lstrip("/").lower(): name for name in self._package.namelist()}
        self.main = self._main()
        self.relations = self._relations(self.main)

    def xml(self, name: str | None) -> Element | None:
        """Return a part as XML, None where it is missing; where it is damaged, raise BadZipFile or ParseError."""
        data = self.bytes(name)
        return fromstring(_transitional(data)) if data else None

    def bytes(self, name: str | None) -> bytes:
        """Return a part as it is, empty where it is missing. Raises BadZipFile."""
        found = self._names.get((name or "").lower())
        return self._package.read(found) if found else b""

    def body(self) -> Element:
        """Return the main part. Raises KeyError where it is missing, BadZipFile or ParseError where it is damaged."""
        body: Element = fromstring(_transitional(self._package.read(self._names[self.main.lower()])))
        return body

    def related(self, kind: str) -> str | None:
        """Return the name of the main part's part of a kind, such as ``styles``."""
        found = (target for target, its_kind in self.relations.values() if its_kind == kind)
        beside = posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")
        return next(filter(self.bytes, found), beside if self.bytes(beside) else None)

    def target(self, relation: str | None) -> str | None:
        """Return where a relation of the main part leads to: a part's name or an address."""
        return self.relations.get(relation or "", (None, ""))[0]

    def core_title(self) -> str | None:
        """Return the title among the document's properties."""
        properties = self.xml("docProps/core.xml")
        title = properties.find("{http://purl.org/dc/elements/1.1/}title") if properties is not None else None
        return (title.text or "").strip() or None if title is not None else None

    def _main(self) -> str:
        of_package = (target for target, kind in self._relations("").values() if kind == "officeDocument")
        return next(filter(self.bytes, (*of_package, *self._declared())), "word/document.xml")

    def _declared(self) -> Iterator[str]:
        types = self.xml("[Content_Types].xml")
        for part in types.iter(f"{{{_TYPES}}}Override") if types is not None else ():
            if _MAIN_TYPE.search(part.get("ContentType", "")):
                yield part.get("PartName", "").lstrip("/")

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(part)
        relations = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        if relations is None:
            return {}
        return {each.get("Id", ""): _relation(each, folder) for each in relations.iter(f"{{{_RELATIONS}}}Relationship")}


def _relation(relation: Element, folder: str) -> tuple[str, str]:
    """Return where it leads to and of what kind it is."""
    target, kind = relation.get("Target", "").replace("\\", "/"), relation.get("Type", "").rpartition("/")[2]
    if relation.get("TargetMode") == "External":
        return target, kind
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"), kind


def _transitional(data: bytes) -> bytes:
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return data


def packed(body: Element, styles: Element, numbering: Element, links: Mapping[str, str]) -> bytes:
    """Return a package with these parts alone; ``links`` are addresses by the relations that name them."""
    relations = [("s", "styles", "styles.xml", ""), ("n", "numbering", "numbering.xml", "")]
    relations += [(name, "hyperlink", address, " TargetMode='External'") for name, address in links.items()]
    files = {
        "[Content_Types].xml": f"<Types xmlns='{_TYPES}'/>".encode(),
        "_rels/.rels": _relations_xml([("d", "officeDocument", "word/document.xml", "")]),
        "word/_rels/document.xml.rels": _relations_xml(relations),
        "word/document.xml": tostring(body, encoding="utf-8", xml_declaration=True),
        "word/styles.xml": tostring(styles, encoding="utf-8"),
        "word/numbering.xml": tostring(numbering, encoding="utf-8"),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, part in files.items():
            package.writestr(name, part)
    return file.getvalue()


def _relations_xml(relations: list[tuple[str, str, str, str]]) -> bytes:
    lines = (
        f"<Relationship Id={quoteattr(name)} Type='{_KINDS}/{kind}' Target={quoteattr(target)}{mode}/>"
        for name, kind, target, mode in relations
    )
    return f"<Relationships xmlns='{_RELATIONS}'>{''.join(lines)}</Relationships>".encode()
