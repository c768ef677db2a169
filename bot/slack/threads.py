"""What was said in a thread that the ledger knows nothing of: after a fresh start, or before the bot was asked."""

from __future__ import annotations

import time
from typing import Final, Literal

import structlog
from slack_sdk import WebClient

from bot.edge import Address
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.slack.markup import plain_text, shortened
from knowledge.domain import Turn
from workers.contract import Json

TIMEOUT_S: Final = 1
"""Slack waits three seconds for the acknowledgement, and who may read what is asked of it too."""
_READ: Final = 100
"""Messages read, the thread's first ones where it is longer."""
_KEPT: Final = 12
_LONGEST: Final = 1000
"""Characters of one message."""
_SPOKEN: Final = frozenset({None, "thread_broadcast", "file_share"})

_log = structlog.get_logger()


class Threads:
    """Reads threads from Slack; the same channel, so that nobody reads what they could not read there."""

    def __init__(self, client: WebClient, bot_user_id: str) -> None:
        self._client = WebClient(token=client.token, base_url=client.base_url, timeout=TIMEOUT_S, retry_handlers=[])
        self._bot_user_id = bot_user_id
        self._not_before = 0.0

    def before(self, address: Address) -> tuple[Turn, ...]:
        """What people and the bot said in the thread before the message, oldest first.

        Empty where Slack refuses, is slow or asks to wait: a follow-up alone is better than no answer.
        """
        if time.monotonic() < self._not_before:
            return ()
        place = {"channel": address.channel, "ts": address.thread_ts, "latest": address.message_ts}
        try:
            read = call(self._client.conversations_replies, **place, limit=_READ)
        except RateLimited as limited:
            self._not_before = time.monotonic() + limited.retry_after
            return ()
        except (SlackUnreachable, SlackRefused) as error:
            _log.info("thread_not_read", channel=address.channel, error=type(error).__name__)
            return ()
        earlier = [message for message in read["messages"] if message["ts"] < (address.message_ts or "")]
        turns = (self._turn(message) for message in sorted(earlier, key=lambda message: str(message["ts"])))
        return tuple(turn for turn in turns if turn is not None)[-_KEPT:]

    def _turn(self, message: Json) -> Turn | None:
        """A message of a person or of ours; other bots and Slack's own reports are nobody to talk with."""
        ours = message.get("user") == self._bot_user_id
        if message.get("subtype") not in _SPOKEN or (message.get("bot_id") and not ours):
            return None
        text = shortened(plain_text(message.get("text") or "", self._bot_user_id), _LONGEST)
        role: Literal["user", "assistant"] = "assistant" if ours else "user"
        return Turn(role, text) if text else None
