"""Converts documents in processes of their own, bounded in time and memory.

A document is not to be trusted: one that makes a converter hang, crash or eat memory ends such a process, is reported,
and nothing else suffers. The processes start when they are first needed and serve until the end; they import no model.
"""

from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, as_completed, wait
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from multiprocessing import Pipe
from queue import Empty, LifoQueue
from tempfile import TemporaryDirectory
from typing import Any, Self

from knowledge.errors import DocumentUnreadable
from knowledge.formats.archive import is_archive
from knowledge.formats.child import OUT_OF_MEMORY, Task
from knowledge.formats.converted import Converted

MOST_CHILDREN = 4
MOST_HELD = 200 * 2**20
"""Bytes of documents that wait for their conversion or are in it, before the next one is read."""

_NO_MEMORY_FOR_A_THREAD = 127
"""What glibc itself exits with, before Python can say anything, where a thread's own data find no room."""

_ALLOWED = {
    ("knowledge.formats.converted", "Converted"),
    ("knowledge.formats.converted", "Standing"),
    ("knowledge.formats.converted", "LeftOutWords"),
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take: ``seconds`` of time, ``memory`` in bytes of address space.

    Each page to recognise may take ``seconds``, all of them together ``recognition``.
    """

    seconds: float = 60.0
    memory: int = 1536 * 2**20
    recognition: float = inf


USUAL = Limits()

Documents = Iterable[tuple[str, bytes | DocumentUnreadable]]
"""Files by their ids: content, or why it could not be had."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of one document; ``file`` is what it lay in, the document itself unless that is an archive."""

    file: str
    name: str
    result: Converted | DocumentUnreadable


class Converters:
    """A few processes that convert, as many as there are cores; a context manager, as they must be ended."""

    def __init__(self, limits: Limits = USUAL) -> None:
        self._limits = limits
        self._count = min(os.cpu_count() or 1, MOST_CHILDREN)
        self._children: list[_Child] = []
        self._idle: LifoQueue[_Child] = LifoQueue()
        self._threads = ThreadPoolExecutor(self._count, "conversion")
        self._ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in list(self._children):
            child.end()

    def convert_all(self, documents: Documents) -> Iterator[Conversion]:
        """Convert documents and the members of archives, and yield each when it is done; failures are passed on.

        Only a few more than are converted are held in memory at once.
        """
        pending: dict[Future[Conversion], int] = {}
        for file, name, data in self._opened(documents):
            if isinstance(data, DocumentUnreadable):
                yield Conversion(file, name, data)
                continue
            pending[self._threads.submit(self._conversion, file, name, data)] = len(data)
            while len(pending) > self._count or sum(pending.values()) > MOST_HELD:
                done, _ = wait(pending, return_when=FIRST_COMPLETED)
                pending = {future: size for future, size in pending.items() if future not in done}
                yield from (future.result() for future in done)
        yield from (future.result() for future in as_completed(pending))

    def convert(self, name: str, data: bytes) -> Converted:
        """Convert one document; each page to recognise may take a document's time. Raises DocumentUnreadable."""
        result = self._done("convert", name, data, self._limits.seconds)
        if isinstance(result, int):
            seconds = min(self._limits.seconds * result, self._limits.recognition)
            result = self._done("recognise", name, data, seconds)
        if isinstance(result, Converted):
            return result
        raise DocumentUnreadable(str(result))

    def _opened(self, documents: Documents) -> Iterator[tuple[str, str, bytes | DocumentUnreadable]]:
        """Yield file, name and content of each document, the members of an archive one by one."""
        for file, data in documents:
            if isinstance(data, DocumentUnreadable) or not is_archive(file):
                yield file, file, data
                continue
            try:
                members = self._members(file, data)
            except DocumentUnreadable as error:
                yield file, file, error
            else:
                for name, content in members:
                    yield file, name, content if isinstance(content, bytes) else DocumentUnreadable(content)

    def _members(self, file: str, data: bytes) -> list[tuple[str, bytes | str]]:
        members = self._done("expand", file, data, self._limits.seconds)
        if isinstance(members, list):
            return members
        raise DocumentUnreadable(str(members))

    def _conversion(self, file: str, name: str, data: bytes) -> Conversion:
        try:
            return Conversion(file, name, self.convert(name, data))
        except DocumentUnreadable as error:
            return Conversion(file, name, error)

    def _done(self, task: Task, name: str, data: bytes, seconds: float) -> object:
        """Have a process do it. A crash counts only in a fresh one: another document may have left its marks."""
        child = self._child()
        used = child.used
        answer = child.ask(task, name, data, seconds)
        if answer is not None:
            self._idle.put(child)
            return _unpacked(answer)
        self._children.remove(child)
        status = child.end()
        if used and status != -signal.SIGALRM and not self._ended:
            return self._done(task, name, data, seconds)
        raise DocumentUnreadable(self._cause_of_death(status, seconds))

    def _child(self) -> _Child:
        with suppress(Empty):
            return self._idle.get_nowait()
        return self._started()

    def _started(self) -> _Child:
        if not self._ended:
            self._children.append(child := _Child(self._limits.memory))
            if not self._ended:
                return child
            child.end()  # whoever ended the others meanwhile may not have seen it
        raise DocumentUnreadable("Its conversion was given up. Run the reload again.")

    def _cause_of_death(self, status: int, seconds: float) -> str:
        if status == -signal.SIGALRM:
            return f"Reading it takes longer than {seconds:g} s. Split it, or save it in a simpler format."
        if status in {OUT_OF_MEMORY, _NO_MEMORY_FOR_A_THREAD}:
            memory = self._limits.memory // 2**20
            return f"Reading it takes more than {memory} MB of memory. Split it, or save it in a simpler format."
        return f"Reading it makes its converter crash ({_named(status)}). Open it and save it again."


class _Child:
    """One process, and the line to it."""

    def __init__(self, memory: int) -> None:
        self.used = False
        self._connection, theirs = Pipe()
        self._folder = TemporaryDirectory(prefix="frontdesk-", ignore_cleanup_errors=True)
        command = [sys.executable, "-W", "ignore", "-m", "knowledge.formats.child", str(theirs.fileno()), str(memory)]
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            command,
            env={**_environment(), "TMPDIR": self._folder.name},  # what one that is killed leaves there goes with it
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is ours to handle, and what it starts ends with it
        )
        theirs.close()

    def ask(self, task: Task, name: str, data: bytes, seconds: float) -> bytes | None:
        """Return the packed answer; None where the process ended."""
        self.used = True
        try:
            self._connection.send((task, name, seconds))
            self._connection.send_bytes(data)
            return self._connection.recv_bytes()
        except (EOFError, OSError):
            return None

    def end(self) -> int:
        """End it and all that it started, and return its exit status."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)  # changes nothing about how a dead one died
        status = self._process.wait()
        self._folder.cleanup()
        return status


class _Plain(pickle.Unpickler):
    """Unpickles values only: a document that took over its converter must not get further."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as the base class has it
        if (module, name) in _ALLOWED:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a conversion")


def _unpacked(answer: bytes) -> object:
    """Return what a process answered. Raises DocumentUnreadable where it is no proper answer."""
    try:
        return _Plain(io.BytesIO(answer)).load()
    except Exception as error:
        raise DocumentUnreadable(f"Its converter broke down ({type(error).__name__}). Remove it.") from error


def _environment() -> dict[str, str]:
    """Our environment without its settings, which hold secrets."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FRONTDESK_")}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OMP_THREAD_LIMIT": "1"}


def _named(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else f"exit status {status}"
