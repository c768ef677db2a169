"""Text recognition for scanned pages: pypdfium2 renders them, Tesseract reads them, English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, pairwise
from statistics import mean, median
from typing import TYPE_CHECKING

import pypdfium2

from knowledge.formats.pdf_beside import goes_on
from knowledge.formats.pdf_placed import Line
from knowledge.formats.pdf_running import in_margins
from knowledge.language.markdown import CHINESE

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGES = ("chi_sim", "eng")
REMEDY = "Install frontdesk[ocr] and Tesseract with eng and chi_sim, or run text recognition on it first."

_DENSEST = 200 / 72  # pixels per point; at 300 dots per inch Tesseract was slower and read no more
_LONGEST_SIDE = 3500  # pixels; larger paper is rendered coarser
_LEAST_SURE = 40  # of 100, on average of a line: below it Tesseract reads letters into pictures
_LARGE = 1.5  # of the usual height of a line: this is a heading
_WIDE_SET = 1.5  # of a line's height: the widest gap within a paragraph
_BODY, _HEADING = 10.0, 14.0  # sizes that tell the two apart to the layout
_BETWEEN_CHINESE = re.compile(f"(?<=[{CHINESE}，。；：！？、（）《》]) (?=[{CHINESE}，。；：！？、（）《》])")


@dataclass(frozen=True, slots=True)
class _Word:
    """One word; ``line`` are the numbers of its block, paragraph and line, ``sure`` is 0 to 100, the rest in pixels."""

    line: tuple[int, int, int]
    top: int
    height: int
    sure: float
    text: str


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that can be recognised; none where the extra or Tesseract is missing."""
    try:
        import pytesseract  # noqa: PLC0415 - the extra may be missing
    except ImportError:
        return ()
    try:
        installed = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, OSError):
        return ()
    return tuple(language for language in LANGUAGES if language in installed)


def recognised(data: bytes, numbers: Sequence[int]) -> dict[int, list[Line]]:
    """Return the lines of these pages of a PDF, counted from 0."""
    pages = {}
    with pypdfium2.PdfDocument(data) as pdf:
        pdf.init_forms()  # so that what is filled in is drawn
        for number in numbers:
            page = pdf[number]
            scale = min(_DENSEST, _LONGEST_SIDE / max(page.get_size()))
            image = page.render(scale=scale, grayscale=True).to_pil()
            pages[number] = _with_margins(_lines(number, _words(image)), image.height)
    return pages


def _words(image: Image) -> Iterator[_Word]:
    import pytesseract  # noqa: PLC0415 - the extra may be missing

    found = pytesseract.image_to_data(image, lang="+".join(languages()), output_type=pytesseract.Output.DICT)
    lines = zip(found["block_num"], found["par_num"], found["line_num"], strict=True)
    words = map(_Word, lines, found["top"], found["height"], found["conf"], found["text"])
    return (word for word in words if word.text.strip())


def _lines(number: int, words: Iterator[_Word]) -> list[Line]:
    """Return lines whose places and sizes say what was found out: which belong together, which are large."""
    found = [list(line) for _, line in groupby(words, key=lambda word: word.line)]
    found = [line for line in found if mean(word.sure for word in line) >= _LEAST_SURE]
    usual = median(_height(line) for line in found) if found else 0
    lines = []
    for before, line in pairwise([[], *found]):
        top, bottom = min(word.top for word in line), max(word.top + word.height for word in line)
        size = _HEADING if _height(line) > _LARGE * usual else _BODY
        text = _BETWEEN_CHINESE.sub("", " ".join(word.text for word in line))
        lines.append(Line(number, top, bottom, size, bold=False, text=text, goes_on=_goes_on(before, line)))
    return lines


def _with_margins(lines: list[Line], height: int) -> list[Line]:
    """Mark the lines that stand apart at the top and the bottom."""
    ordered = sorted(lines, key=lambda line: line.top)
    above, below = in_margins([(line.top, line.bottom) for line in ordered], height)
    apart = {id(line) for line in (*ordered[:above], *ordered[len(ordered) - below :])}
    return [replace(line, margin=id(line) in apart) for line in lines]


def _goes_on(before: Sequence[_Word], line: Sequence[_Word]) -> bool:
    """Tell whether a line goes on with the paragraph of the one before.

    Tesseract makes wide-set lines blocks of their own; one that begins with a small letter goes on all the same.
    """
    if not before:
        return False
    gap = min(word.top for word in line) - max(word.top + word.height for word in before)
    if before[0].line[:2] == line[0].line[:2]:
        return gap < _height(line)
    return 0 <= gap < _WIDE_SET * _height(line) and goes_on(before[-1].text, line[0].text)


def _height(line: Sequence[_Word]) -> int:
    return max(word.height for word in line)
