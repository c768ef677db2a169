"""The session of a thread: a Stop button while a question of it is being answered, and the first question as its title.

Nothing here is needed: where Slack has no sessions, or not for us, a line in the log says so and the answer goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final, Literal

import structlog
from redis import Redis
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.delivery.live.rate_budget import Budget
from bot.edge import Surface
from bot.records.ledger import STOPPED, Ledger
from bot.records.models import Request
from bot.records.titles import Titles
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from knowledge.errors import FrontdeskError
from workers.contract import Json

_BEGUN_A_MINUTE: Final = 25
"""Half of what Slack allows: each session that is begun is ended, too."""
_BEGUN_AT_ONCE: Final = 10
_RENAMES_A_MINUTE: Final = 20
"""Of the fifty that Slack allows; each may need one of those that begin a session as well."""
_RENAMES_AT_ONCE: Final = 10
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
        self._titles = Titles(redis, ledger)
        self._budget = Budget(redis, "begin_session", _BEGUN_A_MINUTE, _BEGUN_AT_ONCE)
        self._renames = Budget(redis, "rename_session", _RENAMES_A_MINUTE, _RENAMES_AT_ONCE)
        self._not_before: dict[Surface, float] = {}
        """Slack may have sessions in direct messages and refuse them in channels."""
        self._no_titles_before = 0.0

    def may_begin(self, request: Request) -> bool:
        """Take a session out of the budget, unless Slack said no to one a short while ago."""
        return time.monotonic() >= self._not_before.get(request.surface, 0) and self._budget.take()

    def begin(self, request: Request) -> None:
        """Let the asker stop. Called under the request's lock while it is open, so that `end` comes later."""
        self._redis.set(_key(request), "1", ex=_KEEP_S)
        title = self._titles.due(request)
        answer = self._set(request, "processing", title)
        if isinstance(answer, FrontdeskError):
            if _pause(answer):  # else it may have begun
                self._redis.delete(_key(request))
        elif title and answer.get("title") == title:  # one that was there already keeps its own
            self._titles.give(request, title)

    def end(self, request: Request) -> None:
        """Take the button away once nothing in the thread is being answered, and see to its title.

        Whoever pressed the button saw one for sure. Most have none: what is answered quickly has no session.
        """
        if request.thread_ts is None:
            return
        begun = self._redis.exists(_key(request)) or request.failure == STOPPED
        if begun and not self._ledger.is_answering(request.channel, request.thread_ts):
            self._redis.delete(_key(request))
            self._set(request, "active")
        title = self._titles.due(request)
        if title and time.monotonic() >= self._no_titles_before and self._renames.take():
            self._name(request, title)

    def _name(self, request: Request, title: str) -> None:
        """Give the thread its title: by its session, by a new one, or as older workspaces do it."""
        place = {"channel_id": request.channel, "thread_ts": request.thread_ts, "title": title}
        answer = self._tried(request, self._client.agents_sessions_rename, **place)
        if isinstance(answer, SlackRefused) and self.may_begin(request):
            answer = self._begin_with(request, title)
        if isinstance(answer, SlackRefused):
            answer = self._tried(request, self._client.assistant_threads_setTitle, **place)
        if not isinstance(answer, FrontdeskError):
            self._titles.give(request, title)
        elif pause := _pause(answer):
            self._no_titles_before = time.monotonic() + pause

    def _begin_with(self, request: Request, title: str) -> Json | FrontdeskError:
        """A session with the title, which goes on while another question of the thread is being answered."""
        if self._ledger.is_answering(request.channel, request.thread_ts or ""):
            self._redis.set(_key(request), "1", ex=_KEEP_S)
            return self._set(request, "processing", title)
        return self._set(request, "active", title)

    def _set(
        self, request: Request, status: Literal["active", "processing"], title: str | None = None
    ) -> Json | FrontdeskError:
        answer = self._tried(
            request,
            self._client.agents_sessions_setStatus,
            channel_id=request.channel,
            thread_ts=request.thread_ts,
            status=status,
            title=title,
            initiator_user_id=request.user,
        )
        if isinstance(answer, FrontdeskError):
            self._not_before[request.surface] = time.monotonic() + _pause(answer)
        return answer

    def _tried(
        self,
        request: Request,
        method: Callable[..., SlackResponse],
        **arguments: Any,  # noqa: ANN401 - Slack's own arguments
    ) -> Json | FrontdeskError:
        """What Slack answers, or why it does not."""
        try:
            return call(method, **arguments)
        except (RateLimited, SlackRefused, SlackUnreachable) as error:
            _log.info("session_not_set", request_id=request.id, method=method.__name__, error=str(error))
            return error


def _pause(error: FrontdeskError) -> int:
    """For how many seconds Slack should be left alone."""
    match error:
        case RateLimited():
            return error.retry_after
        case SlackRefused():
            return _REFUSED_PAUSE_S
    return 0


def _key(request: Request) -> str:
    return f"frontdesk:session:{request.channel}:{request.thread_ts}"
