"""A page of a PDF: its letters, its ruling lines, and how much of it pictures cover; places as in `pdf_letters`."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2.raw as pdfium

from knowledge.formats.pdf_letters import Box, Letter, Point, View, letters_of, view_of

_MOST_OBJECTS: Final = 20_000  # of a page; a map or a drawing has more, and no table among them
_DEEPEST: Final = 8  # forms within forms
_TURNED: Final = 0.9  # of a page's letters: with so many written upwards, the page itself is turned
_SMALLEST: Final = 3.0  # points; what is lower, and far lower than the page's other letters, is there for nobody
_FAR_SMALLER: Final = 0.35

_Count = Callable[[], int]
_Get = Callable[[int], Any]


@dataclass(slots=True)
class Page:
    """What was found on one page; ``tiny`` are the letters that nobody could read beside the others."""

    number: int
    width: float
    height: float
    letters: list[Letter] = field(default_factory=list)
    edges: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    tiny: list[Letter] = field(default_factory=list)

    @property
    def pictured(self) -> float:
        """Share of the page that pictures cover, 0 to 1."""
        covered = sum(max(0.0, x1 - x0) * max(0.0, bottom - top) for x0, top, x1, bottom in self.pictures)
        return min(1.0, covered / (self.width * self.height or 1.0))


def page_of(number: int, page: Any) -> Page:  # noqa: ANN401 - pypdfium2 is untyped
    """Read a page; one whose letters nearly all are turned by a right angle is turned back first."""
    letters = letters_of(page)
    turned = Counter(letter.angle for letter in letters).most_common(1)
    if turned and turned[0][0] in {90, 180, 270} and turned[0][1] > _TURNED * len(letters):
        page.set_rotation((page.get_rotation() + turned[0][0]) % 360)
        letters = letters_of(page)
    width, height = page.get_size()
    least = _least_size(letters)
    found = Page(number, width, height, [letter for letter in letters if letter.size > least])
    found.tiny += (letter for letter in letters if letter.size <= least)
    _draw(found, page)
    return found


def _least_size(letters: list[Letter]) -> float:
    """The size up to which nobody could read letters beside the others."""
    sizes = sorted(letter.size for letter in letters)
    return min(_SMALLEST, _FAR_SMALLER * sizes[len(sizes) // 2]) if sizes else 0.0


def _draw(found: Page, page: Any) -> None:  # noqa: ANN401 - as above
    """Add what is drawn as lines and boxes, and the pictures."""
    view = view_of(page)
    for count, (item, move) in enumerate(_objects(_root(page), 0)):
        if count > _MOST_OBJECTS:
            found.edges.clear()
            return
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_IMAGE:
            corners = [view(*move(x, y)) for x, y in ((0, 0), (1, 1), (0, 1), (1, 0))]
            found.pictures.append(_within(found, corners))
        else:
            found.edges += _edges(item, _shown(view, move))


def _shown(view: View, move: View) -> View:
    return lambda x, y: view(*move(x, y))


def _within(page: Page, corners: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return max(0.0, min(xs)), max(0.0, min(ys)), min(page.width, max(xs)), min(page.height, max(ys))


def _root(page: Any) -> tuple[_Count, _Get, View]:  # noqa: ANN401 - as above
    return (
        lambda: int(pdfium.FPDFPage_CountObjects(page)),
        lambda index: pdfium.FPDFPage_GetObject(page, index),
        lambda x, y: (x, y),
    )


def _inside(form: Any, move: View) -> tuple[_Count, _Get, View]:  # noqa: ANN401 - as above
    return (
        lambda: int(pdfium.FPDFFormObj_CountObjects(form)),
        lambda index: pdfium.FPDFFormObj_GetObject(form, index),
        move,
    )


def _objects(holder: tuple[_Count, _Get, View], depth: int) -> Iterator[tuple[Any, View]]:
    """Yield paths and pictures, also those of forms, each with what moves its points to the page's space."""
    count, get, outer = holder
    for item in map(get, range(count())):
        kind, move = pdfium.FPDFPageObj_GetType(item), _moved(item, outer)
        if kind in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE}:
            yield item, move
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _objects(_inside(item, move), depth + 1)


def _moved(item: Any, outer: View) -> View:  # noqa: ANN401 - as above
    m = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, m)
    a, b, c, d, e, f = m.a, m.b, m.c, m.d, m.e, m.f
    return lambda x, y: outer(a * x + c * y + e, b * x + d * y + f)


def _edges(path: Any, view: View) -> Iterator[Box]:  # noqa: ANN401 - as above
    """Yield the straight lines of a path that is drawn, in any direction."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not (fill.value or stroke.value):
        return
    begin = at = (0.0, 0.0)
    for kind, point, closes in _segments(path):
        to = view(*point)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            begin = to
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield (*at, *to)
        if closes:
            yield (*to, *begin)
        at = begin if closes else to


def _segments(path: Any) -> Iterator[tuple[int, Point, bool]]:  # noqa: ANN401 - as above
    """Yield kind and end of each part of a path, and whether it closes there; none of a drawing of many."""
    count = pdfium.FPDFPath_CountSegments(path)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count if count <= _MOST_OBJECTS else 0):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        yield kind, (x.value, y.value), bool(pdfium.FPDFPathSegment_GetClose(segment))
