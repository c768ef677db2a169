"""The message that grows while a request is worked on.

It is a stream of tasks and words; where Slack takes none, it is changed as a whole. What is answered at once has
neither. Budgets keep all answers together within what Slack allows; where none is left the status stays, and the answer
is posted when it is there.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, Final

import structlog
from redis import Redis

from bot.delivery.live.plan import MODE, going_on, opening, text_chunk
from bot.delivery.live.rate_budget import Budget
from bot.delivery.live.show import Show
from bot.delivery.locks import Held
from bot.delivery.posting import Posted, Posting, Slack
from bot.delivery.rights_now import RightsNow
from bot.slack.api import RateLimited, SlackRefused, call
from bot.slack.blocks import Message, growing_message, sentence_message
from knowledge.domain import Stage

_STARTS_A_MINUTE: Final = 20
_APPENDS_A_MINUTE: Final = 100
_STARTS_AT_ONCE: Final = 8
_APPENDS_AT_ONCE: Final = 20
_CHANGES_A_MINUTE: Final = 50
_CHANGES_AT_ONCE: Final = 10
_CHANGE_EVERY_S: Final = 1.5
"""Of one message; for Slack's sake and for the reader's."""
_PATIENCE_S: Final = 3
"""With the budget of streams: then the words are posted, and the message changed as they come."""
_TASKS_AFTER_S: Final = 1.5
"""What is answered sooner shows no tasks."""
_TASKS_EVERY_S: Final = 1
"""Of one message; what was done in less appears together."""
_REFUSED_PAUSE_S: Final = 600
"""Without tasks, after a workspace that does not know them refused some."""
_STOPPED_BY_USER: Final = "stopped_by_user"
"""Slack's error for a stream that it ended when somebody pressed Stop."""

_log = structlog.get_logger()


class Growing:
    """Lets messages grow. The ``may_…`` are asked by the relay's thread; what they allow is done under the lock.

    What is done raises RateLimited, SlackUnreachable, SlackRefused, Busy, or what Redis or the database raise.
    """

    def __init__(self, slack: Slack, rights: RightsNow, redis: Redis) -> None:
        self._slack = slack
        self._rights = rights
        self._starts = Budget(redis, "start_stream", _STARTS_A_MINUTE, _STARTS_AT_ONCE)
        self._appends = Budget(redis, "append_stream", _APPENDS_A_MINUTE, _APPENDS_AT_ONCE)
        self._changes = Budget(redis, "change_message", _CHANGES_A_MINUTE, _CHANGES_AT_ONCE)
        self._no_tasks_before = 0.0

    def may_show_tasks(self, show: Show) -> bool:
        """Whether there are tasks to be shown that Slack does not show, and it may be asked to. Words bring theirs."""
        if not show.streams or len(show.shown) < len(show.ready):
            return False
        now = time.monotonic()
        if show.posted:
            due = show.plans and len(show.told) < len(show.reached) and now - show.called_at >= _TASKS_EVERY_S
            return due and self._appends.take()
        late = bool(show.reached) and now - show.began_at >= _TASKS_AFTER_S
        return late and now >= self._no_tasks_before and self._starts.take()

    def may_show_words(self, show: Show) -> bool:
        """Whether Slack may be asked to show what is ready."""
        if show.streams:
            if (self._appends if show.posted else self._starts).take():
                return True
            if show.posted or time.monotonic() - show.called_at < _PATIENCE_S:
                return False
            show.streams = False
        return self.may_change(show)

    def may_change(self, show: Show) -> bool:
        """Whether the message may be posted or changed as a whole."""
        return time.monotonic() - show.called_at >= _CHANGE_EVERY_S and self._changes.take()

    def pause(self, show: Show, seconds: int) -> None:
        """Slack asked to wait before a message is changed again; one that was not posted yet was another call."""
        if show.posted:
            self._changes.pause(seconds)

    def show_tasks(self, show: Show, held: Held, reached: tuple[Stage, ...]) -> None:
        """Begin the stream with the tasks so far, or bring it up to date; readers who may read less end the show."""
        if not self._rights.still_hold(show.request):
            show.over = True
            return
        try:
            self._stream_tasks(show, held, reached)
        except RateLimited as error:
            self._wait(show, error.retry_after)
        except SlackRefused as refused:
            self._without_tasks(show, held, refused)

    def show_words(self, show: Show, held: Held, ready: str) -> None:
        """Let the message show all that is ``ready``; readers who may read less end the show."""
        if not ready.startswith(show.shown) or not self._rights.still_hold(show.request):
            show.over = True
            return
        streamed = self._slack.streamed
        streamed.uncertain(show.request.id, ready)
        if show.streams:
            try:
                self._stream(show, held, ready)
            except (SlackRefused, RateLimited) as error:
                _log.info("stream_refused", request_id=show.request.id, error=str(error))
                if isinstance(error, RateLimited):
                    self._wait(show, error.retry_after)
                if _was_stopped(error):
                    show.over = True
                    streamed.shows(show.request.id, show.shown)
                    return
                self._leave_stream(show, held)
        if not show.streams:
            self.change(show, held, growing_message(ready))
        streamed.shows(show.request.id, ready)
        show.shown = ready

    def change(self, show: Show, held: Held, message: Message) -> None:
        """Post the message, or change the one that is there."""
        posting = Posting(self._slack, show.request, held)
        if show.posted:
            posting.change(show.posted, message)
        else:
            show.posted = posting.begin(message)

    def _stream_tasks(self, show: Show, held: Held, reached: tuple[Stage, ...]) -> None:
        self._plan(show, reached)
        if show.posted:
            self._append(show, held, chunks=going_on(reached, show.told, show.words))
        else:
            self._slack.streamed.uncertain(show.request.id, "")
            show.posted = self._start(show, held, chunks=opening(reached, show.words), task_display_mode=MODE)
            show.plans = True
            self._slack.streamed.shows(show.request.id, "")
        show.told = reached

    def _without_tasks(self, show: Show, held: Held, refused: SlackRefused) -> None:
        """No tasks were begun, so that words come as they do without; or what is there becomes a line that changes."""
        _log.info("tasks_refused", request_id=show.request.id, error=refused.code)
        if _was_stopped(refused):
            show.over = True
        elif show.posted:
            self._leave_stream(show, held)
            body = growing_message(show.shown) if show.shown else sentence_message(show.due_status)
            self.change(show, held, body)
        else:
            self._no_tasks_before = time.monotonic() + _REFUSED_PAUSE_S

    def _stream(self, show: Show, held: Held, ready: str) -> None:
        """Start or continue the stream, so that Slack shows all that is ready, and the tasks if it has any."""
        if show.posted is None:
            show.posted = self._start(show, held, markdown_text=ready)
            return
        new, reached = ready[len(show.shown) :], show.reached
        if show.plans:
            self._plan(show, reached)
            self._append(show, held, chunks=[*going_on(reached, show.told, show.words), text_chunk(new)])
            show.told = reached
        else:
            self._append(show, held, markdown_text=new)

    def _plan(self, show: Show, reached: Sequence[Stage]) -> None:
        """Note which tasks may be there after the next call, for whoever finishes the message."""
        self._slack.streamed.plans(show.request.id, [stage.name for stage in reached])

    def _start(self, show: Show, held: Held, **content: Any) -> Posted:  # noqa: ANN401 - Slack's own arguments
        request = show.request
        held.renew()
        self._slack.ledger.starting(request.id, request.channel)
        try:
            started = call(
                self._slack.client.chat_startStream,
                channel=request.channel,
                thread_ts=request.thread_ts,
                recipient_team_id=request.team,
                recipient_user_id=request.user,
                **content,
            )
        except (SlackRefused, RateLimited):
            self._slack.ledger.not_posted(request.id)
            self._slack.streamed.forget_plan(request.id)
            raise
        self._slack.ledger.streaming(request.id, started["channel"], started["ts"])
        return Posted(started["channel"], started["ts"])

    def _append(self, show: Show, held: Held, **content: Any) -> None:  # noqa: ANN401 - Slack's own arguments
        held.renew()
        if show.posted:
            place = {"channel": show.posted.channel, "ts": show.posted.ts}
            call(self._slack.client.chat_appendStream, **place, **content)

    def _leave_stream(self, show: Show, held: Held) -> None:
        """From now on the message is changed as a whole."""
        show.streams = show.plans = False
        self._slack.streamed.forget_plan(show.request.id)
        if show.posted:
            Posting(self._slack, show.request, held).stop_streaming(show.posted)

    def _wait(self, show: Show, seconds: int) -> None:
        (self._appends if show.posted else self._starts).pause(seconds)


def _was_stopped(error: SlackRefused | RateLimited) -> bool:
    return isinstance(error, SlackRefused) and error.code == _STOPPED_BY_USER
