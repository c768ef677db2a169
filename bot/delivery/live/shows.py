"""The live show: status, streaming words, progress. Nothing here is needed; every error ends one show."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import structlog
from redis import Redis, RedisError
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.live.growing import Growing
from bot.delivery.live.show import Show
from bot.delivery.locks import Busy, Held, Locks
from bot.delivery.messages.composing import progress_text
from bot.delivery.posting import Posting, Slack, is_ephemeral
from bot.delivery.rights_now import RightsNow
from bot.records.ledger import OPEN_STATES
from bot.records.models import ASKED, Request, request_of
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.slack.blocks import growing_body, sentence_message
from bot.slack.body import LONGEST_BODY
from workers.contract import LiveEntry, unpack_stage

_SESSION_AFTER_S: Final = 0.5
"""What is answered sooner needs no Stop button."""
_SAID_AFTER_S: Final = 2
"""A command that is answered sooner needs no word before: Slack keeps it there, above or below the answer."""
_STAGE_SHOWN_S: Final = 1
"""Between two statuses of one answer."""
_OWNED_S: Final = 600
"""A show belongs to the process that saw it begin; longer than any answer or reload takes between two signs of life."""
_CALLS_AT_ONCE: Final = 8

_log = structlog.get_logger()


def _is_open(request: Request, work_id: str) -> bool:
    """Whether the request is being answered, in the words of which ``work_id`` tells."""
    return request.state in OPEN_STATES and request.work_id == work_id


def _may_be_shown(request: Request, work_id: str) -> bool:
    """What nobody asked us, or is shared, is posted or passed over; a reply that is there is changed at once."""
    again = bool(request.revision) and request.reply_state != "none"
    return _is_open(request, work_id) and not request.unasked and request.kind != "share" and not again


class Shows:
    """All shows of this process. `take` and `tick` are called by one thread; the calls to Slack run on a few others."""

    def __init__(self, slack: Slack, locks: Locks, redis: Redis, rights: RightsNow) -> None:
        self._slack = slack
        self._locks = locks
        self._redis = redis
        self._growing = Growing(slack, rights, redis)
        self._pool = ThreadPoolExecutor(_CALLS_AT_ONCE, thread_name_prefix="live")
        self._shows: dict[str, Show] = {}

    def take(self, entry: LiveEntry) -> None:
        """Take one entry of the live stream. May raise redis.RedisError or SQLAlchemyError."""
        if entry.kind in {"queued", "started"}:
            self._open(entry.id, int(entry.data or 0) if entry.kind == "queued" else 0)
        show = self._shows.get(entry.id)
        if show is None:
            return
        show.touched_at = time.monotonic()
        if entry.kind == "queued":  # a second time where the reaper published it again
            show.waiting = int(entry.data or 0)
        elif entry.kind == "started":  # a second time where the first worker died: its words come again
            show.text, show.waiting, show.began_at = "", 0, time.monotonic()
        elif entry.kind == "writing":
            show.writing = "draft" if entry.data == "draft" else "translate"
        elif entry.kind == "stage" and (stage := unpack_stage(entry.data)):
            show.reach(stage)
        elif entry.kind == "text":
            show.text += entry.data
            show.ready = growing_body(show.text)
        elif entry.kind == "progress":
            progress = json.loads(entry.data)
            steps = (progress["stage"], progress["done"], progress["total"])
            show.progress = progress_text(show.request.kind, *steps, show.words)
        elif entry.kind == "finished":
            del self._shows[entry.id]

    def tick(self) -> None:
        """Start what is due, longest unshown first. May raise redis.RedisError."""
        for show in sorted(self._shows.values(), key=lambda show: show.called_at):
            if not show.busy and not show.over:
                self._advance(show)
        gone = [name for name, show in self._shows.items() if time.monotonic() - show.touched_at > _OWNED_S]
        for name in gone:
            del self._shows[name]

    def close(self) -> None:
        """Finish the calls in hand."""
        self._pool.shutdown()

    def _open(self, work_id: str, waiting: int) -> None:
        """Begin a show, if this process is the first to see it and there is anything to show."""
        if work_id in self._shows or not self._redis.set(f"frontdesk:relay:{work_id}", "1", nx=True, ex=_OWNED_S):
            return
        request = self._slack.ledger.get(request_of(work_id))
        if request is None or not _may_be_shown(request, work_id):
            return
        if is_ephemeral(request):
            if request.kind == "question":
                self._shows[work_id] = Show(request, waiting=waiting)
            return
        show = self._shows[work_id] = Show(request, waiting=waiting)
        self._submit(show, self._show_status if request.kind in ASKED else self._show_beginning)

    def _advance(self, show: Show) -> None:
        if is_ephemeral(show.request):
            if not show.status and time.monotonic() - show.opened_at >= _SAID_AFTER_S:
                self._submit(show, self._say_status)
        elif self._growing.may_show_tasks(show):
            reached = show.reached
            self._submit(show, lambda show, held: self._growing.show_tasks(show, held, reached))
        elif self._may_change_status(show):
            self._submit(show, self._show_status)
        elif self._may_begin_session(show):
            show.session = True
            self._submit(show, lambda show, _held: self._slack.sessions.begin(show.request))
        elif show.progress and self._growing.may_change(show):
            line, show.progress = show.progress, ""
            self._submit(show, lambda show, held: self._show_progress(show, held, line))
        elif len(show.shown) < len(show.ready) < LONGEST_BODY:
            ready = show.ready
            if self._growing.may_show_words(show):
                self._submit(show, lambda show, held: self._growing.show_words(show, held, ready))

    def _may_begin_session(self, show: Show) -> bool:
        due = not show.session and time.monotonic() - show.opened_at >= _SESSION_AFTER_S
        return due and show.request.kind in ASKED and self._slack.sessions.may_begin(show.request)

    def _may_change_status(self, show: Show) -> bool:
        """Before there is anything else to see, and not faster than one reads."""
        if show.posted or show.ready or not show.status or show.status == show.due_status:
            return False
        hurried = not show.reached or show.writing is not None
        return hurried or time.monotonic() - show.called_at >= _STAGE_SHOWN_S

    def _submit(self, show: Show, work: Callable[[Show, Held], None]) -> None:
        show.busy = True
        show.called_at = time.monotonic()
        self._pool.submit(self._guarded, show, work)

    def _guarded(self, show: Show, work: Callable[[Show, Held], None]) -> None:
        """Do one step under the request's lock; whatever goes wrong, the show is over and settling does the rest."""
        try:
            with self._locks.hold(show.request.id, wait_s=0) as held:
                request = self._slack.ledger.get(show.request.id)
                if request is None or request.failure or not _is_open(request, show.request.work_id):
                    show.over = True
                else:
                    show.request = request
                    self._do(show, held, work)
        except (RateLimited, SlackUnreachable, SlackRefused, Busy, RedisError, SQLAlchemyError) as error:
            show.over = True
            _log.info("live_show_ended", request_id=show.request.id, error=str(error))
        except Exception:  # noqa: BLE001 - nobody reads what the pool's future raised
            show.over = True
            _log.exception("live_show_broke", request_id=show.request.id)
        finally:
            show.busy = False

    def _do(self, show: Show, held: Held, work: Callable[[Show, Held], None]) -> None:
        """Do it; where Slack asks to wait, the final post waits as well."""
        try:
            work(show, held)
        except RateLimited as error:
            self._slack.streamed.pause(show.request.id, error.retry_after)
            self._growing.pause(show, error.retry_after)
            raise

    def _show_status(self, show: Show, held: Held) -> None:
        """A status that Slack refuses (an old workspace, a busy one) is no reason not to stream."""
        request, show.status = show.request, show.due_status
        held.renew()
        try:
            call(
                self._slack.client.assistant_threads_setStatus,
                channel_id=request.channel,
                thread_ts=request.thread_ts,
                status=show.status,
                loading_messages=show.due_lines or None,
            )
        except (RateLimited, SlackUnreachable, SlackRefused) as error:
            _log.info("status_not_shown", request_id=request.id, error=str(error))

    def _say_status(self, show: Show, held: Held) -> None:
        """Below a command, once: what was said there cannot be changed."""
        show.status = show.due_status
        Posting(self._slack, show.request, held).answer_command(sentence_message(show.status))

    def _show_beginning(self, show: Show, held: Held) -> None:
        self._growing.change(show, held, sentence_message(f"{show.words.running[show.request.kind]}…"))

    def _show_progress(self, show: Show, held: Held, line: str) -> None:
        self._growing.change(show, held, sentence_message(line))
