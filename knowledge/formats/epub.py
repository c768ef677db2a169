"""E-books: the chapters of the spine in order, each read as the HTML it is."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from knowledge.errors import DocumentUnreadable
from knowledge.formats import html
from knowledge.formats.converted import Converted
from knowledge.formats.encoding import decode_markup
from knowledge.formats.package import open_package
from knowledge.formats.tables import cell_text

_PICTURE = re.compile(r"image/(?!svg).*")
_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"


def read(data: bytes) -> Converted:
    """Read an e-book. Raises DocumentUnreadable."""
    with open_package(data) as book:
        root = fromstring(book.read(_CONTAINER)).find(".//{*}rootfile").get("full-path")
        contents = fromstring(book.read(root))
        places = list(_chapters(root, contents))
        if not _encrypted(book).isdisjoint(places):
            raise DocumentUnreadable("It is protected against copying. Save it again without protection.")
        there = set(book.namelist())
        chapters = [html.read(book.read(place), _sheets(book, place)) for place in places if place in there]
    missing = [place for place in places if place not in there]
    named = contents.find(".//{*}metadata/{*}title")
    title = cell_text((named.text or "") if named is not None else "")
    return Converted(
        text="\n\n".join(filter(None, (f"# {title}" if title else "", *(chapter.text for chapter in chapters)))),
        notes=(f"A chapter is missing in it: “{missing[0]}”. Save the book again.",) if missing else (),
        left_out=tuple(words for chapter in chapters for words in chapter.left_out),
    )


def _chapters(root: str, contents: Element) -> Iterator[str]:
    """Yield the files that the spine names, but for tables of contents and pictures; no others are shown either.

    A guide that points into a file names a part of a chapter, which stays.
    """
    items = {item.get("id"): item for item in contents.iterfind(".//{*}manifest/{*}item")}
    guides = contents.iterfind(".//{*}guide/{*}reference[@type='toc']")
    tables = {guide.get("href", "") for guide in guides}
    for reference in contents.iterfind(".//{*}spine/{*}itemref"):
        item = items.get(reference.get("idref"), Element(""))
        place, pictured = item.get("href", ""), _PICTURE.fullmatch(item.get("media-type", ""))
        if place and not pictured and place not in tables and "nav" not in item.get("properties", "").split():
            yield posixpath.normpath(posixpath.join(posixpath.dirname(root), unquote(place)))


def _sheets(book: zipfile.ZipFile, chapter: str) -> Callable[[str], str]:
    """Return what reads a style sheet that a chapter names; empty where the book has none of that name."""

    def read(address: str) -> str:
        place = posixpath.normpath(posixpath.join(posixpath.dirname(chapter), unquote(address)))
        return decode_markup(book.read(place)) if place in book.namelist() else ""

    return read


def _encrypted(book: zipfile.ZipFile) -> set[str]:
    """Return the files that are encrypted: publishers do that to fonts, and protection against copying to chapters."""
    if _ENCRYPTION not in book.namelist():
        return set()
    references = fromstring(book.read(_ENCRYPTION)).iterfind(".//{*}CipherReference")
    return {unquote(reference.get("URI", "")) for reference in references}
