"""Titles of threads in direct messages: the first question of each, until somebody gives it another one."""

from __future__ import annotations

from typing import Final

from redis import Redis

from bot.records.ledger import WITHDRAWN, Ledger
from bot.records.models import Request
from bot.slack.limits import LONGEST_SESSION_TITLE
from bot.slack.markup import pieces, plain_words, without_links

_KEPT_S: Final = 365 * 24 * 3600
"""Longer than anybody edits a question."""
_THEIRS: Final = b"!"
_OURS: Final = b"="


class Titles:
    """Which threads have which title. Every method may raise redis.RedisError, `due` SQLAlchemyError, too."""

    def __init__(self, redis: Redis, ledger: Ledger) -> None:
        self._redis = redis
        self._ledger = ledger

    def due(self, request: Request) -> str | None:
        """The title that a thread should have now that this is asked in it; None where it keeps the one it has.

        An edit of the first question changes it, what follows does not.
        """
        if request.kind != "question" or request.surface != "dm" or request.failure == WITHDRAWN:
            return None
        kept = self._redis.get(_key(request.channel, request.thread_ts or ""))
        if kept == _THEIRS or (kept and not request.revision):
            return None
        title = title_of(str(request.payload.get("text") or ""))
        if not title or kept == _OURS + title.encode() or not self._ledger.is_first(request):
            return None
        return title

    def give(self, request: Request, title: str) -> None:
        """The thread has the title."""
        self._redis.set(_key(request.channel, request.thread_ts or ""), _OURS + title.encode(), ex=_KEPT_S)

    def is_theirs(self, channel: str, thread_ts: str) -> None:
        """Somebody gave the thread a title of their own: it is never changed again."""
        self._redis.set(_key(channel, thread_ts), _THEIRS, ex=_KEPT_S)


def title_of(question: str) -> str:
    """A question as plain text of at most 200 characters, in which nothing calls anybody or leads anywhere."""
    said = " ".join(without_links(plain_words(question)).split())
    if len(said) <= LONGEST_SESSION_TITLE:
        return said
    return f"{next(pieces(said, LONGEST_SESSION_TITLE - 1))}…"


def _key(channel: str, thread_ts: str) -> str:
    return f"frontdesk:title:{channel}:{thread_ts}"
