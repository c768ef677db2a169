"""All of an answer that its message had no room for, as a modal: its words, its quotes, its tables; pure.

A modal takes no table block, so a row is a line. Of each citation only those who may read its document now see more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from bot.delivery.messages.pages import page_of, plain_sections
from bot.records.found import Sight
from bot.records.models import AnswerRecord
from bot.slack.blocks import MORE_PAGE_ACTION, is_shown_cut
from bot.slack.body import more_of
from bot.slack.elements import plain, section
from bot.slack.markup import literal, one_line, shortened
from bot.slack.sources import title_in_mrkdwn
from bot.slack.tables import row_line, without_tables
from bot.wording import Wording
from knowledge.domain import Citation, CitedTable
from knowledge.language.quantities import without_emphasis
from knowledge.language.sentences import shown
from workers.contract import Json, unpack_citations

PER_PAGE: Final = 10
"""Sections of at most 3,000 characters: a modal may have 100, and 250,000 bytes."""
_LONGEST_HEADING: Final = 120


def more_view(record: AnswerRecord, sight: Sight, page: int, place: Json, words: Wording) -> Json:
    """The modal, with what may be seen by ``sight``; ``place`` comes back with each click."""
    citations = unpack_citations({"citations": record.citations})
    open_to = [one for one in citations if sight.has_document(one.document, record.retrieved)]
    sections = [section for one in open_to for section in _cited(one, words)]
    if len(open_to) == len(citations) and is_shown_cut(record.text, citations, words):
        sections = [*plain_sections(without_emphasis(without_tables(record.text))), *sections]
    shown_now = page_of(sections or [section(words.why_nothing)], page, PER_PAGE)
    return {
        "type": "modal",
        "title": plain(words.more_title),
        "close": plain(words.why_close),
        "private_metadata": json.dumps(place),
        "blocks": [*shown_now.items, *shown_now.turning(MORE_PAGE_ACTION, words)],
    }


def _cited(citation: Citation, words: Wording) -> Iterator[Json]:
    """Where the words stand, and all of them."""
    place = (
        ""
        if citation.heading == citation.title
        else f" › {literal(shortened(one_line(citation.heading), _LONGEST_HEADING))}"
    )
    yield section(f"[{citation.number}] {title_in_mrkdwn(citation)}{place}")
    if citation.table:
        yield from plain_sections("\n".join(_rows(citation.table)))
        if left := citation.table.total - len(citation.table.rows):
            yield section(f"{more_of('rows', left, words)}: {title_in_mrkdwn(citation)}")
    else:
        yield from plain_sections(shown(citation.quote))


def _rows(table: CitedTable) -> Iterator[str]:
    """The rows that the answer means first, as in its message."""
    others = (place for place in range(len(table.rows)) if place not in table.quoted)
    for place in (*table.quoted, *others):
        yield f"• {row_line(table.header, table.rows[place])}"
