"""Tables of an answer as Slack's own: the rows that are meant first, the others as far as there is room; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.slack.limits import MOST_TABLE_COLUMNS, MOST_TABLE_ROWS, size_of
from bot.slack.markup import is_within_fence, plain_words, shortened
from knowledge.domain import Citation, CitedTable
from knowledge.language.tables import cells, readable_row
from workers.contract import Json

_ROWS: Final = 5
"""Shown where the answer means fewer: what stands beside a row tells what it means."""
_LONGEST_CELL: Final = 200
_NOTHING: Final = "–"
"""In an empty cell, which Slack refuses."""
_TABLE: Final = re.compile(
    r"^(?P<header>[ \t]*\|[^\n]*)\n[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\n"
    r"(?P<rows>(?:[ \t]*\|[^\n]*(?:\n|\Z))+)",
    re.MULTILINE,
)
_MAYBE_ROW: Final = re.compile(r"^(?:[ \t]*\||- [^\n:：]{1,200}[:：] |-(?! ?[^\n]*\n))", re.MULTILINE)
"""A line that may be shown as a row of a table once the answer is whole: with bars, or with a name and its value; or
the beginning of one."""
_MARKS: Final = re.compile(r"(?:\s*\[\d+\])+\s*$")


@dataclass(frozen=True, slots=True)
class Told:
    """An answer apart from its one table: the words around it, the table, and the citation that it is of."""

    text: str
    table: CitedTable | None = None
    citation: Citation | None = None


def before_tables(text: str) -> str:
    """As much of a growing answer as no table can take away again."""
    maybe = _MAYBE_ROW.search(text)
    return text[: maybe.start()] if maybe else text


def told_apart(text: str, citations: Sequence[Citation]) -> Told:
    """Take a table out of an answer's text: the first that a citation is of, else one that is written in Markdown."""
    citation = next((one for one in citations if one.table and _fits(one.table)), None)
    if citation and citation.table:
        return Told(_without_rows(text, citation.table, citation), citation.table, citation)
    found = next((one for one in _TABLE.finditer(text) if not is_within_fence(text[: one.start()])), None)
    table = _read(found) if found else None
    if found is None or table is None or not _fits(table):
        return Told(without_tables(text))
    parts = (text[: found.start()].rstrip(), without_tables(text[found.end() :]).strip())
    return Told("\n\n".join(filter(None, parts)), table, citations[0] if citations else None)


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as a block, how many of its rows are not in it, and whether a cell of it is cut."""

    block: Json
    left: int
    cut: bool


def table_block(table: CitedTable, room: int) -> Shown | None:
    """The table in at most ``room`` characters of JSON; None without room for all rows that the answer means."""
    meant = [table.rows[place] for place in table.quoted]
    others = [row for place, row in enumerate(table.rows) if place not in table.quoted]
    rows = [*meant, *others][: max(len(meant), _ROWS)]
    width = _width(table)
    block: Json = {
        "type": "table",
        "column_settings": [{"is_wrapped": True}] * width,
        "rows": [_row(table.header, width)],
    }
    used = size_of(block)
    for row in rows[: MOST_TABLE_ROWS - 1]:
        written = _row(row, width)
        used += size_of(written) + 1
        if used > room:
            break
        block["rows"].append(written)
    shown = len(block["rows"]) - 1
    cut = any(len(plain_words(cell)) > _LONGEST_CELL for row in (table.header, *rows[:shown]) for cell in row)
    return Shown(block, table.total - shown, cut) if shown >= max(1, len(meant)) else None


def row_line(header: Sequence[str], row: Sequence[str]) -> str:
    """``City: Oslo; Limit: 100``."""
    return readable_row(_barred(row), _barred(header))


def _barred(row: Sequence[str]) -> str:
    escaped = (cell.replace("|", "\\|") for cell in row)
    return f"| {' | '.join(escaped)} |"


def _fits(table: CitedTable) -> bool:
    return len(table.header) > 1 and _width(table) <= MOST_TABLE_COLUMNS and len(table.quoted) < MOST_TABLE_ROWS


def _width(table: CitedTable) -> int:
    """Columns: a row may have more cells than the head."""
    return max(map(len, (table.header, *table.rows)))


def _row(row: Sequence[str], width: int) -> list[Json]:
    words = [shortened(plain_words(cell), _LONGEST_CELL) or _NOTHING for cell in row]
    return [{"type": "raw_text", "text": word} for word in (words + [_NOTHING] * width)[:width]]


def _without_rows(text: str, table: CitedTable, citation: Citation) -> str:
    """The answer's words without the lines that the table says as well; its heading where nothing else is left."""
    rows = {_bare(row_line(table.header, table.rows[place])) for place in table.quoted}
    lines = text.split("\n")
    kept = [line for line in lines if not (line.startswith("- ") and _bare(_MARKS.sub("", line[2:])) in rows)]
    first = next((place for place, line in enumerate(lines) if line not in kept), 0)
    if len(kept) == len(lines) or is_within_fence("\n".join(lines[:first]) + "\n"):
        return text
    mark = f"[{citation.number}]"
    rest = "\n".join(kept).rstrip()
    rest = rest if rest.strip() else f"**{plain_words(citation.heading)}**"
    beside = "\n" if rest.endswith("```") else " "
    return rest if mark in rest else f"{rest}{beside}{mark}"


def _read(found: re.Match[str]) -> CitedTable | None:
    rows = tuple(tuple(cells(line)) for line in found["rows"].splitlines())
    return CitedTable(tuple(cells(found["header"])), rows, tuple(range(len(rows))), len(rows)) if rows else None


def without_tables(text: str) -> str:
    """Write tables as lists: a message has one table at most, and that is no part of its Markdown."""

    def listed(found: re.Match[str]) -> str:
        if is_within_fence(text[: found.start()]):
            return found[0]
        lines = (f"- {readable_row(row, found['header'])}" for row in found["rows"].splitlines())
        return "\n".join(lines) + "\n"

    return _TABLE.sub(listed, text)


def _bare(text: str) -> str:
    """Without spaces and marks of style, which a row's line may have in an answer and not in its document."""
    return re.sub(r"[\s*_`\\]+", "", text)
