"""``/kb show``: what a document became, passage by passage, with tables drawn."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from bot.delivery.messages.reports.report import Listing, Report, facts, name_of, sentence_of
from bot.records.models import Request
from bot.slack.markup import escaped, shortened
from bot.wording import Wording
from workers.contract import Json

_LONGEST_PASSAGE: Final = 2800
"""Characters; a section block may have 3,000, and a table its fence besides."""
_ROOM: Final = 6000
"""For all passages: all blocks of a message together may have about 13,000."""
_WIDEST: Final = 40
"""Letters of a cell that is drawn."""
_LONGEST_ROW: Final = 200


def show(_request: Request, report: Json, words: Wording) -> Report:
    """The passages, what was left out of them, and what is wrong with the document."""
    heading = words.show_heading.format(title=name_of(report["title"]))
    if not report["readable"]:
        heading += f"\n{words.show_unreadable}"
    shown = facts(report | {"passages": report["total"]}, ("document", "passages"), words)
    problems = [sentence_of(problem) for problem in report["problems"]]
    left_out = [_left_out(one, words) for one in report["left_out"]]
    titled = ((problems, words.report_labels["problems"]), (left_out, words.show_left_out))
    return Report(heading, shown, [Listing(*each) for each in titled if each[0]], list(_passages(report, words)))


def _left_out(one: Json, words: Wording) -> str:
    said = words.left_out[one["why"]].format(letters=f"{one['letters']:,}")
    return f"{said}, {words.page.format(page=one['page'])}" if one["page"] else said


def _passages(report: Json, words: Wording) -> Iterator[str]:
    """Yield as many as a message has room for, then how many more there are."""
    room, said = _ROOM, 0
    for passage in report["passages"]:
        text = _passage(passage, words)
        room -= len(text)
        if room < 0 and said:
            break
        said += 1
        yield text
    if report["readable"] and said < report["total"]:
        yield f"… +{report['total'] - said:,}"


def _passage(passage: Json, words: Wording) -> str:
    page = f", {words.page.format(page=passage['page'])}" if passage["page"] else ""
    lines = [f"*{name_of(passage['heading'])}*{page}"]
    room = _LONGEST_PASSAGE - len(lines[0])
    for part in passage["parts"]:
        text = _fitting(part, room) if isinstance(part, str) else _drawn(part, room)
        lines.append(text)
        room -= len(text)
        if room <= 0:
            break
    return "\n".join(lines)


def _fitting(text: str, room: int) -> str:
    """As much of a text as fits once it is escaped, which makes it longer."""
    length = room
    while len(said := escaped(shortened(text, length))) > room:
        length = length * 3 // 4
    return said


def _drawn(rows: Sequence[Sequence[str]], room: int) -> str:
    """Draw a table in letters of one width, as many rows as there is room for."""
    lines, kept = _in_columns(rows), []
    for line in map(escaped, lines):
        room -= len(line) + 1
        if room < 0:
            kept.append("…")
            break
        kept.append(line)
    return "\n".join(("```", *kept, "```"))


def _in_columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    cut = _even([[shortened(cell.replace("`", "'"), _WIDEST) for cell in row] for row in rows])
    widths = [max(map(_width, column)) for column in zip(*cut, strict=True)]
    for row in cut:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        yield shortened("  ".join(cells).rstrip(), _LONGEST_ROW)


def _even(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows, each with as many cells as the longest."""
    most = max(map(len, rows))
    return [[*row, *[""] * (most - len(row))] for row in rows]


def _width(text: str) -> int:
    """Columns that a text takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
