"""Steps of the relay, so that a test sees what comes of each."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

from bot.delivery.process import Parts
from bot.records.models import Request
from ops.sandbox.running import wait_until

Show = Callable[..., None]


def settle_down(parts: Parts) -> None:
    """Step until no call to Slack is in hand."""
    shows: Any = parts.relay._shows
    for _ in range(3):
        parts.relay.step()
        wait_until(lambda: not any(show.busy for show in shows._shows.values()))


def let_it_change(parts: Parts, request: Request) -> None:
    """As if Slack had last been called for it long ago."""
    shows: Any = parts.relay._shows
    shows._shows[request.id].called_at = -inf


def let_it_take_long(parts: Parts, request: Request) -> None:
    """As if it had been asked and begun long ago, and Slack last been called for it then."""
    shows: Any = parts.relay._shows
    shows._shows[request.id].opened_at = shows._shows[request.id].began_at = -inf
    let_it_change(parts, request)
