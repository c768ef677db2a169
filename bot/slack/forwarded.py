"""Messages that are passed on: Slack puts them into attachments of the message that passes them on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.slack.markup import plain_text, shortened
from workers.contract import Json

LONGEST_FORWARDED: Final = 2000
"""Characters that are read of what was forwarded; the model's context must hold the policies, too."""
_MOST: Final = 5
"""Forwarded messages that are read."""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What a message passes on.

    ``hidden``: Slack does not show all of it here, as whoever reads along may not read where it was said.
    """

    text: str = ""
    hidden: bool = False


NOTHING_FORWARDED: Final = Forwarded()


def forwarded_in(message: Json, bot_user_id: str) -> Forwarded:
    """What the message passes on, as plain text. Nothing else of an attachment is read: its fallback may tell more."""
    shares = list(_shares(message))[:_MOST]
    texts = [plain_text(share["text"], bot_user_id) for share in shares if isinstance(share.get("text"), str)]
    read = [text for text in texts if text]
    hidden = any(not share.get("text") and not share.get("files") for share in shares)
    return Forwarded(shortened("\n\n".join(read), LONGEST_FORWARDED), hidden)


def _shares(message: Json) -> Iterator[Json]:
    attachments = message.get("attachments")
    for attachment in attachments if isinstance(attachments, list) else ():
        if isinstance(attachment, dict) and (attachment.get("is_share") or attachment.get("is_msg_unfurl")):
            yield attachment
