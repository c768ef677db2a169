"""Who calls a tool: named by whoever started the server or made the token, never by the call itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Caller:
    """``principals`` bound all that is searched, answered and named; ``id`` is what the log calls them.

    ``still_holds`` tells whether they may still call: a token may be revoked while an answer is written.
    """

    id: str
    principals: frozenset[str]
    still_holds: Callable[[], bool] = _always
