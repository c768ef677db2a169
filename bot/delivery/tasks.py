"""The delivery process' Celery app: replies and notices, tried until they are posted; what workers ask of Slack."""

from __future__ import annotations

from typing import Any, Final

import structlog
from celery import Celery
from redis import RedisError
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.locks import Busy
from bot.delivery.reading import ChannelAnswers
from bot.delivery.settling import Settler
from bot.home.homes import Homes
from bot.intake.preparing import NotYet, Preparer
from bot.intake.publishing import NOTICE_TASK, PREPARE_TASK, QueueUnavailable
from bot.records.models import request_of
from bot.slack.api import RateLimited, SlackUnreachable
from workers.contract import DELIVER_TASK, OVERVIEW_FOR, READ_CHANNEL_TASK, Json, Reply, celery_config

_BUSY_COUNTDOWN_S: Final = 2
_LONGEST_COUNTDOWN_S: Final = 60
_LONGEST_RETRY_AFTER_S: Final = 300
"""Well under the queue's visibility timeout: a message that waits longer would be handed out a second time."""

_log = structlog.get_logger()


def create_app(redis_url: str, preparer: Preparer, settler: Settler, channels: ChannelAnswers, homes: Homes) -> Celery:
    """Return the app with its four tasks."""
    app = Celery("frontdesk-delivery", set_as_current=False)
    app.conf.update(celery_config(redis_url), task_acks_on_failure_or_timeout=True)

    @app.task(name=PREPARE_TASK, bind=True, max_retries=None)  # type: ignore[untyped-decorator]
    def prepare(task: Any, payload: Json) -> None:  # noqa: ANN401 - Celery has no types
        _prepare(task, preparer, payload["id"])

    @app.task(name=DELIVER_TASK, bind=True, max_retries=None)  # type: ignore[untyped-decorator]
    def deliver(task: Any, payload: Json) -> None:  # noqa: ANN401 - Celery has no types
        reply = Reply(**payload)
        if reply.id.startswith(OVERVIEW_FOR):
            homes.complete(reply)
        else:
            _settle(task, settler, homes, request_of(reply.id), reply)

    @app.task(name=NOTICE_TASK, bind=True, max_retries=None)  # type: ignore[untyped-decorator]
    def notice(task: Any, payload: Json) -> None:  # noqa: ANN401 - Celery has no types
        _settle(task, settler, homes, payload["id"], None)

    @app.task(name=READ_CHANNEL_TASK, bind=True, max_retries=None)  # type: ignore[untyped-decorator]
    def read_channel(task: Any, payload: Json) -> None:  # noqa: ANN401 - Celery has no types
        try:
            channels.give(payload["id"], payload["channel"])
        except RateLimited as limited:
            raise task.retry(countdown=limited.retry_after) from None
        except RedisError as error:
            _log.warning("channel_not_given", error=type(error).__name__)

    return app


def _prepare(task: Any, preparer: Preparer, request_id: str) -> None:  # noqa: ANN401 - as above
    with structlog.contextvars.bound_contextvars(request_id=request_id):
        try:
            preparer.prepare(request_id, task.request.retries)
        except NotYet as error:
            _log.warning("request_not_prepared_yet", countdown=error.seconds)
            raise task.retry(countdown=error.seconds) from None
        except (RedisError, SQLAlchemyError, QueueUnavailable) as error:
            _log.warning("request_left_to_reaper", error=type(error).__name__)


def _settle(
    task: Any,  # noqa: ANN401 - as above
    settler: Settler,
    homes: Homes,
    request_id: str,
    reply: Reply | None,
) -> None:
    with structlog.contextvars.bound_contextvars(request_id=request_id):
        try:
            settler.settle(request_id, reply)
            homes.became(request_id)
        except (RateLimited, SlackUnreachable, Busy) as error:
            countdown = _countdown(error, task.request.retries)
            _log.warning("reply_postponed", error=type(error).__name__, countdown=countdown)
            if settler.try_again_in(request_id, countdown):
                raise task.retry(countdown=countdown) from None
        except (RedisError, SQLAlchemyError, QueueUnavailable) as error:
            # Trying again needs both; the reaper sends it again when they are back.
            _log.warning("reply_left_to_reaper", error=type(error).__name__)


def _countdown(error: Exception, retries: int) -> int:
    if isinstance(error, RateLimited):
        return min(error.retry_after, _LONGEST_RETRY_AFTER_S)
    if isinstance(error, Busy):
        return _BUSY_COUNTDOWN_S
    return int(min(2 ** min(retries, 10), _LONGEST_COUNTDOWN_S))
