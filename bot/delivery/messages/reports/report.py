"""A report as a person reads it: a heading, facts, lists, texts; and the message that it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bot.slack.blocks import Message
from bot.slack.elements import fields, section
from bot.slack.limits import LARGEST_MESSAGE, LONGEST_NOTIFICATION, LONGEST_TEXT, MOST_BLOCKS, size_of
from bot.slack.markup import literal, one_line, pieces, shortened
from bot.wording import Wording
from workers.contract import Json

_MOST_LINES: Final = 10
_LONGEST_NAME: Final = 200
_LONGEST_SENTENCE: Final = 500
"""Of a reason; the remedy stands at its end."""
_LONGEST_LIST: Final = 2000
"""Characters of one; all blocks of a message together may have about 13,000."""
_MOST_FIELDS: Final = 10
"""Of one section, by Slack's rule."""
_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines in mrkdwn, below a title if they need one. ``total`` counts what they are only examples of."""

    lines: Sequence[str]
    title: str = ""
    total: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """``heading`` and ``texts`` are mrkdwn, ``facts`` are labels and values in mrkdwn."""

    heading: str
    facts: Sequence[tuple[str, str]] = ()
    lists: Sequence[Listing] = ()
    texts: Sequence[str] = ()


def report_message(report: Report, words: Wording) -> Message:
    """The report as blocks, and as lines for where blocks are not shown; where it is too long, a sentence says so."""
    lists = ["\n".join(_lines(listing)) for listing in report.lists] + list(report.texts)
    facts = [report.facts[start : start + _MOST_FIELDS] for start in range(0, len(report.facts), _MOST_FIELDS)]
    sections = [piece for text in lists for piece in pieces(text, LONGEST_TEXT)]
    heading = shortened(report.heading, LONGEST_TEXT)
    blocks = _fitting([section(heading), *map(fields, facts), *map(section, sections)], words)
    lines = [heading, *(f"{label}: {value}" for label, value in report.facts), *lists]
    return Message(body="", tail=tuple(blocks), notification=shortened("\n".join(lines), LONGEST_NOTIFICATION))


def _fitting(blocks: list[Json], words: Wording) -> list[Json]:
    """As many as a message has room for, and a sentence where that is not all of them."""
    cut = section(words.report_cut)
    if len(blocks) <= MOST_BLOCKS and size_of(blocks) <= LARGEST_MESSAGE:
        return blocks
    while len(blocks) >= MOST_BLOCKS or size_of([*blocks, cut]) > LARGEST_MESSAGE:
        blocks = blocks[:-1]
    return [*blocks, cut]


def facts(report: Json, names: Iterable[str], words: Wording) -> list[tuple[str, str]]:
    """Label and value of each of these that the report has."""
    return [(words.report_labels[name], value_of(report[name])) for name in names if report.get(name) is not None]


def inline(report: Json, names: Iterable[str], words: Wording) -> str:
    """The same in one line: ``Documents: 27 · Passages: 310``."""
    return " · ".join(f"{label}: {value}" for label, value in facts(report, names, words))


def name_of(value: object) -> str:
    """Something that others named, harmless and not too long."""
    return literal(one_line(shortened(str(value), _LONGEST_NAME)))


def sentence_of(value: object) -> str:
    """A sentence that names what others named, harmless and not too long."""
    return literal(shortened(str(value), _LONGEST_SENTENCE))


def value_of(value: object) -> str:
    """A number with its separators, a time in the reader's own zone, anything else as it is."""
    if isinstance(value, float):
        return f"{round(value, _DIGITS):,}"
    if isinstance(value, int):
        return f"{value:,}"
    time = _time(str(value))
    if time is None:
        return name_of(value)
    return f"<!date^{int(time.timestamp())}^{{date_num}} {{time}}|{time.astimezone(UTC):%Y-%m-%d %H:%M} UTC>"


def _time(value: str) -> datetime | None:
    """The time, if it is an ISO time with its zone; Slack shows it in the reader's own."""
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        return None
    return time if time.tzinfo else None


def _lines(listing: Listing) -> Iterator[str]:
    """As many lines as fit, and how many more there are."""
    if listing.title:
        yield f"*{listing.title}*"
    room, shown = _LONGEST_LIST, 0
    for line in listing.lines[:_MOST_LINES]:
        room -= len(line)
        if room < 0:
            break
        shown += 1
        yield f"• {line}"
    more = max(listing.total, len(listing.lines)) - shown
    if more:
        yield f"… +{more:,}"
