"""What Slack sends as Bolt takes it, over HTTP and Socket Mode, whatever it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from slack_bolt import BoltRequest

Headers = Mapping[str, str | Sequence[str]]

_UNREADABLE: Final = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What Bolt's constructor raises: it reads a body before anybody can check it."""


def http_request(body: str, headers: Headers, query: str = "") -> BoltRequest:
    """A request over HTTP. One that Bolt cannot read has nothing in it, but keeps what its signature is of."""
    try:
        return BoltRequest(body=body, query=query, headers=dict(headers))
    except _UNREADABLE:
        request = BoltRequest(body="", headers=dict(headers))
        request.raw_body = body
        return request


def socket_request(payload: object, headers: Headers) -> BoltRequest:
    """A request over Socket Mode. One that Bolt cannot read has nothing in it."""
    body = payload if isinstance(payload, dict) else {}
    try:
        return BoltRequest(mode="socket_mode", body=body, headers=dict(headers))
    except _UNREADABLE:
        return BoltRequest(mode="socket_mode", body={}, headers=dict(headers))
