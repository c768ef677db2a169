"""Answers as Block Kit; pure. Everything from a model or a document is untrusted, and harmless when it leaves here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from bot.slack.markup import escaped, safe_markdown, shortened
from bot.wording import Wording
from knowledge.domain import Citation
from knowledge.language.quantities import without_emphasis
from knowledge.language.sentences import shown
from workers.contract import Json

FEEDBACK_ACTION: Final = "answer_feedback"
DRAFT_USE: Final = "draft_use"
DRAFT_EDIT: Final = "draft_edit"
WHY_ACTION: Final = "answer_why"
WHY_PAGE_ACTION: Final = "answer_why_page"
"""Begins the action ids of the buttons that turn the modal's pages."""

LONGEST_BODY: Final = 6000
"""Characters. A markdown block may have 12,000, but all blocks of a message together only about 13,000."""
_MOST_CITATIONS: Final = 8
_LONGEST_TITLE: Final = 120
_LONGEST_QUOTE: Final = 280
_LONGEST_URL: Final = 300
_LONGEST_NOTIFICATION: Final = 3000
"""Of the text that stands in for the blocks in notifications; Slack advises at most 4,000."""


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
    """An answer with its sources, the button that explains it and the feedback buttons."""
    return Message(
        body=body_of(text),
        tail=(*source_blocks(citations, words, said=text), _why(request_id, words), _feedback(request_id, words)),
        notification=_notification(text),
    )


def source_blocks(
    citations: Sequence[Citation], words: Wording, most: int = _MOST_CITATIONS, *, said: str = ""
) -> list[Json]:
    """The sources below a text; a quote that the text has ``said`` is not repeated."""
    letters = _letters(said)
    shown = [_source(citation, words, letters) for citation in citations[:most]]
    return [{"type": "divider"}, *shown] if shown else []


def sentence_message(sentence: str) -> Message:
    """A sentence of our own, written in mrkdwn."""
    section = {"type": "section", "text": {"type": "mrkdwn", "text": sentence}}
    return Message(body="", tail=(section,), notification=sentence)


def growing_message(body: str) -> Message:
    """The words that have come so far, harmless already, of an answer that is posted and changed as a whole."""
    return Message(body=body, tail=(), notification=_notification(body))


def stopped_message(body: str, words: Wording) -> Message:
    """What was shown of an answer until its asker stopped it, harmless already and perhaps nothing; and that it was."""
    said = sentence_message(words.stopped)
    return Message(body, said.tail, _notification(f"{body}\n{words.stopped}".strip()))


def with_question(message: Message, question: str, words: Wording, channel: str = "") -> Message:
    """Repeat the question above a message that is posted elsewhere than it was asked, and name the ``channel``."""
    reminder = words.your_question.format(question=escaped(shortened(question, _LONGEST_QUOTE)))
    if channel.startswith(("C", "G")):
        reminder = f"{reminder} {words.asked_in.format(channel=channel)}"
    context = {"type": "context", "elements": [{"type": "mrkdwn", "text": reminder}]}
    return Message(body="", tail=(context, *message.blocks), notification=f"{reminder}\n{message.notification}")


def with_note(message: Message, sentence: str) -> Message:
    """Say something of our own, written in mrkdwn, in small print below a message."""
    note = {"type": "context", "elements": [{"type": "mrkdwn", "text": sentence}]}
    return Message(message.body, (*message.tail, note), f"{message.notification}\n{sentence}")


def body_of(text: str) -> str:
    """The answer's text as it may be posted."""
    return shortened(safe_markdown(text), LONGEST_BODY)


def verdict_of(value: str) -> tuple[str, bool]:
    """The request's id and whether the answer helped, from a feedback button's value."""
    request_id, _, verdict = value.rpartition(":")
    return request_id, verdict == "up"


def _notification(markdown: str) -> str:
    """Mrkdwn knows no bold in the midst of Chinese, and would show the stars."""
    return shortened(escaped(without_emphasis(markdown)), _LONGEST_NOTIFICATION)


def _source(citation: Citation, wording: Wording, said: str) -> Json:
    """``[1] Title › Heading, p. 12 — “quote”``, the title linking to the document; ``said`` as letters."""
    title = escaped(shortened(citation.title, _LONGEST_TITLE))
    link = web_link(citation.url)
    name = f"<{link}|{title}>" if link else title
    heading = "" if citation.heading == citation.title else f" › {escaped(shortened(citation.heading, _LONGEST_TITLE))}"
    quoted = shown(citation.quote)
    repeated = all(_letters(part) in said for part in quoted.split(" · "))  # a row's cells stand apart in the answer
    words = "" if repeated else f" — “{escaped(shortened(quoted, _LONGEST_QUOTE))}”"
    page = f", {wording.page.format(page=citation.page)}" if citation.page else ""
    text = f"[{citation.number}] *{name}*{heading}{page}{words}"
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def _letters(text: str) -> str:
    """Nothing but the letters and digits: an answer may set other marks between them."""
    return "".join(filter(str.isalnum, text))


def web_link(url: str) -> str:
    """The address with everything percent-encoded that could end it early; empty unless it leads to the web."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return ""
    encoded = quote(url, safe="%/:=&?~#+!$,;'@()*[]")
    return encoded if scheme in {"http", "https"} and len(encoded) <= _LONGEST_URL else ""


def _why(request_id: str, words: Wording) -> Json:
    label = {"type": "plain_text", "text": words.why_title}
    button = {"type": "button", "text": label, "action_id": WHY_ACTION, "value": request_id}
    return {"type": "actions", "elements": [button]}


def _feedback(request_id: str, words: Wording) -> Json:
    def button(label: str, verdict: str) -> Json:
        return {
            "text": {"type": "plain_text", "text": label},
            "value": f"{request_id}:{verdict}",
            "accessibility_label": label,
        }

    buttons = {
        "type": "feedback_buttons",
        "action_id": FEEDBACK_ACTION,
        "positive_button": button(words.feedback_up, "up"),
        "negative_button": button(words.feedback_down, "down"),
    }
    return {"type": "context_actions", "elements": [buttons]}
