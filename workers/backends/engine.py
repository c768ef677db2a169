"""Writes many answers at once: one thread owns the model, and a request may join or leave between any two tokens."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import Final

import structlog
from transformers import Cache

from knowledge.errors import GenerationFailed
from workers.backends.causal_model import CausalModel, NotComputed
from workers.backends.requests import Request

log = structlog.get_logger()

_IDLE_SECONDS: Final = 1.0
_RECOVERY_STEPS: Final = 256  # good ones after which a batch that was halved may double again
_REPEATS: Final = 4  # the same words so many times in a row are a loop
_LONGEST_LOOP: Final = 32  # tokens
_SHORTEST_RUN: Final = 24  # tokens; dashes of a table repeat as well


@dataclass(slots=True, eq=False)
class Row:
    """A request in the batch: what it has read, and the token to be read next."""

    request: Request
    cache: Cache
    next: int
    read: int = 0
    """How many of the request's written tokens are read."""


class Engine:
    """``batch`` answers are written at once, and ``queue`` more may wait.

    Started by its first request. When memory runs out, or a computation fails, the batch is halved and its rows begin
    anew, reading what they had written: they go on with the same words, and only one that fails alone is given up.
    """

    def __init__(self, model: CausalModel, *, batch: int, queue: int) -> None:
        self._model, self._most, self._queue = model, batch, queue
        self._limit, self._good_steps = batch, 0
        self._rows: list[Row] = []
        self._waiting: deque[Request] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self._thread: threading.Thread | None = None

    def submit(self, request: Request) -> None:
        """Let the request wait for its place. Raises GenerationFailed when too many wait already, or after `close`."""
        with self._changed:
            if self._closing:
                raise GenerationFailed("The worker is stopping and begins no more answers.")
            self._waiting = deque(waiting for waiting in self._waiting if waiting.wanted)
            if len(self._waiting) >= self._queue:
                raise GenerationFailed(
                    f"The model is busy: {len(self._waiting)} answers wait for it already. Ask again in a moment; "
                    "FRONTDESK_ENGINE_QUEUE sets how many may wait."
                )
            self._waiting.append(request)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="generation", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def close(self, seconds: float) -> None:
        """Finish what is in hand and waiting, at most so long, and begin nothing more."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _run(self) -> None:
        while self._work_left():
            try:
                self._admit()
                self._step()
            except Exception as error:  # the thread must live on: others wait for it
                log.exception("engine_step_crashed")
                for row in self._rows:
                    row.request.end(GenerationFailed(f"The model {self._model.name} failed: {type(error).__name__}."))
                self._rows = []

    def _work_left(self) -> bool:
        """Wait for work; False when there is none and none will come."""
        with self._changed:
            while not self._rows and not self._waiting:
                if self._closing:
                    return False
                self._changed.wait(_IDLE_SECONDS)
        return True

    def _admit(self) -> None:
        """Let one waiting request join: the others' next words wait for one prompt at most."""
        with self._changed:
            request = self._waiting.popleft() if self._waiting and len(self._rows) < self._limit else None
        if request is None:
            return
        try:
            read = self._model.read(request.prompt, lambda: request.wanted)
            if read is not None:
                self._took(Row(request, read.cache, -1), self._model.choose(read.logits, request))
        except NotComputed as error:
            self._retry([request], error, alone=not self._rows)
        except GenerationFailed as error:
            request.end(error)
        except Exception as error:
            log.exception("engine_prompt_crashed")
            request.end(GenerationFailed(f"The model {self._model.name} failed: {type(error).__name__}."))

    def _step(self) -> None:
        """Read and choose one token of each row."""
        self._rows = [row for row in self._rows if row.request.wanted]
        rows, self._rows = self._rows, []
        if not rows:
            return
        try:
            logits = self._model.decode([row.next for row in rows], [row.cache for row in rows])
        except NotComputed as error:
            self._retry([row.request for row in rows], error, alone=len(rows) == 1)
            return
        for row, own in zip(rows, logits, strict=True):
            try:
                self._took(row, self._model.choose(own, row.request, known=row.read))
            except GenerationFailed as error:
                row.request.end(error)
        self._recover()

    def _took(self, row: Row, token: int) -> None:
        """Hand a row's new token out and keep the row, unless it has ended."""
        written = row.request.written
        if row.read == len(written):
            if token in self._model.ends:
                row.request.end()
                return
            row.request.put(token)
        row.next, row.read = token, row.read + 1
        if row.read == len(written) and (len(written) >= row.request.limit or loops(written)):
            row.request.end()
        else:
            self._rows.append(row)

    def _retry(self, requests: list[Request], error: NotComputed, *, alone: bool) -> None:
        """Begin again with half the batch; one that failed alone is given up."""
        self._good_steps = 0
        if alone:
            requests[0].end(GenerationFailed(str(error)))
            return
        self._limit = max(1, (len(self._rows) or len(requests)) // 2)
        log.warning("engine_batch_halved", batch=self._limit, reason=str(error))
        again = [*requests, *(row.request for row in self._rows)]
        self._rows = []
        self._model.forget()
        with self._changed:
            self._waiting.extendleft(reversed(again))

    def _recover(self) -> None:
        self._good_steps += 1
        if self._limit < self._most and self._good_steps >= _RECOVERY_STEPS:
            self._limit, self._good_steps = min(self._most, self._limit * 2), 0


def loops(tokens: list[int]) -> bool:
    """Whether the end is the same few tokens again and again."""
    for length in range(1, _LONGEST_LOOP + 1):
        run = max(_REPEATS * length, _SHORTEST_RUN)
        if run > len(tokens):
            continue
        tail = tokens[-run:]
        if tail[length:] == tail[:-length]:
            return True
    return False
