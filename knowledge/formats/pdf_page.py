"""A page of a PDF as PDFium knows it: letters with their places, ruling lines, and how much of it pictures cover.

All places are in points from the top left of the page as it is shown, cropped and turned.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_MOST_OBJECTS = 20_000  # of a page; a map or a drawing has more, and no table among them
_DEEPEST = 8  # forms within forms
_HYPHENS = {0x02, 0xFFFE}  # what PDFium makes of a hyphen at the end of a line
_SMALLEST = 3.0  # points; what is lower, and far lower than the page's other letters, is there for nobody
_FAR_SMALLER = 0.35


@dataclass(slots=True)
class Letter:
    """One character. ``box`` is the room that it takes, ``ink`` what it is drawn in, ``origin`` where its base line begins.

    ``angle`` is in degrees against the clock; ``known`` tells whether its font says which character it is, and
    ``behind_blank`` whether a blank was written before it.
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


@dataclass(slots=True)
class Page:
    """What was found on one page; ``pictured`` is the share of it that pictures cover."""

    number: int
    width: float
    height: float
    letters: list[Letter] = field(default_factory=list)
    edges: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    tiny: int = 0

    @property
    def pictured(self) -> float:
        """Share of the page that pictures cover, 0 to 1."""
        covered = sum(max(0.0, x1 - x0) * max(0.0, bottom - top) for x0, top, x1, bottom in self.pictures)
        return min(1.0, covered / (self.width * self.height or 1.0))


def page_of(number: int, page: Any) -> Page:  # noqa: ANN401 - pypdfium2 is untyped
    """Read a page; one whose letters nearly all are turned by a right angle is turned back first."""
    letters = list(_letters(page))
    turned = Counter(letter.angle for letter in letters).most_common(1)
    if turned and turned[0][0] in {90, 180, 270} and turned[0][1] > 0.9 * len(letters):
        page.set_rotation((page.get_rotation() + turned[0][0]) % 360)
        letters = list(_letters(page))
    width, height = page.get_size()
    found = Page(number, width, height, letters)
    _without_tiny(found)
    _draw(found, page)
    return found


def _without_tiny(page: Page) -> None:
    """Leave out letters that nobody could read beside the others."""
    sizes = sorted(letter.size for letter in page.letters)
    least = min(_SMALLEST, _FAR_SMALLER * sizes[len(sizes) // 2]) if sizes else 0.0
    readable = [letter for letter in page.letters if letter.size > least]
    page.tiny, page.letters = len(page.letters) - len(readable), readable


def _view(page: Any) -> Callable[[float, float], Point]:  # noqa: ANN401 - as above
    """Return what turns a place in the PDF's own space into one from the top left of the page as it is shown."""
    left, bottom, right, top = page.get_bbox()
    views: dict[int, Callable[[float, float], Point]] = {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }
    return views[page.get_rotation() % 360]


def _box(view: Callable[[float, float], Point], x0: float, y0: float, x1: float, y1: float) -> Box:
    (ax, ay), (bx, by) = view(x0, y0), view(x1, y1)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _letters(page: Any) -> Iterator[Letter]:  # noqa: ANN401 - as above
    """Yield the characters that are drawn; blanks are told from the gaps between them."""
    text, view, turned = page.get_textpage(), _view(page), page.get_rotation()
    fonts: dict[int | None, tuple[float, bool, int]] = {}
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    loose = pdfium.FS_RECTF()
    blank = False
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        known = not pdfium.FPDFText_HasUnicodeMapError(text, index)
        if code in _HYPHENS:
            code = ord("-")
        if (known and _blank(code)) or pdfium.FPDFText_IsGenerated(text, index) == 1:
            blank = True
            continue
        owner = ctypes.cast(pdfium.FPDFText_GetTextObject(text, index), ctypes.c_void_p).value
        if owner not in fonts:
            fonts[owner] = _font(text, index, turned)
        size, bold, angle = fonts[owner]
        pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        pdfium.FPDFText_GetLooseCharBox(text, index, loose)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        ink = _box(view, left.value, bottom.value, right.value, top.value)
        wide = _box(view, loose.left, loose.bottom, loose.right, loose.top)
        origin = view(x.value, y.value)
        yield Letter(_character(code), wide, origin, size, bold, angle, ink, known, blank)
        blank = False


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


def _blank(code: int) -> bool:
    return code <= 0x20 or code in {0xA0, 0x3000, 0xFFFF} or 0x2000 <= code <= 0x200F


def _font(text: Any, index: int, turned: int) -> tuple[float, bool, int]:  # noqa: ANN401 - as above
    """Return size in points as drawn, whether it is bold, and the angle of the letters of one object."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
    angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) - turned
    font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(text, index))
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    return round(size, 1), b"bold" in name.value.lower(), angle % 360


def _draw(found: Page, page: Any) -> None:  # noqa: ANN401 - as above
    """Add what is drawn as lines and boxes, and the pictures."""
    view = _view(page)
    for count, (item, move) in enumerate(_objects(page, _root(page), 0)):
        if count > _MOST_OBJECTS:
            found.edges.clear()
            return
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_IMAGE:
            corners = [view(*move(x, y)) for x, y in ((0, 0), (1, 1), (0, 1), (1, 0))]
            found.pictures.append(_within(found, corners))
        else:
            found.edges += _edges(item, lambda x, y, move=move: view(*move(x, y)))


def _within(page: Page, corners: list[Point]) -> Box:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return max(0.0, min(xs)), max(0.0, min(ys)), min(page.width, max(xs)), min(page.height, max(ys))


Move = Callable[[float, float], Point]


def _root(page: Any) -> tuple[Callable[[], int], Callable[[int], Any], Move]:  # noqa: ANN401 - as above
    return (
        lambda: pdfium.FPDFPage_CountObjects(page),
        lambda index: pdfium.FPDFPage_GetObject(page, index),
        lambda x, y: (x, y),
    )


def _objects(
    page: Any,  # noqa: ANN401 - as above
    holder: tuple[Callable[[], int], Callable[[int], Any], Move],
    depth: int,
) -> Iterator[tuple[Any, Move]]:
    """Yield paths and pictures, also those of forms, each with what moves its points to the page's space."""
    count, get, outer = holder
    for index in range(count()):
        item = get(index)
        kind = pdfium.FPDFPageObj_GetType(item)
        move = _moved(item, outer)
        if kind in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE}:
            yield item, move
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = (
                lambda item=item: pdfium.FPDFFormObj_CountObjects(item),
                lambda index, item=item: pdfium.FPDFFormObj_GetObject(item, index),
                move,
            )
            yield from _objects(page, inner, depth + 1)


def _moved(item: Any, outer: Move) -> Move:  # noqa: ANN401 - as above
    m = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, m)
    a, b, c, d, e, f = m.a, m.b, m.c, m.d, m.e, m.f
    return lambda x, y: outer(a * x + c * y + e, b * x + d * y + f)


def _edges(path: Any, view: Move) -> Iterator[Box]:  # noqa: ANN401 - as above
    """Yield the upright and level lines of a path that is drawn; those of curves are none."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    count = pdfium.FPDFPath_CountSegments(path)
    if not (fill.value or stroke.value) or count > _MOST_OBJECTS:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    begin = at = (0.0, 0.0)
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind, to = pdfium.FPDFPathSegment_GetType(segment), view(x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            begin = to
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield (*at, *to)
        at = to
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield (*at, *begin)
            at = begin
