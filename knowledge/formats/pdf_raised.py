"""Raised and lowered figures of a PDF: put into the word that they belong to, as characters of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.formats.pdf_letters import Letter
from knowledge.formats.pdf_words import BLANK, Shown, Word, WordLine, is_apart
from knowledge.formats.raised import lowered, raised

_SMALLER: Final = 0.85  # of the size of its neighbour: so small, a raised figure is no word of its own
_OFF_LINE: Final = 0.75  # of its neighbour's size: the farthest that one is raised
_CLEARLY_OFF: Final = 0.25  # so far, a figure of full size is raised, too
_BESIDE: Final = 0.7  # of its neighbour's size
_OVER: Final = 0.2  # the same, of what it may stand over its neighbour
_LONGEST_MARK: Final = 5  # characters


def attach(lines: list[WordLine]) -> None:
    """Put raised and lowered figures into the word that they belong to, as characters of their own."""
    sizes = [max((word[0].letter.size for word in line), default=0.0) for line in lines]
    for place, line in enumerate(lines):
        for word in [word for word in line if len(word) <= _LONGEST_MARK]:
            for host in _hosts(lines, sizes, place, word):
                if _attached(word, host):
                    line.remove(word)
                    break


def _hosts(
    lines: Sequence[WordLine], sizes: Sequence[float], place: int, word: Word
) -> Iterator[tuple[WordLine, float]]:
    """Yield the lines near enough that a word may be a raised or lowered part of them, and how far it is raised."""
    for step in (1, -1):
        other = place + step
        while 0 <= other < len(lines):
            if words := lines[other]:
                off = words[0][0].letter.base - word[0].letter.base
                if abs(off) > _OFF_LINE * sizes[other]:
                    break
                yield words, off
            other += step


def _attached(word: Word, host: tuple[WordLine, float]) -> bool:
    words, off = host
    for other in words:
        before = word[0].letter.x0 - other[-1].letter.x1
        behind = other[0].letter.x0 - word[-1].letter.x1
        last, first = other[-1].letter, other[0].letter
        if -_OVER * last.size < before < _BESIDE * last.size and _off_line(word, last, off):
            mark = _marked(word, off)
            if before > BLANK * last.size and not last.text.isdigit():
                words.insert(words.index(other) + 1, mark)
            else:
                other.extend(mark)
                _join_next(words, words.index(other))
            return True
        if -_OVER * first.size < behind < _BESIDE * first.size and _off_line(word, first, off) and off > 0:
            blank = [Shown(word[-1].letter, " ")]
            other[:0] = [*_marked(word, off), *blank]
            return True
    return False


def _join_next(words: WordLine, place: int) -> None:
    """Let a word go on behind its mark where no blank is: H₂O is one word."""
    if place + 1 < len(words) and not is_apart(words[place][-1].letter, words[place + 1][0].letter):
        words[place].extend(words.pop(place + 1))


def _off_line(word: Word, neighbour: Letter, off: float) -> bool:
    size = max(part.letter.size for part in word)
    if size <= _SMALLER * neighbour.size:
        return abs(off) < _OFF_LINE * neighbour.size
    figures = all(part.text.isdigit() for part in word)
    return figures and size <= neighbour.size and _CLEARLY_OFF * size < abs(off) < _OFF_LINE * size


def _marked(word: Word, off: float) -> Word:
    text = "".join(part.text for part in word)
    return [Shown(word[-1].letter, raised(text) if off > 0 else lowered(text))]
