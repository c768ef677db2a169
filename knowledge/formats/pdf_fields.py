"""What somebody filled into a PDF: the values of form fields, ticks, and text typed over a page; as letters.

PDFium keeps them apart from a page's own text. Each becomes one letter per line, on the base line of the label that
stands beside it, so that the layout finds the two in one row. Places are as in `pdf_letters`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import pypdfium2.raw as pdfium

from knowledge.formats.pdf_letters import Box, Letter, view_of

XFA: Final = (
    "It is a form that only Adobe Reader can show (XFA), so what is filled in may be missing. "
    "Print it to a PDF, and use that."
)
TICKED: Final = "☒"
NOT_TICKED: Final = "☐"

_UNSEEN: Final = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_TICKS: Final = {pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON}
_CHOICES: Final = {pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX}
_PASSWORD: Final = 1 << 13  # of a field's flags, ISO 32000-1, table 228
_USUAL_SIZE: Final = 10.0  # points
_WIDTH: Final = 0.5  # of its size: a letter's, on average

_GetText = Callable[[Any, int], int]


def is_xfa(pdf: Any) -> bool:  # noqa: ANN401 - pypdfium2 is untyped
    """Whether a document's fields are drawn by Adobe Reader alone."""
    return bool(pdf.get_formtype() == pdfium.FORMTYPE_XFA_FULL)


def fields_of(pdf: Any, page: Any, letters: Sequence[Letter]) -> list[Letter]:  # noqa: ANN401 - as above
    """Return what is filled in on a page that has these letters. ``pdf`` has its forms initialised."""
    form = pdf.formenv.raw if pdf.formenv else None
    view = view_of(page)
    filled: list[Letter] = []
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        with _annotation(page, index) as note:
            if words := _words(form, note):
                rect = pdfium.FS_RECTF()
                pdfium.FPDFAnnot_GetRect(note, rect)
                (ax, ay), (bx, by) = view(rect.left, rect.bottom), view(rect.right, rect.top)
                box = min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
                filled += _placed(words, box, _beside(box, letters))
    return filled


@contextmanager
def _annotation(page: Any, index: int) -> Iterator[Any]:  # noqa: ANN401 - as above
    note = pdfium.FPDFPage_GetAnnot(page, index)
    try:
        yield note
    finally:
        pdfium.FPDFPage_CloseAnnot(note)


def _words(form: Any, note: Any) -> str:  # noqa: ANN401 - as above
    """What an annotation shows; empty where it is a comment, a button, or hidden."""
    if not note or pdfium.FPDFAnnot_GetFlags(note) & _UNSEEN:
        return ""
    kind = pdfium.FPDFAnnot_GetSubtype(note)
    if kind == pdfium.FPDF_ANNOT_FREETEXT:
        return _text(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(note, b"Contents", buffer, size))
    return _value(form, note) if kind == pdfium.FPDF_ANNOT_WIDGET and form else ""


def _value(form: Any, note: Any) -> str:  # noqa: ANN401 - as above
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, note)
    if kind in _TICKS:
        return TICKED if pdfium.FPDFAnnot_IsChecked(form, note) else NOT_TICKED
    if kind in _CHOICES and (chosen := ", ".join(_chosen(form, note))):
        return chosen
    is_secret = kind == pdfium.FPDF_FORMFIELD_TEXTFIELD and pdfium.FPDFAnnot_GetFormFieldFlags(form, note) & _PASSWORD
    if is_secret or kind not in {*_CHOICES, pdfium.FPDF_FORMFIELD_TEXTFIELD}:
        return ""
    return _text(lambda buffer, size: pdfium.FPDFAnnot_GetFormFieldValue(form, note, buffer, size))


def _chosen(form: Any, note: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    """Yield the options that are chosen, as they are shown."""

    def label(index: int) -> str:
        return _text(lambda buffer, size: pdfium.FPDFAnnot_GetOptionLabel(form, note, index, buffer, size))

    for index in range(pdfium.FPDFAnnot_GetOptionCount(form, note)):
        if pdfium.FPDFAnnot_IsOptionSelected(form, note, index):
            yield label(index)


def _text(get: _GetText) -> str:
    """Ask PDFium for a text: first for its length in bytes."""
    size = get(None, 0)
    if size <= 2:  # noqa: PLR2004 -- the zero at its end
        return ""
    buffer = ctypes.create_string_buffer(size)
    get(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace").strip()


def _beside(box: Box, letters: Sequence[Letter]) -> Letter | None:
    """Return the nearest letter on a base line within the height of a field."""
    left, top, right, bottom = box
    level = [letter for letter in letters if top < letter.base <= bottom and letter.angle == 0]
    return min(level, key=lambda letter: min(abs(left - letter.x1), abs(letter.x0 - right)), default=None)


def _placed(words: str, box: Box, label: Letter | None) -> Iterator[Letter]:
    """Yield a letter for each line; one line stands as high as its label, several from the top."""
    left, top, right, bottom = box
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    size = label.size if label else _USUAL_SIZE
    base = label.base if label and len(lines) == 1 else (top + bottom) / 2 + 0.35 * size
    first = base if len(lines) == 1 else top + size
    typed = words not in {TICKED, NOT_TICKED}
    for place, line in enumerate(lines):
        level = first + 1.2 * size * place
        end = min(right, left + _WIDTH * size * len(line))
        room = left, level - 0.75 * size, max(end, left + size), level + 0.25 * size
        yield Letter(line, room, (left, level), size, bold=False, angle=0, ink=room, filled=typed)
