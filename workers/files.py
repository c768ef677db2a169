"""Files that were shown with a question: asked of the delivery process, converted, and searched for that question."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

import structlog
from redis import Redis

from knowledge.answer.story import Answering
from knowledge.attached import FileProblem
from knowledge.attached.index import WithFiles, indexed
from knowledge.attached.reading import Read, Shown, read_all
from knowledge.domain import Document
from knowledge.formats.bounded import Converters, Limits
from knowledge.index.searching import NO_OPTIONS
from knowledge.ports import Answers, Embedder
from workers.contract import FILES_WAIT_S, READ_FILES_TASK, Json, ShownFile, files_key, unpack_file

MOST_SECONDS: Final = 30.0
"""For turning a file into text while somebody waits; twice that where its words have to be recognised."""
_LOOK_S: Final = 2
"""Well under the client's time-out for one command."""

log = structlog.get_logger()

Order = Callable[[str, Json], None]
"""Sends a task by its name."""


@dataclass(frozen=True, slots=True)
class AskedFiles:
    """Has the delivery process hand over the files of a request. May raise redis.RedisError, and what sending does."""

    redis: Redis
    order: Order
    wait_s: float = FILES_WAIT_S

    def of(self, request_id: str, names: Sequence[str]) -> list[ShownFile]:
        """Return the files in their order; what does not come in time is ``unreachable``."""
        answer_id = uuid.uuid4().hex
        self.order(READ_FILES_TASK, {"id": answer_id, "request": request_id})
        return [self._next(answer_id) or ShownFile("", name, problem="unreachable") for name in names]

    def _next(self, answer_id: str) -> ShownFile | None:
        deadline = time.monotonic() + self.wait_s
        while time.monotonic() < deadline:
            given: Any = self.redis.blpop([files_key(answer_id)], timeout=min(_LOOK_S, self.wait_s))
            if given:
                return unpack_file(given[1])
        return None


@dataclass(frozen=True, slots=True)
class AboutFiles:
    """What answers with the files that were shown, and ``unread``: why one was not read, or not whole, by its name."""

    answering: Answers
    unread: list[tuple[str, FileProblem]]


@dataclass(frozen=True, slots=True)
class FileDesk:
    """Reads the files of a question. ``embedder`` remembers nothing: what a file says is kept nowhere."""

    answering: Answering
    embedder: Embedder
    asked: AskedFiles
    converters: Converters

    @contextmanager
    def about(self, request_id: str, names: Sequence[str]) -> Iterator[AboutFiles]:
        """Give what answers the question, from no cache; the files are gone when it is left.

        May raise redis.RedisError, IndexMissing or IndexIncompatible.
        """
        read = self._read(self.asked.of(request_id, names))
        documents = [one.document for one in read if one.document]
        log.info("files_read", shown=len(names), read=len(documents), problems=[one.problem for one in read])
        with ExitStack() as stack:
            answering = self._with(documents, stack) if documents else self.answering
            yield AboutFiles(answering, [(one.name, one.problem) for one in read if one.problem])

    def _read(self, files: Sequence[ShownFile]) -> list[Read]:
        shown = [
            Shown(file.id, file.name, file.suffix, file.url, frozenset(file.readers), file.data)
            for file in files
            if file.problem is None
        ]
        return [*(Read(file.name, problem=file.problem) for file in files if file.problem), *self._converted(shown)]

    def _converted(self, shown: Sequence[Shown]) -> list[Read]:
        return read_all(shown, self.converters) if shown else []

    def _with(self, documents: Sequence[Document], stack: ExitStack) -> Answering:
        files = stack.enter_context(indexed(documents, self.embedder, NO_OPTIONS))
        return replace(self.answering, index=WithFiles(self.answering.index.current(), files))


def file_limits(limits: Limits) -> Limits:
    """Return what one file may take while somebody waits, no more than a document of a source may."""
    seconds = min(limits.seconds, MOST_SECONDS)
    return replace(limits, seconds=seconds, recognition=2 * seconds)
