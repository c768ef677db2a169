"""Questions asked in a form: the Home tab's field, or a shortcut's modal. Each is one, however often it is sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """A question asked in a form. ``key`` is its idempotency key, ``subject`` what the question is about, if anything.

    ``text`` and ``subject`` are plain.
    """

    key: str
    team: str
    user: str
    text: str
    subject: str = ""


def modal_key(team: str, user: str, view_id: str) -> str:
    """One key a modal: Slack closes it when it was sent, so that all that comes of it is one question."""
    return _key("f", team, user, view_id)


def field_key(team: str, user: str, view_id: str, view_hash: str, text: str) -> str:
    """One key for a text in the Home tab's field, as long as the tab is as it was when it was typed."""
    return _key("h", team, user, view_id, view_hash, text)


def _key(*parts: str) -> str:
    return hashlib.blake2s("\0".join(parts).encode(), digest_size=10).hexdigest()
