"""Lines of a PDF -> paragraphs and headings: which lines go on with the one above, and what they become."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from knowledge.formats.pdf_placed import Line, Paragraph
from knowledge.formats.raised import marks_apart

LONGEST_HEADING: Final = 120
"""Characters; what is longer is a sentence in large letters."""

_GAP_RATIO: Final = 1.3  # of the usual gap between two lines: more than this begins a paragraph
_LETTER_WIDTH: Final = 0.55  # of its size, on average
_HANGING: Final = 2.5  # Chinese letters, which a line may lack because of a mark that must not begin the next
_BULLET: Final = re.compile(r"[•●▪◦‣·]\s*")
_ITEM: Final = re.compile(r"[•●▪◦‣·☐☑☒–-]\s|\(?(?P<number>\d{1,2})[.)、]\s*(?!\d)|[（(][一二三四五六七八九十]+[）)]")
_NUMBERED: Final = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+[A-Z\u3400-\u9fff]|第[一二三四五六七八九十百\d]+[章节]\s"
)
_SENTENCE_END: Final = re.compile(r"[.!?。！？；;:：，,]$")
_COMMA: Final = re.compile(r"[，、,]$")
_RUNS_ON: Final = re.compile(r"(?:^|\s)[a-zà-ÿ]+$")  # the last word of a line: a small one ends no title
_LEADER: Final = re.compile(r"\s*(?:(?:[.·]\s?){4,}|(?:…\s?){2,})[.…·\s]*")  # dots that lead to a page or a price
_SOFT_HYPHEN: Final = re.compile("\xad$")
_HYPHEN: Final = re.compile(r"\w[-\u2010]$")  # at the end of a line
_REST_OF_WORD: Final = re.compile(r"(?!(?:and|or|und|oder|bis|sowie)\b)[^\W\d_A-Z]")
_AND: Final = re.compile(r"(?:and|or|und|oder|bis|sowie)\b")
_WIDE: Final = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


def joined(lines: Sequence[str]) -> str:
    """Join the lines of a paragraph: with a blank, between two Chinese characters and in a parted word without."""
    return marks_apart("".join(parts(lines)))


def parts(lines: Sequence[str]) -> list[str]:
    """Return what each line adds to its paragraph."""
    found: list[str] = []
    for line in filter(None, (line.strip() for line in lines)):
        end = found[-1][-2:] if found else ""
        if _SOFT_HYPHEN.search(end) or (_HYPHEN.search(end) and _REST_OF_WORD.match(line)):
            found[-1] = found[-1][:-1]
            found.append(line)
        elif not end or (_HYPHEN.search(end) and not _AND.match(line)):
            found.append(line)
        else:
            found.append(line if _WIDE.match(end[-1]) and _WIDE.match(line[0]) else f" {line}")
    return found


def has_leader(text: str) -> bool:
    """Whether dots lead from a title to its page, or from a name to its price: such lines stand each for itself."""
    return bool(_LEADER.search(text))


def without_leaders(text: str) -> str:
    """Return it with a colon for the dots that lead to what follows, and without those that lead out of a cell."""
    return _LEADER.sub(": ", text).removesuffix(": ")


def continues(block: Paragraph, line: Line, usual_gap: float, body: float) -> bool:
    """Whether a line goes on with the paragraph above it; sizes and the usual gap between two lines in points."""
    above = block[-1]
    if (above.size, above.bold) != (line.size, line.bold) or _begins_item(block, line) or has_leader(above.text):
        return False
    if line.size == body and not line.bold and _was_ended(above, line):
        return False
    if above.page == line.page and line.goes_on is not None:
        return line.goes_on
    if above.page != line.page or line.top < above.top:
        return not _SENTENCE_END.search(above.text[-1:]) or bool(_COMMA.search(above.text))
    return line.top - above.bottom <= usual_gap * _GAP_RATIO + 1


def _begins_item(block: Paragraph, line: Line) -> bool:
    """Whether a line begins an item of a list, and is no "31. May" that a sentence has come to."""
    item = _ITEM.match(line.text)
    if not item or not item["number"] or not _RUNS_ON.search(block[-1].text):
        return bool(item)
    first = _ITEM.match(block[0].text)
    before = int(first["number"]) if first and first["number"] else 0
    return int(item["number"]) == before + 1


def _was_ended(above: Line, line: Line) -> bool:
    """Whether the next line's first word would have had room: whoever wrote it began a new one.

    One that begins with a small letter, or a figure behind a small word, goes on all the same: somebody broke the lines
    by hand, or a blank that must not be broken stands behind the figure.
    """
    if line.text[:1].islower() or _HYPHEN.search(above.text[-2:]) or _COMMA.search(above.text):
        return False
    if line.text[:1].isdecimal() and _RUNS_ON.search(above.text):
        return False
    chinese = _WIDE.match(line.text)
    letters = _HANGING if chinese else len(line.text.split(" ", 1)[0]) * _LETTER_WIDTH + _LETTER_WIDTH
    return above.room > letters * line.size


def paragraph(lines: Paragraph, levels: dict[float, int]) -> str:
    """Return a paragraph or a heading as Markdown; ``levels`` are those of the sizes that are a heading's."""
    text = without_leaders(joined([line.text for line in lines]))
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
