"""A kept answer in a modal, for whoever asked, under the rights they have now; pure."""

from __future__ import annotations

from bot.delivery.messages.pages import plain_sections
from bot.records.found import Sight
from bot.records.models import AnswerRecord
from bot.slack.elements import context, plain, section
from bot.slack.markup import escaped, shortened
from bot.slack.sources import source_blocks
from bot.slack.tables import without_tables
from bot.wording import Wording
from knowledge.language.quantities import without_emphasis
from workers.contract import Json, unpack_citations

_LONGEST_QUESTION = 280


def kept_answer_view(question: str, record: AnswerRecord, sight: Sight, words: Wording) -> Json:
    """The question, the answer and its sources; a sentence instead where what it is from may not be read any more."""
    asked = words.your_question.format(question=escaped(shortened(question, _LONGEST_QUESTION)))
    said = _said(record, words) if sight.has_answer(record) else [section(words.home_answer_hidden)]
    return {
        "type": "modal",
        "title": plain(words.home_answer),
        "close": plain(words.why_close),
        "blocks": [context(asked), *said],
    }


def _said(record: AnswerRecord, words: Wording) -> list[Json]:
    """A modal has no Markdown block: all of the text stands in plain sections."""
    citations = unpack_citations({"citations": record.citations})
    text = without_emphasis(without_tables(record.text))
    return [*plain_sections(text), *source_blocks(citations, words, said=record.text)]
