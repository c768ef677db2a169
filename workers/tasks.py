"""What a worker does with one message: unpack, call knowledge, pack, send the reply."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from knowledge.attached import is_attached
from knowledge.domain import Question
from knowledge.errors import (
    DeadlineExceeded,
    Declined,
    FrontdeskError,
    GenerationFailed,
    IndexIncompatible,
    IndexMissing,
)
from knowledge.ports import Answers
from workers.actions import KnowledgeAction, Progress
from workers.contract import (
    FILES,
    MARKED,
    UNREAD,
    FailureCode,
    Json,
    LiveEntry,
    Reply,
    pack_answer,
    pack_stage,
    unpack_question,
)
from workers.coordination import Claims, Live, Replies
from workers.counting import Counts
from workers.files import FileDesk
from workers.jobs import Job
from workers.orders import Ordered

log = structlog.get_logger()

PROGRESS_INTERVAL_S = 0.5


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the tasks need, made once per process. ``send`` publishes a reply to the delivery process.

    ``files`` answers questions about files that were shown, ``actions`` are the knowledge requests by name, ``jobs``
    what is written on request; `workers.contract.Reply` says what each returns. ``ordered`` tells whether a message
    orders one of them.
    """

    answering: Answers
    files: FileDesk
    actions: dict[str, KnowledgeAction]
    jobs: dict[str, Job]
    ordered: Ordered
    claims: Claims
    replies: Replies
    live: Live
    counts: Counts
    send: Callable[[Reply], None]
    answer_seconds: float

    def answer(self, payload: Json) -> None:
        """Task `ANSWER_TASK`."""
        self._once(payload["id"], lambda: self._answer(payload))

    def knowledge(self, payload: Json) -> None:
        """Task `KNOWLEDGE_TASK`."""
        self._once(payload["id"], lambda: self._act(payload))

    def write(self, payload: Json) -> None:
        """Task `WRITE_TASK`."""
        self._once(payload["id"], lambda: self._write(payload))

    def _once(self, request_id: str, work: Callable[[], Reply]) -> None:
        """Do the work unless it was done (then send its reply again) or is being done elsewhere (then nothing)."""
        with structlog.contextvars.bound_contextvars(request_id=request_id), self.claims.hold(request_id) as mine:
            if not mine:
                log.info("request_claimed_elsewhere")
                return
            reply = self.replies.stored(request_id)
            if reply is None:
                self.live.show(LiveEntry(request_id, "started"))
                reply = self._guarded(request_id, work)
                self.replies.store(reply)
                self.live.show(LiveEntry(request_id, "finished"))
            self.send(reply)

    def _guarded(self, request_id: str, work: Callable[[], Reply]) -> Reply:
        try:
            return work()
        except FrontdeskError as error:
            log.warning("request_failed", error=type(error).__name__)
            return Reply(request_id, failure=_failure_of(error))
        except Exception:
            # The one place that catches everything: whatever broke, the asker is told and the worker lives on.
            log.exception("request_crashed")
            return Reply(request_id, failure="internal")

    def _answer(self, payload: Json) -> Reply:
        question = unpack_question(payload)
        if self.live.cancelled(question.id):
            log.info("question_cancelled")
            return Reply(question.id, failure="unavailable")
        if MARKED in payload and (order := self.ordered(question, payload[MARKED])):
            self.live.show(LiveEntry(question.id, "writing", order["job"]))
            return self._write(order)
        if names := payload.get(FILES):
            with self.files.about(question.id, names) as about:
                reply = self._answered(question, about.answering)
            return replace(reply, answer={**(reply.answer or {}), UNREAD: about.unread})
        return self._answered(question, self.answering)

    def _answered(self, question: Question, answering: Answers) -> Reply:
        answer = answering.answer(
            question,
            emit=lambda text: self.live.show(LiveEntry(question.id, "text", text)),
            deadline=time.monotonic() + self.answer_seconds - self.live.waited(question.id),
            cancelled=lambda: self.live.cancelled(question.id),
            tell=lambda stage: self.live.show(LiveEntry(question.id, "stage", pack_stage(stage))),
        )
        # What is suspected in somebody's own file is nothing for an administrator to look into.
        policies = tuple(place for place in answer.suspicions if not is_attached(place))
        self.counts.count(replace(answer, suspicions=policies))
        log.info(
            "question_answered",
            abstained=answer.abstained,
            generator=answer.generator,
            cached=answer.cached,
            suspicions=len(answer.suspicions),
            shortfall=answer.shortfall,
            **answer.timings,
        )
        return Reply(question.id, answer=pack_answer(answer))

    def _write(self, payload: Json) -> Reply:
        request_id, job = payload["id"], payload["job"]
        deadline = time.monotonic() + self.answer_seconds
        try:
            written = self.jobs[job](payload, deadline=deadline, cancelled=lambda: self.live.cancelled(request_id))
        except Declined as declined:
            log.info("writing_declined", job=job, reason=declined.reason)
            written = {"declined": declined.reason} | ({"values": declined.values} if declined.values else {})
        return Reply(request_id, written={"job": job, **written})

    def _act(self, payload: Json) -> Reply:
        request_id, action = payload["id"], payload["action"]
        try:
            report = self.actions[action](payload.get("arguments") or {}, self._progress(request_id))
        except FrontdeskError as error:
            log.warning("knowledge_request_failed", action=action, error=type(error).__name__)
            report = {"error": str(error), "failure": _failure_of(error)}
        return Reply(request_id, report={"action": action, **report})

    def _progress(self, request_id: str) -> Progress:
        """Progress for the live stream, thinned out: a reload has thousands of steps, a reader two eyes."""
        last = 0.0

        def show(stage: str, done: int, total: int) -> None:
            nonlocal last
            if done >= total or time.monotonic() - last >= PROGRESS_INTERVAL_S:
                last = time.monotonic()
                data = json.dumps({"stage": stage, "done": done, "total": total})
                self.live.show(LiveEntry(request_id, "progress", data))

        return show


def _failure_of(error: FrontdeskError) -> FailureCode:
    match error:
        case IndexMissing() | IndexIncompatible():
            return "index_missing"
        case DeadlineExceeded():
            return "deadline"
        case GenerationFailed():
            return "model_failed"
        case _:
            return "internal"
