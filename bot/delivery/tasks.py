"""The delivery process' Celery app: replies and notices, tried until they are posted; what workers ask of Slack."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import structlog
from celery import Celery
from redis import RedisError
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.locks import Busy, Locks
from bot.delivery.settling import Settler
from bot.home.homes import Homes
from bot.intake.preparing import NotYet, Preparer
from bot.intake.publishing import GIVE_UP_TASK, NOTICE_TASK, PREPARE_TASK, QueueUnavailable
from bot.lookups.looks import Looks
from bot.records.models import request_of
from bot.slack.api import RateLimited, SlackUnreachable
from workers.contract import DELIVER_TASK, READ_CHANNEL_TASK, READ_FILES_TASK, Json, Reply, celery_config

if TYPE_CHECKING:
    from bot.delivery.process import Parts

_LOOK_UP_RETRIES: Final = 3
_BUSY_COUNTDOWN_S: Final = 2
_LONGEST_COUNTDOWN_S: Final = 60
_LONGEST_WAIT_S: Final = 300
"""At a time, well under the queue's visibility timeout: what waits longer would be handed out a second time."""

_log = structlog.get_logger()


def create_app(redis_url: str, parts: Parts) -> Celery:
    """Return the app with its six tasks; shared, they would be another app's, too, with the parts of this one."""
    app = Celery("frontdesk-delivery", set_as_current=False)
    app.conf.update(celery_config(redis_url), task_acks_on_failure_or_timeout=True)

    @app.task(name=PREPARE_TASK, bind=True, max_retries=None, shared=False)  # type: ignore[untyped-decorator]
    def prepare(task: Any, payload: Json) -> None:  # noqa: ANN401 - Celery has no types
        _prepare(task, parts.preparer, parts.locks, payload["id"])

    @app.task(name=DELIVER_TASK, bind=True, max_retries=None, shared=False)  # type: ignore[untyped-decorator]
    def deliver(task: Any, payload: Json, not_before: float = 0) -> None:  # noqa: ANN401 - Celery has no types
        reply = Reply(**payload)
        complete = next((told for begin, told in parts.look_ups.items() if reply.id.startswith(begin)), None)
        if complete is not None:
            _complete(task, complete, reply)
        else:
            _settle(task, parts.settler, parts.homes, request_of(reply.id), reply=reply, not_before=not_before)

    @app.task(name=NOTICE_TASK, bind=True, max_retries=None, shared=False)  # type: ignore[untyped-decorator]
    def notice(task: Any, payload: Json, not_before: float = 0) -> None:  # noqa: ANN401 - Celery has no types
        _settle(task, parts.settler, parts.homes, payload["id"], reply=None, not_before=not_before)

    @app.task(name=GIVE_UP_TASK, shared=False)  # type: ignore[untyped-decorator]
    def give_up(payload: Json) -> None:
        _give_up(parts.looks, payload["id"])

    _answer_workers(app, parts)
    return app


def _answer_workers(app: Celery, parts: Parts) -> None:
    """Register what workers ask of Slack."""

    @app.task(name=READ_CHANNEL_TASK, bind=True, max_retries=None, shared=False)  # type: ignore[untyped-decorator]
    def read_channel(task: Any, payload: Json) -> None:  # noqa: ANN401 - Celery has no types
        try:
            parts.channels.give(payload["id"], payload["channel"])
        except RateLimited as limited:
            raise task.retry(countdown=limited.retry_after) from None
        except RedisError as error:
            _log.warning("channel_not_given", error=type(error).__name__)

    @app.task(name=READ_FILES_TASK, bind=True, max_retries=None, shared=False)  # type: ignore[untyped-decorator]
    def read_files(task: Any, payload: Json) -> None:  # noqa: ANN401 - Celery has no types
        try:
            parts.files.give(payload["id"], payload["request"], task.request.retries)
        except (RateLimited, SlackUnreachable) as error:
            raise task.retry(countdown=_countdown(error, task.request.retries)) from None
        except (RedisError, SQLAlchemyError) as error:
            _log.warning("files_not_given", error=type(error).__name__)


def _give_up(looks: Looks, look_id: str) -> None:
    """Say that no worker answered."""
    try:
        looks.give_up(look_id)
    except (RedisError, SQLAlchemyError) as error:
        _log.warning("modal_not_given_up", error=type(error).__name__)


def _prepare(task: Any, preparer: Preparer, locks: Locks, request_id: str) -> None:  # noqa: ANN401 - as above
    with structlog.contextvars.bound_contextvars(request_id=request_id):
        try:
            with locks.hold(f"prepare-{request_id}", wait_s=0):
                preparer.prepare(request_id, task.request.retries)
        except Busy:
            _log.info("request_prepared_elsewhere")
        except NotYet as error:
            _log.warning("request_not_prepared_yet", countdown=error.seconds)
            raise task.retry(countdown=error.seconds) from None
        except (RedisError, SQLAlchemyError, QueueUnavailable) as error:
            _log.warning("request_left_to_reaper", error=type(error).__name__)


def _complete(task: Any, complete: Callable[[Reply], None], reply: Reply) -> None:  # noqa: ANN401 - as above
    """Tell what was looked up; after a few tries nobody waits for it any more."""
    with structlog.contextvars.bound_contextvars(request_id=reply.id):
        try:
            complete(reply)
        except (RateLimited, SlackUnreachable) as error:
            _log.warning("look_up_postponed", error=type(error).__name__)
            if task.request.retries < _LOOK_UP_RETRIES:
                raise task.retry(countdown=_countdown(error, task.request.retries)) from None
        except (RedisError, SQLAlchemyError) as error:
            _log.warning("look_up_lost", error=type(error).__name__)


def _settle(  # noqa: PLR0913 - what a reply's way ends with
    task: Any,  # noqa: ANN401 - as above
    settler: Settler,
    homes: Homes,
    request_id: str,
    *,
    reply: Reply | None,
    not_before: float,
) -> None:
    with structlog.contextvars.bound_contextvars(request_id=request_id):
        if not_before > time.time():
            raise _again(task, not_before)
        try:
            settler.settle(request_id, reply)
            homes.became(request_id)
        except (RateLimited, SlackUnreachable, Busy) as error:
            countdown = _countdown(error, task.request.retries)
            _log.warning("reply_postponed", error=type(error).__name__, countdown=countdown)
            if settler.try_again_in(request_id, countdown):
                raise _again(task, time.time() + countdown) from None
        except (RedisError, SQLAlchemyError, QueueUnavailable) as error:
            # Trying again needs both; the reaper sends it again when they are back.
            _log.warning("reply_left_to_reaper", error=type(error).__name__)


def _again(task: Any, not_before: float) -> Exception:  # noqa: ANN401 - as above
    """Celery's order to hand the message out again at a time; what is further away is waited for in turns."""
    countdown = min(not_before - time.time(), _LONGEST_WAIT_S)
    again: Exception = task.retry(countdown=countdown, kwargs={"not_before": not_before}, throw=False)
    return again


def _countdown(error: Exception, retries: int) -> int:
    if isinstance(error, RateLimited):
        return error.retry_after
    if isinstance(error, Busy):
        return _BUSY_COUNTDOWN_S
    return int(min(2 ** min(retries, 10), _LONGEST_COUNTDOWN_S))
