"""E-books: the chapters of the spine in order, each read as the HTML it is."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from knowledge.errors import DocumentUnreadable
from knowledge.formats import html
from knowledge.formats.converted import Converted
from knowledge.formats.package import open_package
from knowledge.formats.tables import cell_text

_CONTAINER = "META-INF/container.xml"


def read(data: bytes) -> Converted:
    """Read an e-book. Raises DocumentUnreadable."""
    with open_package(data) as book:
        if "META-INF/encryption.xml" in book.namelist():
            raise DocumentUnreadable("It is protected against copying. Save it again without protection.")
        root = fromstring(book.read(_CONTAINER)).find(".//{*}rootfile").get("full-path")
        contents = fromstring(book.read(root))
        chapters = [html.read(chapter).text for chapter in _chapters(book, root, contents)]
    named = contents.find(".//{*}metadata/{*}title")
    title = cell_text((named.text or "") if named is not None else "")
    return Converted(text="\n\n".join(filter(None, (f"# {title}" if title else "", *chapters))))


def _chapters(book: zipfile.ZipFile, root: str, contents: Element) -> Iterator[bytes]:
    """Yield the files that the spine names, but for the table of contents; what is not in it is not shown either."""
    items = contents.iterfind(".//{*}manifest/{*}item")
    places = {item.get("id"): item.get("href", "") for item in items if item.get("properties") != "nav"}
    for reference in contents.iterfind(".//{*}spine/{*}itemref"):
        if place := places.get(reference.get("idref")):
            yield book.read(posixpath.normpath(posixpath.join(posixpath.dirname(root), unquote(place))))
