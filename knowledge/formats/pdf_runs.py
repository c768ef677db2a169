"""Letters of a page -> runs: what stands on one line without a wide gap; raised and lowered figures are told apart."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.formats.leftward import in_reading_order, is_leftward, reads_leftward
from knowledge.formats.pdf_letters import Letter
from knowledge.formats.raised import lowered, raised
from knowledge.language.markdown import tidy

WIDE_GAP = 1.0
"""Of a letter's size: more than this parts two runs, which may stand in two columns."""

_BLANK = 0.2  # of a letter's size: a blank, also where none is written
_LEFTWARD_BLANK = 0.35  # the same in Arabic and Hebrew, whose letters' boxes are no wider than their ink
_WRITTEN_BLANK = 0.05  # the same where one is written
_CHINESE_BLANK = 0.6  # between Chinese letters, which some space out
_ONE_LINE = 0.12  # of a letter's size: what two base lines of one line may differ by
_ONE_ROW = 0.35  # the same of what stands beside each other
_SMALLER = 0.85  # of the size of its neighbour: so small, a raised figure is no word of its own
_OFF_LINE = 0.75  # of its neighbour's size: the farthest that one is raised
_CLEARLY_OFF = 0.25  # so far, a figure of full size is raised, too
_BESIDE = 0.45  # of its neighbour's size
_LONGEST_MARK = 5  # characters
_TWICE = 0.12  # of its size: a letter drawn so near the same one is bold made by hand
_WIDE = re.compile("[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]")
_PRESENTED = re.compile("[\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufeff\u2e80-\u2fdf]")
_ENDS_A_LABEL = re.compile(r"[\w)）]$")
_FRACTION = re.compile(r"([⁰¹²³⁴-⁹]+) ?[⁄/] ?([₀-₉]+|\d+)")
_OF_SIGNS = re.compile("[\x7f-\x9f\ue000-\uf8ff]")  # codes that only a font of signs has a meaning for


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
    """A table with lines, where it stands on the page; ``titles`` are the rows above its head that one cell fills."""

    x0: float
    x1: float
    top: float
    bottom: float
    rows: tuple[tuple[str, ...], ...]
    titles: tuple[str, ...] = ()

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


@dataclass(slots=True)
class _Shown:
    """A letter with the text to show for it."""

    letter: Letter
    text: str


def runs_of(letters: Iterable[Letter]) -> list[Run]:
    """Return the runs of level letters, line by line from the top, each line from the left."""
    lines = [_words(line) for line in _lines(_once(letters))]
    _attach(lines)
    return [_run(part) for words in lines if words for part in _parts(words)]


def _once(letters: Iterable[Letter]) -> list[Letter]:
    """Leave out a letter that is drawn twice in nearly one place."""
    kept: list[Letter] = []
    near: dict[tuple[str, int, int], Letter] = {}
    for letter in letters:
        reach = max(0.3, _TWICE * letter.size)
        x, y = letter.origin[0] / (2 * reach), letter.origin[1] / (2 * reach)
        corners = [(letter.text, int(x + right), int(y + below)) for right in (0.25, 0.75) for below in (0.25, 0.75)]
        if not any(corner in near and _same_place(near[corner], letter, reach) for corner in corners):
            near.update(dict.fromkeys(corners, letter))
            kept.append(letter)
    return kept


def _same_place(one: Letter, other: Letter, reach: float) -> bool:
    across, down = one.origin[0] - other.origin[0], one.origin[1] - other.origin[1]
    return abs(across) <= reach and abs(down) <= reach


def _lines(letters: Sequence[Letter]) -> list[list[Letter]]:
    lines: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda each: each.base):
        if lines and letter.base - lines[-1][0].base <= max(0.5, _ONE_LINE * letter.size):
            lines[-1].append(letter)
        else:
            lines.append([letter])
    return lines


def _words(line: list[Letter]) -> list[list[_Shown]]:
    """Cut a line at its blanks."""
    line.sort(key=lambda letter: letter.x0)
    words = [[_Shown(line[0], _shown(line[0]))]]
    for before, letter in pairwise(line):
        if _apart(before, letter):
            words.append([])
        words[-1].append(_Shown(letter, _shown(letter)))
    return words


def is_sign(letter: Letter) -> bool:
    """Whether it is no letter but a sign of a font of its own: a bullet, a box to tick."""
    return bool(_OF_SIGNS.match(letter.text))


def _shown(letter: Letter) -> str:
    """Ligatures and forms of letters as letters; a letter of a font of signs as a bullet."""
    if is_sign(letter):
        return "•"
    return unicodedata.normalize("NFKC", letter.text) if _PRESENTED.match(letter.text) else letter.text


def _apart(before: Letter, letter: Letter) -> bool:
    gap, size = letter.x0 - before.x1, max(letter.size, before.size)
    if _WIDE.match(before.text) and _WIDE.match(letter.text):
        return gap > _CHINESE_BLANK * size
    leftward = is_leftward(before.text)
    written = letter.behind_blank or (leftward and before.behind_blank)
    return gap > (_LEFTWARD_BLANK if leftward else _BLANK) * size or (written and gap > _WRITTEN_BLANK * size)


def _attach(lines: list[list[list[_Shown]]]) -> None:
    """Put raised and lowered figures into the word that they belong to, as characters of their own."""
    for place, line in enumerate(lines):
        for word in list(line):
            for host in _hosts(lines, place, word):
                if _attached(word, host):
                    line.remove(word)
                    break


def _hosts(
    lines: list[list[list[_Shown]]], place: int, word: list[_Shown]
) -> Iterator[tuple[list[list[_Shown]], float]]:
    """Yield the lines near enough that a word may be a raised or lowered part of them, and how far it is raised."""
    for step in (1, -1):
        other = place + step
        while 0 <= other < len(lines):
            if words := lines[other]:
                off = words[0][0].letter.base - word[0].letter.base
                if abs(off) > _OFF_LINE * max(part[0].letter.size for part in words):
                    break
                yield words, off
            other += step


def _attached(word: list[_Shown], host: tuple[list[list[_Shown]], float]) -> bool:
    words, off = host
    if len(word) > _LONGEST_MARK:
        return False
    for other in words:
        before = word[0].letter.x0 - other[-1].letter.x1
        behind = other[0].letter.x0 - word[-1].letter.x1
        last, first = other[-1].letter, other[0].letter
        if -0.2 * last.size < before < _BESIDE * last.size and _off_line(word, last, off):
            mark = _marked(word, off)
            if before > _BLANK * last.size:
                words.insert(words.index(other) + 1, mark)
            else:
                other.extend(mark)
            return True
        if -0.2 * first.size < behind < _BESIDE * first.size and _off_line(word, first, off) and off > 0:
            blank = [_Shown(word[-1].letter, " ")]
            other[:0] = [*_marked(word, off), *blank]
            return True
    return False


def _off_line(word: list[_Shown], neighbour: Letter, off: float) -> bool:
    size = max(part.letter.size for part in word)
    if size <= _SMALLER * neighbour.size:
        return abs(off) < _OFF_LINE * neighbour.size
    figures = all(part.text.isdigit() for part in word)
    return figures and size <= neighbour.size and _CLEARLY_OFF * size < abs(off) < _OFF_LINE * size


def _marked(word: list[_Shown], off: float) -> list[_Shown]:
    text = "".join(part.text for part in word)
    return [_Shown(word[-1].letter, raised(text) if off > 0 else lowered(text))]


def _parts(words: list[list[_Shown]]) -> Iterator[list[list[_Shown]]]:
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


def _run(words: list[list[_Shown]]) -> Run:
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
        text=in_reading_order(text),
        filled=letters[0].filled,
    )
