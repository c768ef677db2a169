"""A second, simple reading of a file: all its words, in no form. Only to count what the real reading lost."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Final
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import pypdfium2
from bs4 import BeautifulSoup
from defusedxml.ElementTree import fromstring

from knowledge.formats.elements import kind
from knowledge.formats.encoding import decode, decode_markup, narrowed
from knowledge.formats.hidden import NEVER_SHOWN, without_hidden
from knowledge.formats.second_reading_rtf import words_of_rtf

_HYPHENATED: Final = re.compile(r"(?<=\w)[-\u00ad\ufffe]\s*\n\s*(?=\w)")
_DIGITS: Final = re.compile(r"\d+")
_OFFICE: Final = {
    "docx": re.compile(r"word/(?:document\d*|footnotes\d*|endnotes\d*|diagrams/data\d*)\.xml"),
    "pptx": re.compile(r"ppt/(?:slides/slide|diagrams/data)\d+\.xml"),
    "xlsx": re.compile(r"xl/(?:sharedStrings|drawings/drawing\d+)\.xml"),
    "odt": re.compile(r"content\.xml"),
    "epub": re.compile(r".+\.x?html?"),
}
"""The parts of a package that hold what a reader sees."""
_WORDS: Final = frozenset({"t", "p", "h", "span", "a"})
"""Local names of the elements that hold words, in WordprocessingML and DrawingML (``t``) and in OpenDocument."""
_GONE: Final = frozenset(
    {"del", "rPh", "moveFrom", "Fallback", "tracked-changes", "annotation", "delText", "instrText", "note-citation"}
)
"""Elements whose words no reader sees, or sees twice; and marks of notes, which are no words."""
_BREAKS: Final = frozenset({"p", "si", "h", "tc", "table-cell", "br", "tab", "line-break", "s"})


@dataclass(frozen=True, slots=True)
class Words:
    """What stands at one place of a file: ``page`` counts from 1, None where the format has no pages."""

    text: str
    page: int | None = None


def read_again(reader: str, data: bytes) -> Iterator[Words]:
    """Yield all words of a file, place by place; nothing of formats that are read as they are, or not known here.

    ``reader`` is the module of the first reading, as `knowledge.formats.READERS` has it.

    Raises whatever a damaged file makes the libraries raise.
    """
    again = _READERS.get(reader)
    return again(data) if again else iter(())


def _pdf(data: bytes) -> Iterator[Words]:
    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage().get_text_bounded()
            yield Words(_HYPHENATED.sub("", text), number)


def _package(reader: str) -> Callable[[bytes], Iterator[Words]]:
    def read(data: bytes) -> Iterator[Words]:
        with ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                if _OFFICE[reader].fullmatch(name):
                    content = package.read(name)
                    text = _page_words(content) if reader == "epub" else "".join(_spelled(fromstring(content)))
                    yield Words(text, _slide(name) if reader == "pptx" else None)

    return read


def _slide(name: str) -> int | None:
    found = _DIGITS.search(name)
    return int(found[0]) if found and "/slides/" in name else None


def _spelled(element: Element) -> Iterator[str]:
    """Yield the words of an element, a space where a paragraph or a cell ends."""
    name = kind(element)
    if name in _GONE:
        return
    if name in _WORDS and element.text:
        yield element.text
    for child in element:
        yield from _spelled(child)
        if name in _WORDS and child.tail:
            yield child.tail
    if name in _BREAKS:
        yield " "


def _html(data: bytes) -> Iterator[Words]:
    yield Words(_page_words(decode_markup(data)))


def _page_words(page: str | bytes) -> str:
    soup = BeautifulSoup(page, "html.parser")
    for element in (*soup(NEVER_SHOWN), *soup("nav", {"epub:type": True})):
        element.extract()
    body = without_hidden(soup).body or soup
    return str(body.get_text(" "))


def _eml(data: bytes) -> Iterator[Words]:
    """Yield the words of the form that says more, as the mail itself is read; of the other one none is missed."""
    message = message_from_bytes(narrowed(data), EmailMessage, policy=policy.default)
    plain, html = (message.get_body((form,)) for form in ("plain", "html"))
    text = plain.get_content() if plain is not None else ""
    page = _page_words(html.get_content()) if html is not None else ""
    yield Words(page if 2 * len(page) >= len(text) else text)


def _text(data: bytes) -> Iterator[Words]:
    yield Words(decode(data))


def _rtf(data: bytes) -> Iterator[Words]:
    yield Words(words_of_rtf(data))


_READERS: Final[Mapping[str, Callable[[bytes], Iterator[Words]]]] = {
    "pdf": _pdf,
    "html": _html,
    "eml": _eml,
    "csv": _text,
    "plain": _text,
    "rtf": _rtf,
    **{reader: _package(reader) for reader in _OFFICE},
}
