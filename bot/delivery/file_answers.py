"""Hands the files of a question over to the worker that answers it."""

from __future__ import annotations

from typing import Final

import structlog
from redis import Redis

from bot.records.ledger import OPEN_STATES, Ledger
from bot.records.models import Request, request_of
from bot.slack.api import RateLimited, SlackUnreachable
from bot.slack.shown_files import FileRefused, SlackFiles, suffix_of
from knowledge.attached import MOST_FILES
from workers.contract import EDGE, FILES, FILES_WAIT_S, Json, ShownFile, files_key, pack_file

LAST_TRY: Final = 2
"""Counted from 0; a worker that waits is told that Slack cannot be reached before it stops waiting."""

_log = structlog.get_logger()


class FileAnswers:
    """Gets files from Slack and puts them where the worker waits. May raise redis.RedisError."""

    def __init__(self, files: SlackFiles, ledger: Ledger, redis: Redis) -> None:
        self._files = files
        self._ledger = ledger
        self._redis = redis

    def give(self, answer_id: str, work_id: str, attempt: int = 0) -> None:
        """Answer one request. Raises RateLimited or SlackUnreachable while it is worth trying again."""
        request = self._ledger.get(request_of(work_id))
        if request is None or request.work_id != work_id or request.state not in OPEN_STATES:
            _log.info("files_not_wanted", request_id=work_id)
            return
        shown = request.payload.get(EDGE, {}).get(FILES, ())
        given = [self._file(file, request, attempt) for file in shown[:MOST_FILES]]
        given += [ShownFile(file["id"], file["name"], problem="too_many") for file in shown[MOST_FILES:]]
        _log.info("files_given", request_id=work_id, problems=[file.problem for file in given])
        key = files_key(answer_id)
        for file in given:
            with self._redis.pipeline() as both:  # a file must not stay where nobody asks for it
                both.rpush(key, pack_file(file))
                both.expire(key, FILES_WAIT_S)
                both.execute()

    def _file(self, file: Json, request: Request, attempt: int) -> ShownFile:
        try:
            return self._got(file, request)
        except FileRefused as refused:
            return ShownFile(file["id"], file["name"], problem=refused.problem)
        except (RateLimited, SlackUnreachable) as error:
            if attempt < LAST_TRY and not (isinstance(error, RateLimited) and error.retry_after >= FILES_WAIT_S):
                raise
            return ShownFile(file["id"], file["name"], problem="unreachable")

    def _got(self, file: Json, request: Request) -> ShownFile:
        found = self._files.checked(file)
        return ShownFile(
            found["id"],
            found["name"],
            suffix_of(found),
            str(found.get("permalink") or ""),
            (f"user:{request.user}",),
            data=self._files.bytes_of(found),
        )
