"""Lines and tables with their places on the page -> Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from knowledge.formats.raised import marks_apart
from knowledge.formats.tables import pipe_table

HEADING_RATIO = 1.08
"""A line whose letters are larger than the body's by this factor is a heading."""

LONGEST_HEADING = 120
"""Characters; what is longer is a sentence in large letters."""

_WIDEST_GAP = 1.5  # of a line's height, in a paragraph
_GAP_RATIO = 1.3  # of the usual gap between two lines: more than this begins a paragraph
_LETTER_WIDTH = 0.55  # of its size, on average
_HANGING = 2.5  # Chinese letters, which a line may lack because of a mark that must not begin the next
_BULLET = re.compile(r"[•●▪◦‣·]\s*")
_ITEM = re.compile(r"[•●▪◦‣·–-]\s|\(?\d{1,2}[.)、]\s*(?!\d)|[（(][一二三四五六七八九十]+[）)]")
_NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+[A-Z\u3400-\u9fff]|第[一二三四五六七八九十百\d]+[章节]\s"
)
_LIST_ITEM = re.compile(r"- |\d{1,2}[.)] ")
_SENTENCE_END = re.compile(r"[.!?。！？；;:：，,]$")
_SOFT_HYPHEN = re.compile("\xad$")
_HYPHEN = re.compile(r"\w[-\u2010]$")  # at the end of a line
_REST_OF_WORD = re.compile(r"(?!(?:and|or|und|oder|bis|sowie)\b)[^\W\d_A-Z]")
_AND = re.compile(r"(?:and|or|und|oder|bis|sowie)\b")
_WIDE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; ``top`` and ``bottom`` in points or pixels from the top of its page.

    ``size`` is that of most of its letters; ``goes_on`` tells whether it goes on with the paragraph of the line above,
    where that is known, and ``margin`` whether it stands apart at the top or bottom of its page.
    ``room`` is what its column has left behind it.
    """

    page: int
    top: float
    bottom: float
    size: float
    bold: bool
    text: str
    goes_on: bool | None = None
    margin: bool = False
    room: float = 0.0


@dataclass(frozen=True, slots=True)
class Grid:
    """One table; ``breaks`` are the pages it goes on to, each with the number of its first row there."""

    page: int
    top: float
    rows: tuple[tuple[str, ...], ...]
    breaks: tuple[tuple[int, int], ...] = ()

    @property
    def pages(self) -> tuple[tuple[int, int], ...]:
        """All of its pages, each with the number of its first row there."""
        return ((self.page, 0), *self.breaks)


Item = Line | Grid
Paragraph = list[Line]


def to_markdown(pages: Sequence[Sequence[Item]]) -> tuple[str, tuple[int, ...]]:
    """Return the Markdown of the pages' lines and tables, and the offset at which each page begins.

    Each page's items come from top to bottom; on a page without any, nothing begins.
    """
    items = list(chain.from_iterable(pages))
    lines = [item for item in items if isinstance(item, Line)]
    body = _body_size(lines)
    levels = _levels(lines, body)
    text, starts, before = "", [0], ""
    for block in _blocks(items, _usual_gap(lines), body):
        written = pipe_table(block.rows) if isinstance(block, Grid) else _paragraph(block, levels)
        text += _separator(before, written)
        for page, offset in _page_breaks(block):
            starts += [len(text) + offset] * (page + 1 - len(starts))
        text += written
        before = written
    return text, tuple(starts)


def _separator(before: str, after: str) -> str:
    """Items of a list follow each other line by line."""
    listed = _LIST_ITEM.match(before) and _LIST_ITEM.match(after) and "\n" not in before
    return "\n" if listed else "\n\n" if before else ""


def _page_breaks(block: Grid | Paragraph) -> Iterator[tuple[int, int]]:
    """Yield each page that a block is on, with the offset in its text at which the page begins."""
    if isinstance(block, Grid):
        for page, row in block.pages:
            yield page, len(pipe_table(block.rows[:row])) if row else 0
        return
    yield block[0].page, 0
    parts = _parts([line.text for line in block])
    for place, (above, below) in enumerate(pairwise(block), start=1):
        if above.page != below.page:
            yield below.page, sum(map(len, parts[:place]))


def joined(lines: Sequence[str]) -> str:
    """Join the lines of a paragraph: with a blank, between two Chinese characters and in a parted word without."""
    return marks_apart("".join(_parts(lines)))


def _parts(lines: Sequence[str]) -> list[str]:
    """Return what each line adds to its paragraph."""
    parts: list[str] = []
    for line in filter(None, (line.strip() for line in lines)):
        end = parts[-1][-2:] if parts else ""
        if _SOFT_HYPHEN.search(end) or (_HYPHEN.search(end) and _REST_OF_WORD.match(line)):
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        elif not end or (_HYPHEN.search(end) and not _AND.match(line)):
            parts.append(line)
        else:
            parts.append(line if _WIDE.match(end[-1]) and _WIDE.match(line[0]) else f" {line}")
    return parts


def _usual_gap(lines: Sequence[Line]) -> float:
    """Return the gap in points that most neighbouring lines of one size have; wide ones are none of a paragraph."""
    gaps = Counter(round(below.top - above.bottom, 1) for above, below in pairwise(lines) if _adjacent(above, below))
    return max(gaps, key=lambda gap: (gaps[gap], -gap), default=0.0)


def _adjacent(above: Line, below: Line) -> bool:
    gap = below.top - above.bottom
    return (
        above.page == below.page and above.size == below.size and 0 <= gap <= _WIDEST_GAP * (above.bottom - above.top)
    )


def _blocks(items: Iterable[Item], usual_gap: float, body: float) -> Iterator[Grid | Paragraph]:
    """Yield tables and paragraphs; one that a page break cut apart is one again."""
    block: Grid | Paragraph | None = None
    for item in items:
        if isinstance(item, Line) and isinstance(block, list) and _continues(block[-1], item, usual_gap, body):
            block.append(item)
        elif isinstance(item, Grid) and isinstance(block, Grid) and _continues_table(block, item):
            rows = item.rows[1:] if item.rows[0] == block.rows[0] else item.rows
            block = Grid(block.page, block.top, block.rows + rows, (*block.breaks, (item.page, len(block.rows))))
        else:
            if block:
                yield block
            block = item if isinstance(item, Grid) else [item]
    if block:
        yield block


def _continues(above: Line, line: Line, usual_gap: float, body: float) -> bool:
    if _ITEM.match(line.text) or (above.size, above.bold) != (line.size, line.bold):
        return False
    if line.size == body and not line.bold and _was_ended(above, line):
        return False
    if above.page == line.page and line.goes_on is not None:
        return line.goes_on
    if above.page != line.page or line.top < above.top:
        return not _SENTENCE_END.search(above.text[-1:])
    return line.top - above.bottom <= usual_gap * _GAP_RATIO + 1


def _was_ended(above: Line, line: Line) -> bool:
    """Whether the next line's first word would have had room: whoever wrote it began a new one.

    One that begins with a small letter goes on all the same: somebody broke the lines by hand.
    """
    if line.text[:1].islower() or _HYPHEN.search(above.text[-2:]):
        return False
    chinese = _WIDE.match(line.text)
    letters = _HANGING if chinese else len(line.text.split(" ", 1)[0]) * _LETTER_WIDTH + _LETTER_WIDTH
    return above.room > letters * line.size


def _continues_table(above: Grid, grid: Grid) -> bool:
    return grid.page == above.pages[-1][0] + 1 and len(grid.rows[0]) == len(above.rows[0])


def _body_size(lines: Sequence[Line]) -> float:
    """Return the size that most letters have."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _levels(lines: Sequence[Line], body: float) -> dict[float, int]:
    """Return the heading level of each size of letters that is a heading's; the largest is level 1."""
    larger = sorted({line.size for line in lines if line.size > body * HEADING_RATIO}, reverse=True)
    return {size: min(level, 6) for level, size in enumerate(larger, start=1)}


def _paragraph(lines: Paragraph, levels: dict[float, int]) -> str:
    text = joined([line.text for line in lines])
    level = _heading_level(lines, text, levels)
    if level and len(text) <= LONGEST_HEADING:
        return f"{'#' * level} {text}"
    return _BULLET.sub("- ", text, count=1) if _BULLET.match(text) else text


def _heading_level(lines: Paragraph, text: str, levels: dict[float, int]) -> int | None:
    """Return a level for large letters; else for a bold line, else for a numbered one where no size speaks."""
    if lines[0].size in levels:
        return levels[lines[0].size]
    if _ITEM.match(text) or _SENTENCE_END.search(text) or len(lines) > 1:
        return None
    if lines[0].bold:
        return min(len(levels) + 1, 6)
    numbered = None if levels else _NUMBERED.match(text)
    return 1 + (numbered["number"] or "").count(".") + 1 if numbered else None
