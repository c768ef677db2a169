"""What an edit of a message does to the request that it became."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.records.models import Request
from workers.contract import EDGE

if TYPE_CHECKING:
    from bot.records.ledger import Entry

Payload = dict[str, Any]


def is_worded_anew(request: Request, entry: Entry) -> bool:
    """Whether an edit leaves something to be answered: other words, or a call to us of what nobody had asked us."""
    called = request.unasked and request.reply_ts is None and not entry.payload.get(EDGE, {}).get("unasked")
    return called or _words(request.payload) != _words(entry.payload)


def reopen(request: Request, entry: Entry, now: datetime, patience: timedelta) -> None:
    """Let the request be what its message says now: asked now, and answered in the reply that is there."""
    if request.offered:  # an edit that calls us asks where it stands
        request.surface = entry.address.surface
    request.kind, request.payload, request.language = entry.kind, entry.payload, entry.language
    request.state, request.attempts, request.failure = "queued", 1, None
    request.created_at = request.published_at = now
    request.due_at, request.settled_at = now + patience, None
    request.revision += 1
    if request.reply_state == "posted":
        request.reply_state = "changing" if request.reply_ts else "none"


def _words(payload: Payload) -> tuple[object, ...]:
    """What is said in a question or, of what is none, which sentence it gets."""
    return payload.get("text"), payload.get("name"), payload.get("values")
