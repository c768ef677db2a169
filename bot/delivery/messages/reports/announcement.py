"""What a channel is told of a reload or a rollback: who, which version, how much. Never a document's name.

A name alone may be private, and nobody can say that all who will ever read the channel may read the document.
"""

from __future__ import annotations

from bot.records.models import Request
from bot.slack.blocks import Message, sentence_message
from bot.slack.markup import escaped
from bot.wording import WORDINGS, Wording


def announcement_message(request: Request) -> Message:
    """The announcement in every language, as a channel has none of its own."""
    return sentence_message("\n".join(_told(request, words) for words in WORDINGS.values()))


def not_announced_message(request: Request, error: str) -> Message:
    """What whoever asked for it reads where the channel is closed to us; ``error`` is Slack's."""
    words = WORDINGS[request.language]
    return sentence_message(words.not_announced.format(channel=request.channel, error=escaped(error)))


def _told(request: Request, words: Wording) -> str:
    payload = request.payload
    by = f"<@{request.user}>" if request.user else words.announced_by_schedule
    plain = {name: escaped(str(payload[name])) for name in ("version", "before", "id")}
    told = words.announced[payload["what"]].format(by=by, documents=f"{payload['documents']:,}", **plain)
    changes = payload["changes"]
    return f"{told} {words.announced_changes.format(**changes)}" if changes else told
