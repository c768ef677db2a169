"""Letters of a page -> runs: what stands on one line without a wide gap."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.formats.leftward import in_reading_order, reads_leftward
from knowledge.formats.pdf_letters import Letter
from knowledge.formats.pdf_placed import Cells
from knowledge.formats.pdf_raised import attach
from knowledge.formats.pdf_words import WordLine, lines_of_words
from knowledge.language.markdown import tidy

WIDE_GAP = 1.0
"""Of a letter's size: more than this parts two runs, which may stand in two columns."""

_ONE_ROW = 0.35  # the same of what stands beside each other
_ENDS_A_LABEL = re.compile(r"[\w)）]$")
_FRACTION = re.compile(r"([⁰¹²³⁴-⁹]+) ?[⁄/] ?([₀-₉]+|\d+)")


@dataclass(frozen=True, slots=True)
class Run:
    """What stands on one line without a wide gap, in points from the page's top left; ``base`` is its base line.

    ``filled`` is what somebody filled into a form.
    """

    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    text: str
    filled: bool = False

    @property
    def top(self) -> float:
        """Height of its ascenders."""
        return self.base - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """Depth of its descenders."""
        return self.base + 0.25 * self.size


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table with lines, where it stands on the page; ``size`` is that of its letters."""

    x0: float
    x1: float
    top: float
    bottom: float
    rows: tuple[Cells, ...]
    size: float

    @property
    def base(self) -> float:
        """The height at which it comes among the lines."""
        return self.top


Placed = Run | Ruled
Row = list[Placed]
"""What stands on one base line, from the left."""


def rows_of(placed: Iterable[Placed]) -> list[Row]:
    """Return what stands on one base line together, from top to bottom."""
    rows: list[Row] = []
    for each in sorted(placed, key=lambda each: each.base):
        if rows and isinstance(each, Run) and _on_one_line(rows[-1][0], each):
            rows[-1].append(each)
        else:
            rows.append([each])
    return [sorted(row, key=lambda each: each.x0) for row in rows]


def runs_of(letters: Sequence[Letter]) -> list[Run]:
    """Return the runs of level letters, line by line from the top, each line from the left."""
    lines = lines_of_words(letters)
    attach(lines)
    return [_run(part) for words in lines if words for part in _parts(words)]


def words_of(row: Row) -> str:
    """Return what stands on one line, in reading order; a colon between a label and what is filled in beside it."""
    runs = [each for each in row if isinstance(each, Run)]
    texts = [_with_colon(run, behind) for run, behind in zip(runs, [*runs[1:], None], strict=False)]
    return tidy(" ".join(reversed(texts) if reads_leftward("".join(texts)) else texts))


def _with_colon(label: Run, behind: Run | None) -> str:
    is_label = behind is not None and behind.filled and not label.filled
    return f"{label.text}:" if is_label and _ENDS_A_LABEL.search(label.text) else label.text


def _on_one_line(first: Placed, run: Run) -> bool:
    return isinstance(first, Run) and run.base - first.base <= _ONE_ROW * min(first.size, run.size)


def _parts(words: WordLine) -> Iterator[WordLine]:
    """Cut a line where its gaps are wide."""
    part = [words[0]]
    for before, word in pairwise(words):
        gap = word[0].letter.x0 - before[-1].letter.x1
        filled = word[0].letter.filled != before[-1].letter.filled
        if filled or gap > WIDE_GAP * max(word[0].letter.size, before[-1].letter.size):
            yield part
            part = []
        part.append(word)
    yield part


def _run(words: WordLine) -> Run:
    letters = [placed.letter for word in words for placed in word]
    sizes = Counter(letter.size for letter in letters)
    text = " ".join("".join(placed.text for placed in word) for word in words)
    text = _FRACTION.sub(lambda parts: unicodedata.normalize("NFKC", f"{parts[1]}/{parts[2]}"), text)
    return Run(
        x0=min(letter.x0 for letter in letters),
        x1=max(letter.x1 for letter in letters),
        base=Counter(letter.base for letter in letters).most_common(1)[0][0],
        size=sizes.most_common(1)[0][0],
        bold=all(letter.bold for letter in letters),
        text=text if letters[0].filled else in_reading_order(text),
        filled=letters[0].filled,
    )
