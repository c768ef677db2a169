"""The letters of a PDF's page as PDFium knows them, each with its place.

All places are in points from the top left of the page as it is shown, cropped and turned.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium

from knowledge.formats.leftward import is_leftward

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
View = Callable[[float, float], Point]
"""Turns a place in the PDF's own space into one from the top left of the page."""

FAINTEST: Final = 12
"""Of 255: what is less opaque, or differs less from what is behind it, is not seen, even by whoever looks for it."""

_UNPAINTED: Final = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}
_HYPHENS: Final = {0x02, 0xFFFE}  # what PDFium makes of a hyphen at the end of a line
_BLANKS: Final = {0xA0, 0x3000, 0xFFFF, *({*range(0x21)} - {0x02}), *range(0x2000, 0x2010)}
_TWINS: Final = "ft"  # letters that a ligature may hold twice
_CUT: Final = 0.02  # points between two parts of a ligature's box: what rounding makes


@dataclass(slots=True)
class Letter:
    """One character: ``box`` is its room, ``ink`` what it is drawn in, ``origin`` where its base line begins.

    ``angle`` is in degrees against the clock; ``known`` tells whether its font says which character it is, and
    ``behind_blank`` whether a blank was written left of it. ``paint`` is how light it is, 0 to 255, where its font does
    not come with the document: then who draws it may lack the font. ``filled`` is what somebody filled into a form.
    ``drawn_by`` is the address of the object that draws it, as `address_of` tells.
    """

    text: str
    box: Box
    origin: Point
    size: float
    bold: bool
    angle: int
    ink: Box
    known: bool = True
    behind_blank: bool = False
    paint: int | None = None
    filled: bool = False
    drawn_by: int = 0

    @property
    def x0(self) -> float:
        """Its left side."""
        return self.box[0]

    @property
    def x1(self) -> float:
        """Its right side."""
        return self.box[2]

    @property
    def base(self) -> float:
        """The height of its base line."""
        return self.origin[1]


@dataclass(frozen=True, slots=True)
class _Style:
    """What the letters of one object have in common, as in `Letter`."""

    size: float
    bold: bool
    angle: int
    paint: int | None
    drawn_by: int


def address_of(item: Any) -> int:  # noqa: ANN401 - pypdfium2 is untyped
    """Return what tells one object of a page from the others."""
    return ctypes.addressof(item.contents)


def letters_of(page: Any) -> list[Letter]:  # noqa: ANN401 - pypdfium2 is untyped
    """Return the characters that are drawn, in the order in which they are; blanks are told from gaps."""
    letters: list[Letter] = []
    for letter in _Reader(page).letters():
        if letters and _is_ligature(letters[-1], letter):
            _add_to(letters[-1], letter)
            continue
        if letter.behind_blank and letters and _goes_leftward(letters[-1], letter):
            letters[-1].behind_blank, letter.behind_blank = True, False
        letters.append(letter)
    return letters


def view_of(page: Any) -> View:  # noqa: ANN401 - as above
    """Return what turns places of a page."""
    left, bottom, right, top = page.get_bbox()
    views: dict[int, View] = {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }
    return views[page.get_rotation() % 360]


def _is_ligature(before: Letter, letter: Letter) -> bool:
    """Whether PDFium made two letters of one sign; one that is drawn twice is the same letter, and no twin.

    The two have one box, or the parts of one that PDFium cut for them, from the left or from the right.
    """
    if before.origin != letter.origin or letter.behind_blank:
        return False
    twins = before.text[-1] != letter.text or letter.text in _TWINS
    cut = min(abs(before.x1 - letter.x0), abs(before.x0 - letter.x1)) <= _CUT
    return (twins and before.box == letter.box) or (cut and letter.x1 > letter.x0)


def _goes_leftward(before: Letter, letter: Letter) -> bool:
    """Whether two letters follow each other from the right: a blank between them is left of the first."""
    leftward = is_leftward(before.text) and is_leftward(letter.text)
    return leftward and before.base == letter.base and before.x0 > letter.x0


def _add_to(ligature: Letter, letter: Letter) -> None:
    """Add a letter to its ligature; a line is collected from the left, also one that is read from the right."""
    leftward = letter.x0 <= ligature.x0 and is_leftward(letter.text)
    ligature.text = letter.text + ligature.text if leftward else ligature.text + letter.text
    ligature.box, ligature.ink = _around(ligature.box, letter.box), _around(ligature.ink, letter.ink)


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


class _Reader:
    """Asks PDFium for one letter after the other."""

    def __init__(self, page: Any) -> None:  # noqa: ANN401 - as above
        self._kept_open = page.get_textpage()
        self._text, self._view, self._turned = self._kept_open.raw, view_of(page), page.get_rotation()
        self._styles: dict[int, _Style] = {}
        self._numbers = [ctypes.c_double() for _ in range(6)]
        self._loose = pdfium.FS_RECTF()

    def letters(self) -> Iterator[Letter]:
        """Yield what is drawn and no blank."""
        blank = False
        for index in range(self._kept_open.count_chars()):
            code = pdfium.FPDFText_GetUnicode(self._text, index)
            known = not pdfium.FPDFText_HasUnicodeMapError(self._text, index)
            if known and code in _BLANKS:  # also those that PDFium makes itself, where a gap is wide
                blank = True
                continue
            style, (ink, box, origin) = self._style(index), self._place(index)
            bold, angle, paint = style.bold, style.angle, style.paint
            yield Letter(
                _character(code),
                box,
                origin,
                style.size,
                bold,
                angle,
                ink,
                known,
                blank,
                paint,
                drawn_by=style.drawn_by,
            )
            blank = False

    def _place(self, index: int) -> tuple[Box, Box, Point]:
        left, right, bottom, top, x, y = self._numbers
        loose = self._loose
        pdfium.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        pdfium.FPDFText_GetLooseCharBox(self._text, index, loose)
        pdfium.FPDFText_GetCharOrigin(self._text, index, x, y)
        view = self._view
        return (
            _box(view(left.value, bottom.value), view(right.value, top.value)),
            _box(view(loose.left, loose.bottom), view(loose.right, loose.top)),
            view(x.value, y.value),
        )

    def _style(self, index: int) -> _Style:
        """All letters of one object share one."""
        item = pdfium.FPDFText_GetTextObject(self._text, index)
        owner = address_of(item)
        if owner not in self._styles:
            matrix = pdfium.FS_MATRIX()
            pdfium.FPDFText_GetMatrix(self._text, index, matrix)
            size = pdfium.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
            angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) - self._turned
            self._styles[owner] = _Style(round(size, 1), _is_bold(item), angle % 360, _paint(item), owner)
        return self._styles[owner]


def _box(one: Point, other: Point) -> Box:
    """Return the box of two corners; turned pages have them the other way round."""
    (ax, ay), (bx, by) = one, other
    return min(bx, ax), min(by, ay), max(ax, bx), max(ay, by)


def _character(code: int) -> str:
    if code in _HYPHENS:
        return "-"
    return "\ufffd" if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)  # noqa: PLR2004 -- half a character


def _is_bold(item: Any) -> bool:  # noqa: ANN401 - as above
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(pdfium.FPDFTextObj_GetFont(item), name, len(name))
    return b"bold" in name.value.lower()


def _paint(item: Any) -> int | None:  # noqa: ANN401 - as above
    """Return how light the letters of an object are, where their font is missing and they are painted at all."""
    embedded = pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(item)) == 1
    if embedded or pdfium.FPDFTextObj_GetTextRenderMode(item) in _UNPAINTED:
        return None
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    lightness = (299 * red.value + 587 * green.value + 114 * blue.value) // 1000  # of ITU-R BT.601
    return lightness if alpha.value >= FAINTEST else None
