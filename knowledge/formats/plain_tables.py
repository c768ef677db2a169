"""Tables that are drawn with letters: columns over a line of dashes, or in a grid of ``+`` and ``|``.

So mails, pandoc and data bases write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Final

from knowledge.formats.grid import Cell, grid_of
from knowledge.formats.tables import cell_text

_DASHES: Final = re.compile(r"[ \t]*(?:-{2,}|={2,})(?:[ \t]+(?:-{2,}|={2,}))+[ \t]*")
_EDGE: Final = re.compile(r"[ \t]*\+(?:[-=:]+\+)+[ \t]*")
_DRAWN: Final = re.compile(rf"{_EDGE.pattern}|[ \t]*\|.*\|[ \t]*")
_EDGES_AROUND_A_HEAD: Final = 3
_RUN: Final = re.compile(r"[-=]+")
_BETWEEN: Final = re.compile(r"[ \t]{2,}")


def with_drawn_tables(text: str) -> str:
    """Return text with such tables as pipe tables."""
    lines = text.split("\n")
    written: list[str] = []
    place = 0
    while place < len(lines):
        drawn = list(takewhile(_DRAWN.fullmatch, lines[place:])) if _EDGE.fullmatch(lines[place]) else []
        rows = _boxed(drawn) if drawn else list(_rows(lines, place))
        if rows:
            table = [[Cell(cell_text(words), head=not number) for words in row] for number, row in enumerate(rows)]
            written += ["", *(grid.markdown() for grid in grid_of(table, ())), ""]
        else:
            written.append(lines[place])
        place += (len(drawn) or len(rows) + 1) if rows else 1
    return "\n".join(written)


def _boxed(lines: Sequence[str]) -> list[list[str]]:
    """Return the rows of a grid: what stands between two edges, or each line where edges are about the head alone."""
    edges = [place for place, line in enumerate(lines) if _EDGE.fullmatch(line)]
    by_edges = len(edges) > _EDGES_AROUND_A_HEAD or any("=" in lines[place] for place in edges)
    rows: list[list[str]] = []
    for place, line in enumerate(lines):
        if place in edges:
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if rows and by_edges and place - 1 not in edges and len(rows[-1]) == len(cells):
            rows[-1] = [f"{above} {words}".strip() for above, words in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    return rows if len(rows) > 1 and len({len(row) for row in rows}) == 1 else []


def _rows(lines: Sequence[str], place: int) -> Iterator[list[str]]:
    """Yield the cells of the table whose heads stand here, above a line of dashes; none where there is no table."""
    if place + 2 >= len(lines) or not lines[place].strip() or not _DASHES.fullmatch(lines[place + 1]):
        return
    starts = [run.start() for run in _RUN.finditer(lines[place + 1])]
    body = list(takewhile(lambda line: line.strip() and not _DASHES.fullmatch(line), lines[place + 2 :]))
    found = [_cells(line, starts) for line in (lines[place], *body)]
    if body and all(found):
        yield from found


def _cells(line: str, starts: Sequence[int]) -> list[str]:
    """Return what stands below each run of dashes; nothing where words reach from one column into the next."""
    split = _BETWEEN.split(line.strip())
    if len(split) == len(starts):
        return split
    ends = [*starts[1:], max(len(line), starts[-1])]
    torn = any(line[end - 1 : end].strip() and line[end : end + 1].strip() for _, end in pairwise([0, *ends[:-1]]))
    return [] if torn else [line[start:end].strip() for start, end in zip([0, *starts[1:]], ends, strict=True)]
