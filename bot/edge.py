"""What a chat edge must give: where somebody asked and where the reply goes. Slack is the first; others come beside it.

The ledger, the locks, the reaper and the queue know nothing else of the place that a request came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Surface = Literal["dm", "channel", "command"]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a request came from, which is where its reply goes.

    ``thread_ts`` is the thread to reply in, the question's own ``message_ts`` where it begins one; both are None for a
    slash command, which has a ``response_url`` instead. The response_url is a secret and never leaves the database.
    """

    team: str
    channel: str
    user: str
    surface: Surface
    thread_ts: str | None = None
    message_ts: str | None = None
    response_url: str | None = None
