"""Which letters of a page can be seen: it is drawn with its text and without, and where both are alike there is none.

So it does not matter why a letter cannot be seen: white on white, drawn in no colour, off the page, cut off, covered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from knowledge.formats.pdf_letters import FAINTEST, Box, Letter
from knowledge.formats.pdf_page import Page

_DENSITY = 1.5  # pixels a point: the full stop of small print is still one pixel
_LONGEST_SIDE = 2000  # pixels
_PICTURED = 0.5  # of the page: then letters that are not drawn are those of text recognition
_THIN = 1.5  # points; so little ink may be too pale to be sure of
_MISPLACED = 0.5  # of what text draws lies outside its letters' boxes: the font is wrong about them

Sums = npt.NDArray[np.integer[Any]]


def seen(page: Page, drawn: Any) -> list[bool]:  # noqa: ANN401 - pypdfium2 is untyped
    """Tell of each letter whether a reader sees it; on a scan, those that text recognition put behind the picture too.

    The text of ``drawn`` is taken away on the way.
    """
    scale = min(_DENSITY, _LONGEST_SIDE / max(page.width, page.height, 1.0))
    with_text = _picture(drawn, scale)
    for item in drawn.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=15):
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
    return _with_thin(page.letters, [bool(each) for each in shown])


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
    """A stop or a comma of small print is seen where the letter before or behind it is."""
    return [
        each or (_thin(letter) and any(shown[max(0, place - 1) : place + 2]))
        for place, (letter, each) in enumerate(zip(letters, shown, strict=True))
    ]


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
