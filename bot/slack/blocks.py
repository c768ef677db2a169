"""Answers as Block Kit; pure. Everything from a model or a document is untrusted, and harmless when it leaves here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.slack.body import body_of, is_cut, more_of
from bot.slack.elements import actions, button, context, plain, section
from bot.slack.limits import LARGEST_MESSAGE, LONGEST_NOTIFICATION, size_of
from bot.slack.markup import (
    escaped,
    growing_markdown,
    literal,
    one_line,
    safe_markdown,
    shortened,
    shortened_markdown,
    with_closed_fence,
)
from bot.slack.sources import is_folded, source_blocks, title_in_mrkdwn, title_link
from bot.slack.tables import Told, before_tables, table_block, told_apart, without_tables
from bot.wording import Wording
from knowledge.domain import Citation
from knowledge.language.quantities import without_emphasis
from workers.contract import Json

FEEDBACK_ACTION: Final = "answer_feedback"
DRAFT_USE: Final = "draft_use"
DRAFT_EDIT: Final = "draft_edit"
MORE_ACTION: Final = "answer_more"
MORE_PAGE_ACTION: Final = "answer_more_page"
OFFER_DISMISS: Final = "offer_dismiss"
OFFER_NEVER: Final = "offer_never"
WHY_ACTION: Final = "answer_why"
WHY_PAGE_ACTION: Final = "answer_why_page"
"""Begins the action ids of the buttons that turn a modal's pages."""

_BUTTONS: Final = 1500
"""Characters of JSON of the buttons below an answer, and of what may stand above it or in small print below."""
_LARGEST_TABLE: Final = 4000
_LARGEST_BODY_BESIDE_TABLE: Final = 3500
_LONGEST_QUESTION: Final = 280


@dataclass(frozen=True, slots=True)
class Message:
    """A finished message.

    ``body`` is the answer in harmless Markdown, perhaps partly streamed already, empty where there is none;
    ``tail`` are the blocks below it; ``notification`` is all of it in mrkdwn, for where blocks are not shown.
    """

    body: str
    tail: tuple[Json, ...]
    notification: str

    @property
    def blocks(self) -> list[Json]:
        """The whole message."""
        body = [{"type": "markdown", "text": self.body}] if self.body else []
        return [*body, *self.tail]


def answer_message(text: str, citations: Sequence[Citation], request_id: str, words: Wording) -> Message:
    """An answer with its sources, the buttons that explain it and show the rest of it, and the feedback buttons."""
    told = told_apart(text, citations)
    table = table_block(told.table, _LARGEST_TABLE) if told.table else None
    whole, body = _body(text, citations, words, told, beside_table=table is not None)
    left = table.left if table else 0
    above = [*([table.block] if table else ()), *_left(left, told.citation, words)]
    room = LARGEST_MESSAGE - _BUTTONS - size_of(body) - size_of(above)
    sources = source_blocks(citations, words, said=text, room=room)
    folded = any(is_folded(citation, text) for citation in citations)
    more = folded or is_cut(body, whole) or (table is not None and bool(table.left or table.cut))
    buttons = (_buttons(request_id, words, more=more), _feedback(request_id, words))
    return Message(body=body, tail=(*above, *sources, *buttons), notification=_notification(text))


def is_shown_cut(text: str, citations: Sequence[Citation], words: Wording) -> bool:
    """Whether the message of an answer has no room for all of its words."""
    told = told_apart(text, citations)
    has_table = told.table is not None and table_block(told.table, _LARGEST_TABLE) is not None
    whole, body = _body(text, citations, words, told, beside_table=has_table)
    return is_cut(body, whole)


def _body(
    text: str, citations: Sequence[Citation], words: Wording, told: Told, *, beside_table: bool
) -> tuple[str, str]:
    """The words of an answer without its table where that is shown as one, and as much of them as there is room for."""
    whole = told.text if beside_table else without_tables(text)
    links = {f"[{citation.number}]": title_link(citation) for citation in citations}
    return whole, body_of(whole, words, links, size=_LARGEST_BODY_BESIDE_TABLE if beside_table else None)


def sentence_message(sentence: str) -> Message:
    """A sentence of our own, written in mrkdwn."""
    return Message(body="", tail=(section(sentence),), notification=sentence)


def growing_message(body: str) -> Message:
    """The words that have come so far, harmless already, of an answer that is posted and changed as a whole."""
    return Message(body=body, tail=(), notification=_notification(body))


def stopped_message(body: str, words: Wording) -> Message:
    """What was shown of an answer until its asker stopped it, harmless already and perhaps nothing; and that it was."""
    said, body = sentence_message(words.stopped), with_closed_fence(body)
    return Message(body, said.tail, _notification(f"{body}\n{words.stopped}".strip()))


def with_question(message: Message, question: str, words: Wording, channel: str = "") -> Message:
    """Repeat the question above a message that is posted elsewhere than it was asked, and name the ``channel``."""
    reminder = words.your_question.format(question=literal(one_line(shortened(question, _LONGEST_QUESTION))))
    if channel.startswith(("C", "G")):
        reminder = f"{reminder} {words.asked_in.format(channel=channel)}"
    notification = shortened(f"{reminder}\n{message.notification}", LONGEST_NOTIFICATION)
    return Message(body="", tail=(context(reminder), *message.blocks), notification=notification)


def with_note(message: Message, sentence: str) -> Message:
    """Say something of our own, written in mrkdwn, in small print below a message."""
    notification = shortened(f"{message.notification}\n{sentence}", LONGEST_NOTIFICATION)
    return Message(message.body, (*message.tail, context(sentence)), notification)


def growing_body(text: str) -> str:
    """As much of a growing answer as may be shown: the body of the finished one begins with it."""
    before = before_tables(text)
    growing = growing_markdown(before)
    return growing.rstrip("\n") if before == text else growing.rstrip()


def verdict_of(value: str) -> tuple[str, bool]:
    """The request's id and whether the answer helped, from a feedback button's value."""
    request_id, _, verdict = value.rpartition(":")
    return request_id, verdict == "up"


def _notification(markdown: str) -> str:
    """Mrkdwn knows no bold in the midst of Chinese, and would show the stars; addresses are code, and no links."""
    harmless, limit = without_emphasis(safe_markdown(markdown)), LONGEST_NOTIFICATION
    while len(said := escaped(with_closed_fence(shortened_markdown(harmless, limit)))) > LONGEST_NOTIFICATION:
        limit = limit * 3 // 4
    return said


def _left(count: int, citation: Citation | None, words: Wording) -> list[Json]:
    """Below a table, how many rows it has besides, and where."""
    if not count:
        return []
    said = more_of("rows", count, words)
    return [context(f"{said}: {title_in_mrkdwn(citation)}" if citation else said)]


def _buttons(request_id: str, words: Wording, *, more: bool) -> Json:
    named = [*([(MORE_ACTION, words.more)] if more else ()), (WHY_ACTION, words.why_title)]
    return actions([button(label, action, request_id) for action, label in named])


def _feedback(request_id: str, words: Wording) -> Json:
    def verdict_button(label: str, verdict: str) -> Json:
        return {
            "text": plain(label),
            "value": f"{request_id}:{verdict}",
            "accessibility_label": label,
        }

    buttons = {
        "type": "feedback_buttons",
        "action_id": FEEDBACK_ACTION,
        "positive_button": verdict_button(words.feedback_up, "up"),
        "negative_button": verdict_button(words.feedback_down, "down"),
    }
    return {"type": "context_actions", "elements": [buttons]}
