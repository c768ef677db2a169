"""Answers as Block Kit; pure. Everything from a model or a document is untrusted, and harmless when it leaves here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.slack.body import body_of, is_cut, more_of
from bot.slack.elements import actions, button, context, plain, section
from bot.slack.limits import LARGEST_MESSAGE, LONGEST_LABEL, LONGEST_NOTIFICATION, size_of
from bot.slack.markup import (
    escaped,
    growing_markdown,
    has_words,
    literal,
    one_line,
    plain_words,
    safe_markdown,
    shortened,
    shortened_at_word,
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
NEXT_ACTION: Final = "answer_next"
"""Begins the action ids of the buttons that ask what else is answered."""
SHARE_ACTION: Final = "answer_share"
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
_MOST_NEXT: Final = 3


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


@dataclass(frozen=True, slots=True)
class Extras:
    """What an answer offers besides: questions that its sources answer, too, and the button that shares it, if any."""

    next_questions: Sequence[str] = ()
    share: Json | None = None


NO_EXTRAS: Final = Extras()


def answer_message(
    text: str,
    citations: Sequence[Citation],
    request_id: str,
    words: Wording,
    extras: Extras = NO_EXTRAS,
) -> Message:
    """An answer with its sources, and the buttons that explain it, show the rest, ask something else and judge it."""
    told = told_apart(text, citations)
    table = table_block(told.table, _LARGEST_TABLE) if told.table else None
    whole, body = _body(text, citations, words, told, beside_table=table is not None)
    left = table.left if table else 0
    above = [*([table.block] if table else ()), *_left(left, told.citation, words)]
    offered, share = _next(extras.next_questions, request_id, words), extras.share
    besides = [*offered, *([share] if share else ())]
    room = LARGEST_MESSAGE - _BUTTONS - size_of(body) - size_of(above) - size_of(besides)
    sources = source_blocks(citations, words, said=text, room=room)
    folded = any(is_folded(citation, text) for citation in citations)
    more = folded or is_cut(body, whole) or (table is not None and bool(table.left or table.cut))
    buttons = (_buttons(request_id, words, share, more=more), *offered, _feedback(request_id, words))
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
    reminder = words.your_question.format(question=_reminder(question))
    if channel.startswith(("C", "G")):
        reminder = f"{reminder} {words.asked_in.format(channel=channel)}"
    return _below(message, reminder)


def shared_message(message: Message, question: str, user: str, words: Wording) -> Message:
    """An answer that ``user`` shares with others, below their name and their question."""
    return _below(message, words.shared_by.format(user=f"<@{user}>", question=_reminder(question)))


def with_asker(message: Message, question: str, user: str, words: Wording) -> Message:
    """Say above a message what was asked and by whom, where no message of theirs says so."""
    return _below(message, words.asked_by.format(user=f"<@{user}>", question=_reminder(question)))


def _reminder(question: str) -> str:
    return literal(one_line(shortened(question, _LONGEST_QUESTION)))


def _below(message: Message, heading: str) -> Message:
    """The message below a line in small print, written in mrkdwn."""
    notification = shortened(f"{heading}\n{message.notification}", LONGEST_NOTIFICATION)
    return Message(body="", tail=(context(heading), *message.blocks), notification=notification)


def with_note(message: Message, sentence: str) -> Message:
    """Say something of our own, written in mrkdwn, in small print below a message."""
    notification = shortened(f"{message.notification}\n{sentence}", LONGEST_NOTIFICATION)
    return Message(message.body, (*message.tail, context(sentence)), notification)


def growing_body(text: str) -> str:
    """As much of a growing answer as may be shown: the body of the finished one begins with it."""
    before = before_tables(text)
    growing = growing_markdown(before)
    return growing.rstrip("\n") if before == text else growing.rstrip()


def next_question_of(value: str) -> tuple[str, str]:
    """The request's id and the question, from the value of a button that asks what else is answered."""
    request_id, _, question = value.partition(":")
    return request_id, question


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


def _buttons(request_id: str, words: Wording, share: Json | None, *, more: bool) -> Json:
    named = [*([(MORE_ACTION, words.more)] if more else ()), (WHY_ACTION, words.why_title)]
    return actions([*(button(label, action, request_id) for action, label in named), *([share] if share else ())])


def _next(questions: Sequence[str], request_id: str, words: Wording) -> list[Json]:
    """What else may be asked, a button each. A label is cut where it must be; what is asked never is."""
    known = [question for question in questions if has_words(question) and len(question) <= _LONGEST_QUESTION]
    buttons = [
        button(
            shortened_at_word(plain_words(question), LONGEST_LABEL),
            f"{NEXT_ACTION}_{place}",
            f"{request_id}:{question}",
        )
        for place, question in enumerate(known[:_MOST_NEXT])
    ]
    return [context(words.next_questions), actions(buttons)] if buttons else []


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
