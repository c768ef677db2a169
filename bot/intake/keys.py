"""Idempotency keys: the same thing asked once has the same key however often Slack delivers it."""

from __future__ import annotations

import hashlib

from bot.edge import Address


def message_key(address: Address) -> str:
    """One key a message, whichever of its events arrives, and however often; it hangs on where the message is."""
    return _key("m", address.team, address.channel, address.message_ts or "")


def command_key(address: Address, trigger_id: str) -> str:
    """One key for each time a slash command is sent."""
    return _key("c", address.team, address.user, trigger_id)


def announcement_key(request_id: str) -> str:
    """One key for the announcement of what a request did."""
    return _key("a", request_id)


def told_key(request_id: str, target: str) -> str:
    """One key for telling somebody, or a channel, that a question has no answer."""
    return _key("t", request_id, target)


def version_key(draft_id: str, number: int) -> str:
    """One key for posting a version of a draft."""
    return _key("v", draft_id, str(number))


def share_key(answer_id: str, channel: str) -> str:
    """One key for sharing an answer in a channel."""
    return _key("s", answer_id, channel)


def modal_key(team: str, user: str, view_id: str) -> str:
    """One key a modal: Slack closes it when it was sent, so that all that comes of it is one question."""
    return _key("f", team, user, view_id)


def field_key(team: str, user: str, view_id: str, view_hash: str, text: str) -> str:
    """One key for a text in the Home tab's field, as long as the tab is as it was when it was typed."""
    return _key("h", team, user, view_id, view_hash, text)


def next_key(team: str, user: str, request_id: str, text: str) -> str:
    """One key for each question that somebody asks by its button below an answer, however often they press it."""
    return _key("n", team, user, request_id, text)


def _key(*parts: str) -> str:
    """Short enough to be read out to the help desk; 80 bits make a collision within a company implausible."""
    return hashlib.blake2s("\0".join(parts).encode(), digest_size=10).hexdigest()
