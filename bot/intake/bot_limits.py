"""How many questions of other apps are answered, where a channel wants that at all: two bots must not talk for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import structlog

from bot.edge import Address
from bot.records.ledger import Ledger

_MOST_IN_A_THREAD: Final = 3
_MOST_AN_HOUR: Final = 20
"""In a channel: a bot may begin a new thread with each message."""
_HOUR: Final = timedelta(hours=1)
_THREAD: Final = timedelta(days=365)
"""Longer than a thread is talked in."""

_log = structlog.get_logger()


class BotLimits:
    """Counts them in the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def allow(self, address: Address) -> bool:
        """Whether one more is answered in this thread."""
        asked = self._ledger.asked_by_bots
        in_thread = asked(address.channel, _THREAD, address.thread_ts)
        allowed = in_thread < _MOST_IN_A_THREAD and asked(address.channel, _HOUR) < _MOST_AN_HOUR
        if not allowed:
            _log.warning("bot_not_answered", channel=address.channel, bot=address.user)
        return allowed
