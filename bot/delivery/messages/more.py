"""All of an answer that its message had no room for, as a modal: its words, its quotes, its tables; pure.

A modal takes no table block, so a row is a line. Of each citation only those who may read its document now see more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from bot.delivery.messages.pages import page_of, plain
from bot.records.models import AnswerRecord
from bot.slack.blocks import MORE_PAGE_ACTION
from bot.slack.body import LONGEST_BODY, more_of
from bot.slack.limits import LONGEST_TEXT
from bot.slack.markup import escaped, one_line, pieces, plain_words, shortened, storable
from bot.slack.sources import title_in_mrkdwn
from bot.slack.tables import row_line
from bot.wording import Wording
from knowledge.domain import Citation, CitedTable
from knowledge.language.quantities import without_emphasis
from knowledge.language.sentences import shown
from knowledge.rights.readers import may_read
from workers.contract import Json, unpack_citations

PER_PAGE: Final = 10
"""Sections of at most 3,000 characters: a modal may have 100, and 250,000 bytes."""
_LONGEST_HEADING: Final = 120


def more_view(record: AnswerRecord, principals: frozenset[str], page: int, place: Json, words: Wording) -> Json:
    """The modal, with what ``principals`` may read now; ``place`` comes back with each click."""
    citations = unpack_citations({"citations": record.citations})
    open_to = [one for one in citations if _may_read(record, one, principals)]
    sections = [section for one in open_to for section in _cited(one, words)]
    if len(record.text) > LONGEST_BODY and len(open_to) == len(citations):
        sections = [*_plain_sections(without_emphasis(record.text)), *sections]
    shown_now = page_of(sections or [_section(words.why_nothing)], page, PER_PAGE)
    return {
        "type": "modal",
        "title": plain(words.more_title),
        "close": plain(words.why_close),
        "private_metadata": json.dumps(place),
        "blocks": [*shown_now.items, *shown_now.turning(MORE_PAGE_ACTION, words)],
    }


def _may_read(record: AnswerRecord, citation: Citation, principals: frozenset[str]) -> bool:
    """Whether the document is open to them, by the readers that it had when it was found; closed where nobody knows."""
    readers = [each.get("readers", ()) for each in record.retrieved if each["document"] == citation.document]
    return bool(readers) and all(may_read(each, principals) for each in readers)


def _cited(citation: Citation, words: Wording) -> Iterator[Json]:
    """Where the words stand, and all of them."""
    place = (
        ""
        if citation.heading == citation.title
        else f" › {escaped(shortened(one_line(citation.heading), _LONGEST_HEADING))}"
    )
    yield _section(f"[{citation.number}] {title_in_mrkdwn(citation)}{place}")
    if citation.table:
        yield from _plain_sections("\n".join(_rows(citation.table)))
        if left := citation.table.total - len(citation.table.rows):
            yield _section(f"{more_of('rows', left, words)}: {title_in_mrkdwn(citation)}")
    else:
        yield from _plain_sections(shown(citation.quote))


def _rows(table: CitedTable) -> Iterator[str]:
    """The rows that the answer means first, as in its message."""
    others = (place for place in range(len(table.rows)) if place not in table.quoted)
    for place in (*table.quoted, *others):
        yield f"• {row_line(table.header, table.rows[place])}"


def _plain_sections(text: str) -> Iterator[Json]:
    harmless = "\n".join(map(plain_words, storable(text).split("\n")))
    for piece in pieces(harmless, LONGEST_TEXT):
        yield {"type": "section", "text": {"type": "plain_text", "text": piece, "emoji": False}}


def _section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}
