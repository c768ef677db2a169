"""Whether what stands beside each other on a page is prose in columns or the cells of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import mean, median
from typing import Final

from knowledge.formats.pdf_runs import Placed, Row, Run, rows_of
from knowledge.language.markdown import CHINESE

Columns = list[list[Placed]]

_NARROWEST: Final = 8  # letters on average: narrower lines are cells
_SENTENCE: Final = 15  # letters on average of lines that are sentences
_GOES_ON: Final = 0.3  # of a column's lines go on with the sentence above
_SENTENCES: Final = 0.6  # of its lines end a sentence, or go on with one
_FULL: Final = 0.65  # of the column's width: only so long a line is broken
_WIDE_LINE: Final = 0.8  # of the column's width: broken lines of prose come so far
_WIDE_LINES: Final = 0.5  # of a column's lines do; names in small letters end anywhere
_HARDLY_MORE: Final = 1.5  # times as many lines as the cells beside them
_COUNTED: Final = 5  # lines, from which on they count as numbered
_MOSTLY: Final = 0.8
_LARGER: Final = 1.08  # of the usual size: a heading
_AGREED: Final = 1.3  # of the gaps across all columns: a column with more paragraphs goes its own way
_BULLET: Final = re.compile(r"[•●▪◦‣·☐☑☒□■✓✔–] ?\w|[•●▪◦‣·☐☑☒□■✓✔–]$")
_MARK: Final = re.compile(
    r"[•●▪◦‣·☐☑☒*–—-]|\(?\d{1,3}(?:\.\d{1,3})*[.)、]|\(?[a-zA-Z][.)]|§ ?\d+|[（(]?[一二三四五六七八九十]+[）)、]"
    r"|\d{1,2}(?:\.\d{1,2})+"
)
_ENDS: Final = re.compile(r"[.!?。！？；][\"'”’)）]?$")
_WIDE: Final = re.compile(f"[{CHINESE}\u3040-\u30ff\uac00-\ud7af]")


def are_marks(placed: Sequence[Placed]) -> bool:
    """Whether these are the bullets and numbers of a list, whose items stand beside them, or the numbers of lines."""
    marks = [isinstance(each, Run) and bool(_MARK.fullmatch(each.text)) for each in placed]
    return sum(marks) >= _MOSTLY * len(marks) or _count_lines(placed)


def _count_lines(placed: Sequence[Placed]) -> bool:
    numbers = [int(each.text) for each in placed if isinstance(each, Run) and each.text.isdecimal()]
    return len(numbers) == len(placed) >= _COUNTED and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def is_prose(column: Sequence[Placed]) -> bool:
    """Whether most lines of a column are parts of sentences that go on below."""
    lines = _lines(column)
    if len(lines) < 2:  # noqa: PLR2004 -- one line goes on nowhere
        return False
    if sum(bool(_BULLET.match(line.text)) for line in lines) >= _GOES_ON * len(lines):
        return True
    letters = mean(len(line.text) * (2 if _WIDE.search(line.text) else 1) for line in lines)
    if letters < _NARROWEST:
        return False
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    full = _FULL * (right - left)
    going_on = [above.x1 - above.x0 >= full and may_go_on(above.text, below.text) for above, below in pairwise(lines)]
    wide = [line.x1 - line.x0 >= _WIDE_LINE * (right - left) for line in lines]
    if mean(going_on) >= _GOES_ON and mean(wide) >= _WIDE_LINES:
        return True
    ending = [bool(_ENDS.search(line.text)) for line in lines]
    said = [ends or goes for ends, goes in zip(ending, [*going_on, False], strict=True)]
    return letters >= _SENTENCE and mean(said) >= _SENTENCES


def goes_on(above: str, below: str) -> bool:
    """Whether a line surely goes on with the sentence of the line above."""
    return not _ENDS.search(above) and (below[:1].islower() or below[:1] in {"(", "（"} or above[-1:] in {*",，、-"})


def may_go_on(above: str, below: str) -> bool:
    """The same, where scripts without small letters, as Chinese, cannot tell."""
    uncased = below[:1].isalpha() and below[0].lower() == below[0].upper()
    return goes_on(above, below) or (uncased and not _ENDS.search(above))


def _lines(column: Sequence[Placed]) -> list[Run]:
    """Return a column's lines, by the first run of each."""
    return [row[0] for row in rows_of(column) if isinstance(row[0], Run)]


def rows_agree(columns: Columns) -> bool:
    """Whether columns of prose are the cells of a table: gaps across all of them part rows, which begin together."""
    rows = rows_of([each for column in columns for each in column])
    blocks = blocks_of(rows)
    together = [len(block[0]) > 1 for block in blocks]
    of_their_own = [len(blocks_of(rows_of(column))) for column in columns]
    if len(blocks) <= 2 or max(of_their_own) > _AGREED * len(blocks) or _has_headings(blocks):  # noqa: PLR2004
        return False
    if any(own == 1 and is_prose(column) for own, column in zip(of_their_own, columns, strict=True)):
        return False  # prose runs on where a table's rows would end
    return mean(together) >= _MOSTLY


def _has_headings(blocks: Sequence[Sequence[Row]]) -> bool:
    """Whether a block below the first begins in larger letters: a table has its head at its top."""
    sizes = [each.size for block in blocks for row in block for each in row if isinstance(each, Run)]
    larger = _LARGER * median(sizes) if sizes else 0.0
    return any(isinstance(each, Run) and each.size > larger for block in blocks[1:] for each in block[0])


def blocks_of(rows: Sequence[Row]) -> list[list[Row]]:
    """Part rows where the gap between them is wider than the usual one within a paragraph."""
    steps = sorted(below[0].base - above[0].base for above, below in pairwise(rows))
    usual = steps[len(steps) // 5] if steps else 0.0
    blocks = [[rows[0]]]
    for above, below in pairwise(rows):
        if below[0].base - above[0].base > 1.25 * usual:
            blocks.append([])
        blocks[-1].append(below)
    return blocks


def belongs_together(columns: Columns, prose: Sequence[bool]) -> bool:
    """Whether columns of prose explain the cells beside them, line by line, and are not just beside a table.

    So they do between columns of cells if they have hardly more lines, and one beside each row.
    """
    cells = [each for column, running in zip(columns, prose, strict=True) if not running for each in column]
    said = [line for column, running in zip(columns, prose, strict=True) if running for line in _lines(column)]
    heads = [row[0].base for row in rows_of(cells)]
    if not said or not heads:
        return False
    between = not prose[0] and not prose[-1]
    if between and len(said) <= _HARDLY_MORE * len(heads) and _level(heads, said) == 1:
        return True
    return _level(heads, _beginnings(said)) >= _MOSTLY


def _level(heads: Sequence[float], lines: Sequence[Run]) -> float:
    """The share of these base lines on which one of the lines stands."""
    return mean(any(abs(head - line.base) < 0.35 * lines[0].size for line in lines) for head in heads)


def _beginnings(lines: Sequence[Run]) -> list[Run]:
    """Return the lines that begin something, and do not go on with the line above."""
    return [lines[0], *(below for above, below in pairwise(lines) if not goes_on(above.text, below.text))]
