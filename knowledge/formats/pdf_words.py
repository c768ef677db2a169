"""Letters of a page -> lines of words: each letter once, what one blank parts in two words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.formats.leftward import is_leftward
from knowledge.formats.pdf_letters import Letter

BLANK: Final = 0.2
"""Of a letter's size: a blank, also where none is written."""

_LEFTWARD_BLANK: Final = 0.35  # the same in Arabic and Hebrew, whose letters' boxes are no wider than their ink
_WRITTEN_BLANK: Final = 0.05  # the same where one is written
_CHINESE_BLANK: Final = 0.6  # between Chinese letters, which some space out
_ONE_LINE: Final = 0.12  # of a letter's size: what two base lines of one line may differ by
_TWICE: Final = 0.12  # of its size: a letter drawn so near the same one is bold made by hand
_LEAST_REACH: Final = 0.3  # points; the same of small print
_WIDE: Final = re.compile("[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]")
_PRESENTED: Final = re.compile("[\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufeff\u2e80-\u2fdf]")
_OF_SIGNS: Final = re.compile("[\x7f-\x9f\ue000-\uf8ff]")  # codes that only a font of signs has a meaning for


@dataclass(slots=True)
class Shown:
    """A letter with the text to show for it."""

    letter: Letter
    text: str


Word = list[Shown]
WordLine = list[Word]
"""The words on one base line, from the left."""


def lines_of_words(letters: Sequence[Letter]) -> list[WordLine]:
    """Return the words of level letters, line by line from the top."""
    return [_words(line) for line in _lines(letters)]


def is_apart(before: Letter, letter: Letter) -> bool:
    """Whether a blank parts two letters, the second right of the first."""
    gap, size = letter.x0 - before.x1, max(letter.size, before.size)
    if before.text < "\x7f":
        return gap > BLANK * size or (letter.behind_blank and gap > _WRITTEN_BLANK * size)
    if _WIDE.match(before.text) and _WIDE.match(letter.text):
        return gap > _CHINESE_BLANK * size
    leftward = is_leftward(before.text)
    written = letter.behind_blank or (leftward and before.behind_blank)
    return gap > (_LEFTWARD_BLANK if leftward else BLANK) * size or (written and gap > _WRITTEN_BLANK * size)


def is_sign(letter: Letter) -> bool:
    """Whether it is no letter but a sign of a font of its own: a bullet, a box to tick."""
    return letter.text >= "\x7f" and bool(_OF_SIGNS.match(letter.text))


def _lines(letters: Sequence[Letter]) -> list[list[Letter]]:
    lines: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda each: each.base):
        if lines and letter.base - lines[-1][0].base <= max(0.5, _ONE_LINE * letter.size):
            lines[-1].append(letter)
        else:
            lines.append([letter])
    return lines


def _once(line: Sequence[Letter]) -> Iterator[Letter]:
    """Yield the letters of a line from the left, but none that is drawn twice in nearly one place."""
    last: list[Letter] = []
    for letter in sorted(line, key=lambda letter: letter.x0):
        reach = max(_LEAST_REACH, _TWICE * letter.size)
        last = [each for each in last if letter.origin[0] - each.origin[0] <= reach]
        if not any(_is_twin(each, letter, reach) for each in last):
            last.append(letter)
            yield letter


def _is_twin(one: Letter, other: Letter, reach: float) -> bool:
    across, down = one.origin[0] - other.origin[0], one.origin[1] - other.origin[1]
    return one.text == other.text and abs(across) <= reach and abs(down) <= reach


def _words(line: Sequence[Letter]) -> WordLine:
    """Cut a line at its blanks."""
    words: WordLine = [[]]
    before: Letter | None = None
    for letter in _once(line):
        if before and is_apart(before, letter):
            words.append([])
        words[-1].append(Shown(letter, _shown(letter)))
        before = letter
    return words


def _shown(letter: Letter) -> str:
    """Ligatures and forms of letters as letters; a letter of a font of signs as a bullet."""
    if letter.text < "\x7f":
        return letter.text
    if is_sign(letter):
        return "•"
    return unicodedata.normalize("NFKC", letter.text) if _PRESENTED.match(letter.text) else letter.text
