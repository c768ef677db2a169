"""Running heads and feet: what stands apart in the margins and comes again, counting pages, on most of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, combinations
from typing import Final

from knowledge.formats.converted import LeftOutWords
from knowledge.formats.pdf_placed import Item, Line

_MARGIN: Final = 0.12  # of the page's height, at its top and at its bottom
_APART: Final = 1.5  # of the size of letters: the least gap to the text
_MOST_LINES: Final = 3  # of a head
_LEAST_PAGES: Final = 3  # fewer repeat by chance, or are copies
_LARGER: Final = 1.15  # of the usual size: a heading
_MOST_NUMBERS: Final = 9  # that are looked at in a line: a version, two dates, a page of so many
_MOST_COUNTING: Final = 2  # of them; what else changes is no page's number

Key = tuple[str, ...]


def in_margins(lines: Sequence[tuple[float, float]], height: float) -> tuple[int, int]:
    """Return how many lines, each its top and bottom from the page's top, stand apart at the top and at the bottom."""
    upended = [(height - bottom, height - top) for top, bottom in reversed(lines)]
    above = _apart(lines, _MARGIN * height)
    return above, min(_apart(upended, _MARGIN * height), len(lines) - above)


def _apart(lines: Sequence[tuple[float, float]], margin: float) -> int:
    """Count the first lines that end within the margin and that a gap parts from what follows."""
    for count in range(min(_MOST_LINES, len(lines)), 0, -1):
        top, bottom = lines[count - 1]
        if bottom <= margin and count < len(lines) and lines[count][0] - bottom > _APART * (bottom - top):
            return count
    return 0


def without_running_lines(pages: Sequence[Sequence[Item]]) -> tuple[list[list[Item]], list[LeftOutWords]]:
    """Leave out heads and feet, and return them, too; a number in one may only stay as it is, or count the pages."""
    usual = _usual_size(pages)
    found: dict[Key, set[int]] = {}
    for number, items in enumerate(pages):
        for item in items:
            for key in _keys(number, item, usual):
                found.setdefault(key, set()).add(number)
    running = {key for key, on in found.items() if _on_most(on, len(pages))}
    kept, left = [list[Item]() for _ in pages], list[LeftOutWords]()
    for number, items in enumerate(pages):
        for item in items:
            if isinstance(item, Line) and running.intersection(_keys(number, item, usual)):
                left.append(LeftOutWords(item.text, "margin", number + 1))
            else:
                kept[number].append(item)
    return kept, left


def _usual_size(pages: Sequence[Sequence[Item]]) -> float:
    letters: Counter[float] = Counter()
    for items in pages:
        for item in items:
            if isinstance(item, Line):
                letters[item.size] += len(item.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _on_most(on: set[int], pages: int) -> bool:
    """Whether these are most of all pages, or of those with odd or even numbers, which may have heads of their own."""
    if len(on) < _LEAST_PAGES:
        return False
    sides = {number % 2 for number in on}
    return len(on) > pages / 2 or (len(sides) == 1 and len(on) > (pages + 1) / 4)


def _keys(number: int, item: Item, usual: float) -> list[Key]:
    """Return what a line says, its numbers as they are, and once with each one or two of them less its page's number.

    So a date and a version may stand beside "Page 3 of 12".
    """
    if not isinstance(item, Line) or not item.margin or item.size > _LARGER * usual:
        return []
    words = re.split(r"\d+", item.text)
    numbers = [int(digits) for digits in re.findall(r"\d+", item.text)[:_MOST_NUMBERS]]
    counting = chain.from_iterable(combinations(range(len(numbers)), count) for count in range(_MOST_COUNTING + 1))
    return [(*words, *_less(numbers, set(places), number)) for places in counting]


def _less(numbers: Sequence[int], places: set[int], page: int) -> Iterator[str]:
    for place, value in enumerate(numbers):
        yield f"+{value - page}" if place in places else f"={value}"
