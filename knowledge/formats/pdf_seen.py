"""Which letters of a page can be seen: it is drawn with its text and without, and where both are alike there is none.

So it does not matter why a letter cannot be seen: white on white, drawn in no colour, off the page, cut off, covered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from knowledge.formats.pdf_letters import FAINTEST, Box, Letter, address_of
from knowledge.formats.pdf_page import Page

_DENSITY = 1.5  # pixels a point: the full stop of small print is still one pixel
_LONGEST_SIDE = 2000  # pixels
_PICTURED = 0.5  # of the page: then letters that are not drawn are those of text recognition
_THIN = 1.5  # points; so little ink may be too pale to be sure of
_BESIDE = 1.5  # of a letter's size: where the letter beside it begins
_SQUARE = 8.0  # half points: two letters whose middles are in one square of this size overlap
_MOST_OVERLAPPING = 30  # objects of a page; with more of them it is a drawing or a map
_MISPLACED = 0.5  # of what text draws lies outside its letters' boxes: the font is wrong about them

Sums = npt.NDArray[np.integer[Any]]


def seen(page: Page, drawn: Any) -> list[bool]:  # noqa: ANN401 - pypdfium2 is untyped
    """Tell of each letter whether a reader sees it; on a scan, those that text recognition put behind the picture too.

    The text of ``drawn`` is taken away on the way.
    """
    scale = min(_DENSITY, _LONGEST_SIDE / max(page.width, page.height, 1.0))
    with_text = _picture(drawn, scale)
    items = {address_of(item.raw): item for item in drawn.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=15)}
    for item in items.values():
        pdfium.FPDFPageObj_SetIsActive(item, False)
    without = _picture(drawn, scale)
    inked = np.abs(with_text - without) > FAINTEST
    boxes = _pixels([letter.ink for letter in page.letters], scale, inked.shape)
    shown = _any_within(_sums(inked), boxes)
    shown |= _painted(page.letters, without, boxes)
    if page.pictured >= _PICTURED:
        shown |= _any_within(_sums(_strokes(without)), boxes)
    elif _misplaced(inked, boxes):
        shown[:] = True
    else:
        for owner in _overlapping(page.letters, shown) & items.keys():
            own = _inked_by(items[owner], drawn, scale, without)
            places = [place for place, letter in enumerate(page.letters) if _is_sure(letter, owner)]
            shown[places] &= _any_within(_sums(own), boxes[places])
    return _with_thin(page.letters, [bool(each) for each in shown])


def _overlapping(letters: Sequence[Letter], shown: npt.NDArray[np.bool_]) -> set[int]:
    """Return the objects of which a letter stands where another object draws another one: one may hide the other."""
    first: dict[tuple[int, int], Letter] = {}
    found: set[int] = set()
    for letter, is_shown in zip(letters, shown, strict=True):
        x0, top, x1, bottom = letter.ink
        other = (
            first.setdefault((int((x0 + x1) / _SQUARE), int((top + bottom) / _SQUARE)), letter) if is_shown else letter
        )
        if other.drawn_by != letter.drawn_by and other.text != letter.text:
            found |= {other.drawn_by, letter.drawn_by}
    return found if len(found) <= _MOST_OVERLAPPING else set()


def _inked_by(item: Any, drawn: Any, scale: float, without: npt.NDArray[np.int16]) -> npt.NDArray[np.bool_]:  # noqa: ANN401 - as above
    """Where one object alone draws something that is seen."""
    pdfium.FPDFPageObj_SetIsActive(item, True)
    alone = _picture(drawn, scale)
    pdfium.FPDFPageObj_SetIsActive(item, False)
    return np.asarray(np.abs(alone - without) > FAINTEST)


def _is_sure(letter: Letter, owner: int) -> bool:
    """Whether a letter is one of an object's, and its font is drawn as it should be."""
    return letter.drawn_by == owner and (letter.paint is None or letter.text.isascii())


def _painted(
    letters: Sequence[Letter], ground: npt.NDArray[np.int16], boxes: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Tell of letters whose font may be missing here whether they would be seen on what is behind them."""
    painted = np.zeros(len(letters), dtype=bool)
    for place, letter in enumerate(letters):
        if letter.paint is not None and not letter.text.isascii():
            x0, top, x1, bottom = boxes[place]
            behind = ground[top:bottom, x0:x1]
            painted[place] = behind.size and abs(letter.paint - int(np.median(behind))) > FAINTEST
    return painted


def _with_thin(letters: Sequence[Letter], shown: list[bool]) -> list[bool]:
    """A stop or a comma of small print is seen where the letter beside it is."""
    around = list(zip((letters[-1], *letters, letters[0]), (False, *shown, False), strict=True)) if letters else []
    return [
        each
        or (_thin(letter) and any(near and _are_beside(beside, letter) for beside, near in around[place : place + 3]))
        for place, (letter, each) in enumerate(zip(letters, shown, strict=True))
    ]


def _are_beside(one: Letter, other: Letter) -> bool:
    across, down = abs(one.x0 - other.x0), abs(one.base - other.base)
    return max(across, down) <= _BESIDE * other.size


def _thin(letter: Letter) -> bool:
    x0, top, x1, bottom = letter.ink
    return min(x1 - x0, bottom - top) < _THIN and x1 > 0 and bottom > 0


def _picture(drawn: Any, scale: float) -> npt.NDArray[np.int16]:  # noqa: ANN401 - as above
    pixels = drawn.render(scale=scale, grayscale=True).to_numpy().astype(np.int16)
    return np.asarray(pixels.reshape(pixels.shape[:2]))


def _strokes(picture: npt.NDArray[np.int16]) -> npt.NDArray[np.bool_]:
    """Where a picture is lighter on one side than on the other."""
    changes = np.zeros(picture.shape, dtype=bool)
    changes[:, 1:] = np.abs(np.diff(picture, axis=1)) > 2 * FAINTEST
    return changes


def _pixels(boxes: Sequence[Box], scale: float, shape: tuple[int, ...]) -> npt.NDArray[np.int64]:
    """Boxes in pixels, cut off at the picture's rims."""
    scaled = np.array(boxes, dtype=float).reshape(-1, 4) * scale
    low, high = np.floor(scaled[:, :2]), np.ceil(scaled[:, 2:])
    bounds = np.array([shape[1], shape[0]])
    return np.asarray(np.clip(np.hstack((low, high)), 0, np.tile(bounds, 2)).astype(np.int64))


def _sums(marked: npt.NDArray[np.bool_]) -> Sums:
    """Of each place, how much is marked above and left of it, so that a box needs but four of them."""
    return np.pad(marked.cumsum(axis=1, dtype=np.int32).cumsum(axis=0, dtype=np.int32), ((1, 0), (1, 0)))


def _counted(sums: Sums, boxes: npt.NDArray[np.int64]) -> Sums:
    x0, top, x1, bottom = boxes.T
    return np.asarray(sums[bottom, x1] - sums[top, x1] - sums[bottom, x0] + sums[top, x0])


def _any_within(sums: Sums, boxes: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    return np.asarray(_counted(sums, boxes) > 0)


def _misplaced(inked: npt.NDArray[np.bool_], boxes: npt.NDArray[np.int64]) -> bool:
    """Whether much of what the text draws lies where no letter should be: its font is wrong about its own places."""
    outside = inked.copy()
    for x0, top, x1, bottom in boxes.tolist():
        outside[max(0, top - 1) : bottom + 1, max(0, x0 - 1) : x1 + 1] = False
    return bool(outside.sum() > _MISPLACED * inked.sum())
