"""Which of a table's first rows head its columns, told by what they are.

A file seldom says it: Word has no header cell, and most HTML tables use none. So a first row is a head unless it looks
like the rows below it: ``Oslo | 200 EUR`` above ``Dublin | 150 EUR`` heads nothing, ``City | 2025 | 2026`` does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from knowledge.formats.spans import Cell, Row, is_whole

MOST_HEADS = 4
"""Rows that head the columns together: year, season, half board, unit."""

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+(?:[.,'\u202f ]\d+)*")
_YEAR = re.compile(r"(?:FY ?|FJ ?)?(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?(?:年度?)?")
_VALUE = re.compile(r"\W{0,3}\d|[A-Z]{3} ?\d")
_FIELD = re.compile(r"[:：][\s*_]*$")
_PAIR = 2
_LONGEST_COUNT = 3
"""Digits of a number that counts columns."""


def count_heads(rows: Sequence[Row]) -> int:
    """Return how many of the first rows head the columns; 0 where the first is a row like the others."""
    count = 0
    while count < min(len(rows), MOST_HEADS) and all(cell.head for cell in rows[count] if cell.text):
        count += 1
    if count == len(rows):
        count = 1  # all are marked: it says no more than none
    if not count and not _heads(rows):
        return 0
    return _with_those_under_it(rows, max(count, 1))


def begins_anew(rows: Sequence[Row]) -> bool:
    """Whether rows that may belong to the table above have a head of their own: in bold, or words over figures."""
    if len(rows) < _PAIR or is_bold_head([[], *rows[:2]]):
        return len(rows) >= _PAIR
    if any(_DIGIT.search(cell.text) for cell in rows[0]) or not all(cell.text for cell in rows[0][1:]):
        return False
    return any(_DIGIT.search(cell.text) for row in rows[1:] for cell in row[1:])


def is_bold_head(around: Sequence[Row]) -> bool:
    """Whether the second of three rows has several cells, all of them words in bold, as the two beside it have not."""
    if len(around) < _PAIR + 1:
        return False
    before, row, below = ([cell for cell in each if cell.text] for each in around)
    words = len(set(row)) >= _PAIR and not any(_DIGIT.search(cell.text) for cell in row)
    bold = [bool(each) and all(cell.strong for cell in each) for each in (before, row, below)]
    return words and bold == [False, True, False]


def labels_of(heads: Sequence[Row], width: int) -> tuple[str, ...]:
    """Return one label for each column: what stands above it, from top to bottom, each word once."""
    filled = [_filled(row, below) for row, below in zip(heads, [*heads[1:], None], strict=False)]
    columns = ([row[place].text for row in filled] for place in range(width))
    return tuple(" ".join(dict.fromkeys(filter(None, column))) for column in columns)


def _heads(rows: Sequence[Row]) -> bool:
    """Whether a first row that is not marked heads the columns."""
    if len(rows) < _PAIR:
        return False
    bold = [all(cell.strong for cell in row if cell.text) for row in rows[:2]]
    if bold == [True, False]:
        return True
    return not _of_fields(rows) and (not rows[0][0].text or not _like_those_below(rows))


def _of_fields(rows: Sequence[Row]) -> bool:
    """Whether the first column names what stands beside it, in the first row as in the others: a form."""
    named = [row[0].strong and not all(cell.strong for cell in row if cell.text) for row in rows]
    ending = [bool(_FIELD.search(row[0].text)) for row in rows]
    of_pairs = len(rows[0]) == _PAIR
    value = of_pairs and bool(_VALUE.match(rows[0][1].text)) and not _YEAR.fullmatch(rows[0][1].text)
    by_look = (named[0] and 4 * sum(named) >= 3 * len(rows)) or (ending[0] and 2 * sum(ending) >= len(rows))
    return by_look or (value and not _DIGIT.search(rows[0][0].text))


def _like_those_below(rows: Sequence[Row]) -> bool:
    """Whether the first row has figures as its columns have them, and they are no years or numbers of columns."""
    first = rows[0]
    places = [place for place, cell in enumerate(first) if _DIGIT.search(cell.text)]
    alike = [place for place in places if _shape(first[place]) in {_shape(row[place]) for row in rows[1:]}]
    if not places or 2 * len(alike) < len(places):
        return False
    return not _counted(
        [first[place].text for place in places if place], [cell.text for row in rows[1:] for cell in row[1:]]
    )


def _counted(heads: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the figures of a row are years, which its columns do not hold, or count the columns one by one."""
    if heads and all(map(_YEAR.fullmatch, heads)):
        return not all(_YEAR.fullmatch(text) for text in below if _DIGIT.search(text))
    numbers = [int(text) for text in heads if text.isdecimal() and len(text) <= _LONGEST_COUNT]
    steps = {later - earlier for earlier, later in pairwise(numbers)}
    return len(numbers) == len(heads) > 1 and steps == {1}


def _with_those_under_it(rows: Sequence[Row], count: int) -> int:
    """Return the count with the rows that divide what the last head row groups."""
    while count < min(len(rows) - 1, MOST_HEADS) and _divides(rows[count - 1], rows[count], rows[count + 1 :]):
        count += 1
    return count


def _divides(head: Row, row: Row, below: Sequence[Row]) -> bool:
    """Whether a row stands under the groups of a head row: ``2026`` over ``Low | High``."""
    if is_whole(row):
        return False
    if any(cell is above and cell.text for cell, above in zip(row, head, strict=True)):
        return _has_groups(head) and not all(cell is above for cell, above in zip(row, head, strict=True))
    figures = any(_DIGIT.search(cell.text) and not _YEAR.fullmatch(cell.text) for cell in row)
    if figures or not any(_DIGIT.search(cell.text) for later in below for cell in later[1:]):
        return False
    return _has_groups(head) or _has_gaps(head, row)


def _has_groups(head: Row) -> bool:
    """Whether a cell of it covers several columns."""
    return any(cell is after and cell.text for cell, after in pairwise(head))


def _has_gaps(head: Row, row: Row) -> bool:
    """Whether it leaves places free, behind its first group, over filled ones: groups that are not merged."""
    corner = bool(head[0].text) != bool(row[0].text)
    filled = len(head) > 1 and bool(head[1].text) and all(cell.text for cell in row[1:])
    return corner and filled and not all(cell.text for cell in head[1:])


def _filled(head: Row, below: Row | None) -> list[Cell]:
    """Return a head row with its groups filled to the right, where they are not merged."""
    if below is None or not _has_gaps(head, below):
        return list(head)
    filled: list[Cell] = []
    for place, cell in enumerate(head):
        group = bool(filled) and not cell.text and bool(below[place].text)
        filled.append(filled[-1] if group else cell)
    return filled


def _shape(cell: Cell) -> str:
    """Return its words with every number as 9: what it is, not how much."""
    return _NUMBER.sub("9", cell.text).strip().casefold()
