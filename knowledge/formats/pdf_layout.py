"""Lines and tables with their places on the page -> Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import Final

from knowledge.formats.converted import LeftOutWords
from knowledge.formats.pdf_paragraphs import continues, paragraph, parts
from knowledge.formats.pdf_placed import Cells, Grid, Item, Line, Paragraph
from knowledge.formats.tables import table_of

HEADING_RATIO: Final = 1.08
"""A line whose letters are larger than the body's by this factor is a heading."""

_WIDEST_GAP: Final = 1.5  # of a line's height, in a paragraph
_LIST_ITEM: Final = re.compile(r"- |\d{1,2}[.)] ")


def to_markdown(pages: Sequence[Sequence[Item]]) -> tuple[str, tuple[int, ...]]:
    """Return the Markdown of the pages' lines and tables, and the offset at which each page begins.

    Each page's items come from top to bottom; on a page without any, nothing begins.
    """
    items = list(chain.from_iterable(pages))
    lines = [item for item in items if isinstance(item, Line)]
    body = _body_size(items)
    levels = _levels(lines, body)
    text, starts, before = "", [0], ""
    for block in _blocks(items, _usual_gap(lines), body):
        written = table_of(block.rows) if isinstance(block, Grid) else paragraph(block, levels)
        text += _separator(before, written)
        for page, offset in _page_breaks(block):
            starts += [len(text) + offset] * (page + 1 - len(starts))
        text += written
        before = written
    return text, tuple(starts)


def without_repeated_heads(pages: Sequence[Sequence[Item]]) -> tuple[list[list[Item]], list[LeftOutWords]]:
    """Leave out the heads of tables that go on over a page where they are printed again, and return them, too."""
    kept, left = [list[Item]() for _ in pages], list[LeftOutWords]()
    first = before = None
    for number, item in ((number, item) for number, items in enumerate(pages) for item in items):
        shown = item
        if isinstance(item, Grid) and isinstance(before, Grid) and first and _continues_table(before, item):
            count = _repeated_heads(first, item)
            shown = replace(item, rows=item.rows[count:])
            left += (LeftOutWords(" ".join(_words(row)), "margin", number + 1) for row in item.rows[:count])
        elif isinstance(item, Grid):
            first = item
        kept[number].append(shown)
        before = shown
    return kept, left


def _separator(before: str, after: str) -> str:
    """Items of a list follow each other line by line."""
    listed = _LIST_ITEM.match(before) and _LIST_ITEM.match(after) and "\n" not in before
    return "\n" if listed else "\n\n" if before else ""


def _page_breaks(block: Grid | Paragraph) -> Iterator[tuple[int, int]]:
    """Yield each page that a block is on, with the offset in its text at which the page begins."""
    if isinstance(block, Grid):
        for page, row in block.pages:
            yield page, len(table_of(block.rows[:row])) if row else 0
        return
    yield block[0].page, 0
    added = parts([line.text for line in block])
    for place, (above, below) in enumerate(pairwise(block), start=1):
        if above.page != below.page:
            yield below.page, sum(map(len, added[:place]))


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
        if isinstance(item, Line) and isinstance(block, list) and continues(block, item, usual_gap, body):
            block.append(item)
        elif isinstance(item, Grid) and isinstance(block, Grid) and _continues_table(block, item):
            block = Grid(block.page, block.top, block.rows + item.rows, (*block.breaks, (item.page, len(block.rows))))
        else:
            if block:
                yield block
            block = item if isinstance(item, Grid) else [item]
    if block:
        yield block


def _continues_table(above: Grid, grid: Grid) -> bool:
    return grid.page == above.pages[-1][0] + 1 and len(grid.rows[0]) == len(above.rows[0])


def _repeated_heads(above: Grid, grid: Grid) -> int:
    """Return how many of the first rows are those of the table above, printed again."""
    pairs = zip(above.rows, grid.rows[:-1], strict=False)
    return next((count for count, (one, other) in enumerate(pairs) if _words(one) != _words(other)), len(grid.rows) - 1)


def _words(row: Cells) -> list[str]:
    return [cell.text for cell in row]


def _body_size(items: Sequence[Item]) -> float:
    """Return the size that most letters have, those of tables, too: below a title there may be nothing else."""
    letters: Counter[float] = Counter()
    for item in items:
        letters[item.size] += len(item.text) if isinstance(item, Line) else _length(item)
    del letters[0.0]
    return letters.most_common(1)[0][0] if letters else 0.0


def _length(grid: Grid) -> int:
    return sum(len(cell.text) for row in grid.rows for cell in row)


def _levels(lines: Sequence[Line], body: float) -> dict[float, int]:
    """Return the heading level of each size of letters that is a heading's; the largest is level 1."""
    larger = sorted({line.size for line in lines if line.size > body * HEADING_RATIO}, reverse=True)
    return {size: min(level, 6) for level, size in enumerate(larger, start=1)}
