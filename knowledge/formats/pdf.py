"""PDF: read by PDFium, page by page; what no reader sees is left out, the rest put in order and made Markdown.

PDFium knows where each letter begins, what its font calls it, and how the page looks (`pdf_page`, `pdf_seen`);
`pdf_items` finds lines, columns and tables, and `pdf_layout` headings and paragraphs. What was compared stands in
ops/docs/documents.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from knowledge.errors import DocumentUnreadable
from knowledge.formats import ocr
from knowledge.formats.converted import Converted, DocumentScanned, LeftOutWords
from knowledge.formats.deadline import seconds_left
from knowledge.formats.pdf_fields import XFA, fields_of, is_xfa
from knowledge.formats.pdf_items import items_of
from knowledge.formats.pdf_layout import to_markdown, without_repeated_heads
from knowledge.formats.pdf_letters import Letter
from knowledge.formats.pdf_page import Page, page_of
from knowledge.formats.pdf_placed import Item, Line
from knowledge.formats.pdf_running import without_running_lines
from knowledge.formats.pdf_seen import seen
from knowledge.formats.pdf_words import is_sign

_MOSTLY_PICTURE: Final = 0.5  # of a page: with little text on it, it is a scan, whatever stamp it bears
_LITTLE_TEXT: Final = 150  # letters; a page of a letter has ten times as many
_PICTURE: Final = 0.05  # of a page without text: more than a mark
_UNKNOWN: Final = 0.1  # of a page's letters: with more of them unknown, its text is none
_RESERVE: Final = 0.25  # of a document's time: for putting what was read in order, and for reading it a second time
_MOST_UNKNOWN: Final = 30  # letters, on a page of any length


@dataclass(slots=True)
class _Read:
    """What was read of a document of ``count`` pages, and the pages, counted from 0, on which something was not."""

    count: int = 0
    pages: list[list[Item]] = field(default_factory=list)
    scans: list[int] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    hidden: list[LeftOutWords] = field(default_factory=list)
    title: str | None = None
    xfa: bool = False


def read(data: bytes) -> Converted:
    """Read a PDF. Raises DocumentScanned where text recognition could read more, or DocumentUnreadable."""
    found = _opened(data)
    to_recognise = sorted({*found.scans, *found.unknown})
    if to_recognise and ocr.languages():
        raise DocumentScanned(len(to_recognise))
    if to_recognise and not any(found.pages):
        cause = "It is a scan without text." if found.scans else "Its fonts do not say which letters they draw."
        raise DocumentUnreadable(f"{cause} {ocr.REMEDY}")
    return _converted(found, _unread(found))


def recognise(data: bytes) -> Converted:
    """Read a PDF, its scanned pages by text recognition. Raises DocumentUnreadable."""
    found = _opened(data)
    to_recognise = sorted({*found.scans, *found.unknown})
    for number, lines in ocr.recognised(data, to_recognise).items():
        if _length(lines) >= _length(found.pages[number]):
            found.pages[number] = [*lines]
    return _converted(found, _cut_short(found))


def _opened(data: bytes) -> _Read:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise DocumentUnreadable("It is password-protected. Save it again without a password.") from None
        raise
    with pdf:
        found = _Read(title=pdf.get_metadata_dict().get("Title") or None)
        pdf.init_forms()
        found.xfa = is_xfa(pdf)
        _read_pages(found, pdf)
    return found


def _read_pages(found: _Read, pdf: Any) -> None:  # noqa: ANN401 - pypdfium2 is untyped
    """Read page by page, and stop where the rest of the time is needed for what was read."""
    reserve = _RESERVE * seconds_left()
    found.count = len(pdf)
    for number in range(found.count):
        if number and seconds_left() < reserve < inf:
            return
        page = pdf[number]
        _add(found, pdf, page_of(number, page), page)
        page.close()


def _add(found: _Read, pdf: Any, page: Page, drawn: Any) -> None:  # noqa: ANN401 - as above
    """Add what a page says, and what of it is not said."""
    filled = fields_of(pdf, drawn, page.letters)
    shown = seen(page, drawn)
    visible = [letter for letter, is_seen in zip(page.letters, shown, strict=True) if is_seen]
    unseen = [letter for letter, is_seen in zip(page.letters, shown, strict=True) if not is_seen]
    if words := "".join(letter.text for letter in (*unseen, *page.tiny)):
        found.hidden.append(LeftOutWords(words, "hidden", page.number + 1))
    known = [letter for letter in visible if letter.known and letter.text != "\ufffd"]
    unknown = len(visible) - sum(not is_sign(letter) for letter in known)
    if unknown > min(_UNKNOWN * len(visible), _MOST_UNKNOWN):
        found.unknown.append(page.number)
    elif _is_scan(page, known):
        found.scans.append(page.number)
    found.pages.append(items_of(page, [*known, *filled]))


def _is_scan(page: Page, letters: list[Letter]) -> bool:
    if not letters:
        return page.pictured >= _PICTURE
    return page.pictured >= _MOSTLY_PICTURE and len(letters) < _LITTLE_TEXT


def _length(items: Iterable[Item]) -> int:
    return sum(
        len(item.text) if isinstance(item, Line) else sum(len(cell.text) for row in item.rows for cell in row)
        for item in items
    )


def _unread(found: _Read) -> tuple[str, ...]:
    """Return a sentence each on pages that only text recognition could read."""
    return (
        *_cut_short(found),
        *_note("Of its pages these are scans and were not read: {}. " + ocr.REMEDY, found.scans),
        *((XFA,) if found.xfa else ()),
        *_note("On these pages a font does not say which letters it draws: {}. " + ocr.REMEDY, found.unknown),
    )


def _cut_short(found: _Read) -> tuple[str, ...]:
    """Return a sentence on the pages for which the time did not suffice."""
    read = len(found.pages)
    if read == found.count:
        return ()
    pages = f"page {found.count}" if read + 1 == found.count else f"pages {read + 1} to {found.count}"
    return (f"Its {pages} were not read: the pages before took the time that a document has. Split it.",)


def _note(sentence: str, pages: Iterable[int]) -> tuple[str, ...]:
    numbers = ", ".join(str(number + 1) for number in pages)
    return (sentence.format(numbers),) if numbers else ()


def _converted(found: _Read, notes: tuple[str, ...]) -> Converted:
    body, margins = without_running_lines(found.pages)
    body, heads = without_repeated_heads(body)
    text, starts = to_markdown(body)
    left_out = (*found.hidden, *margins, *heads)
    return Converted(text, found.title, pages=starts, notes=notes, left_out=left_out, pages_read=len(found.pages))
