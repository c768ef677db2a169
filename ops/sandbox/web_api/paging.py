"""Slack's cursors: opaque, and good only for the list they came from."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from ops.sandbox.errors import SlackError
from ops.sandbox.model import Json
from ops.sandbox.web_api.call import Call

T = TypeVar("T")
MOST = 1000


def page(call: Call, items: Sequence[T], default: int = 100) -> tuple[list[T], Json]:
    """Return the part of `items` that `cursor` and `limit` ask for, and the answer's `response_metadata`.

    Raises SlackError `invalid_cursor` and `invalid_limit`.
    """
    start = _position(call.optional("cursor"), len(items))
    end = start + call.number("limit", default, MOST)
    following = _cursor(end) if end < len(items) else ""
    return list(items[start:end]), {"next_cursor": following}


def _cursor(position: int) -> str:
    return base64.b64encode(f"next:{position}".encode()).decode()


def _position(cursor: str | None, length: int) -> int:
    if cursor is None:
        return 0
    try:
        position = int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except (binascii.Error, ValueError):
        raise SlackError("invalid_cursor") from None
    if not 0 < position < max(length, 1):
        raise SlackError("invalid_cursor")
    return position
