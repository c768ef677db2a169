"""The session of a thread: while a question of it is being answered, Slack shows its readers a Stop button.

Nothing here is needed: where Slack has no sessions, or not for us, a line in the log says so and the answer goes on.
"""

from __future__ import annotations

import time
from typing import Final, Literal

import structlog
from redis import Redis
from slack_sdk import WebClient

from bot.delivery.live.rate_budget import Budget
from bot.edge import Surface
from bot.records.ledger import STOPPED, Ledger
from bot.records.models import Request
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call

_BEGUN_A_MINUTE: Final = 25
"""Half of what Slack allows: each session that is begun is ended, too."""
_BEGUN_AT_ONCE: Final = 10
_KEEP_S: Final = 3600
_REFUSED_PAUSE_S: Final = 600
"""After a refusal; a workspace or an app without agents refuses each time."""

_log = structlog.get_logger()


class Sessions:
    """Begins and ends the sessions of questions. Every method may raise redis.RedisError or SQLAlchemyError."""

    def __init__(self, client: WebClient, ledger: Ledger, redis: Redis) -> None:
        self._client = client
        self._ledger = ledger
        self._redis = redis
        self._budget = Budget(redis, "begin_session", _BEGUN_A_MINUTE, _BEGUN_AT_ONCE)
        self._not_before: dict[Surface, float] = {}
        """Slack may have sessions in direct messages and refuse them in channels."""

    def may_begin(self, request: Request) -> bool:
        """Take a session out of the budget, unless Slack said no to one a short while ago."""
        return time.monotonic() >= self._not_before.get(request.surface, 0) and self._budget.take()

    def begin(self, request: Request) -> None:
        """Let the asker stop. Called under the request's lock while it is open, so that `end` comes later."""
        self._redis.set(_key(request), "1", ex=_KEEP_S)
        pause = self._set(request, "processing")
        if pause:
            self._redis.delete(_key(request))
            self._not_before[request.surface] = time.monotonic() + pause

    def end(self, request: Request) -> None:
        """Take the button away once nothing in the thread is being answered; whoever pressed it saw one for sure."""
        if request.thread_ts is None or not (self._redis.exists(_key(request)) or request.failure == STOPPED):
            return  # as most: what is answered quickly has no session
        if not self._ledger.is_answering(request.channel, request.thread_ts):
            self._redis.delete(_key(request))
            self._set(request, "active")

    def _set(self, request: Request, status: Literal["active", "processing"]) -> int:
        """Tell Slack; where it says no, for how many seconds it should be left alone."""
        try:
            call(
                self._client.agents_sessions_setStatus,
                channel_id=request.channel,
                thread_ts=request.thread_ts,
                status=status,
                initiator_user_id=request.user,
            )
        except (RateLimited, SlackRefused, SlackUnreachable) as error:
            _log.info("session_not_set", request_id=request.id, status=status, error=str(error))
            match error:
                case RateLimited():
                    return error.retry_after
                case SlackRefused():
                    return _REFUSED_PAUSE_S
        return 0


def _key(request: Request) -> str:
    return f"frontdesk:session:{request.channel}:{request.thread_ts}"
