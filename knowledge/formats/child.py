"""What a process of `bounded` does: ``python -m knowledge.formats.child <file descriptor> <bytes of memory>``.

It trusts no document, and is not trusted: it reads one after another until its parent closes the line, and whoever is
too slow is ended by the kernel's own alarm, also where the parent is gone.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from typing import Any, Literal

from knowledge.errors import DocumentUnreadable
from knowledge.formats import convert, recognise
from knowledge.formats.archive import expand
from knowledge.formats.converted import DocumentScanned

OUT_OF_MEMORY = 77
"""Exit status; the process cannot be relied on after it."""

Task = Literal["convert", "expand", "recognise"]
TASKS: Mapping[Task, Callable[[str, bytes], object]] = {
    "convert": convert,
    "expand": expand,
    "recognise": recognise,
}

_NICENESS = 10  # answers come first


def main() -> None:
    """Serve the parent at the other end of the line."""
    logging.disable()  # a library's opinion of a document is not our log's
    bound_memory(int(sys.argv[2]))
    os.nice(_NICENESS)
    connection = Connection(int(sys.argv[1]))
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            serve(connection)


def serve(connection: Connection[Any, Any]) -> None:
    """Do one task: what to do, the name and the seconds it may take come first, then the bytes."""
    task, name, seconds = connection.recv()
    data = connection.recv_bytes()
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        result = done(task, name, data)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    signal.setitimer(signal.ITIMER_REAL, 0)
    connection.send_bytes(pickle.dumps(result))


def done(task: Task, name: str, data: bytes) -> object:
    """Return what the task gives, the number of pages to recognise, or the sentence on why it gives nothing."""
    try:
        return TASKS[task](name, data)
    except DocumentScanned as error:
        return error.pages
    except DocumentUnreadable as error:
        return str(error)


def bound_memory(limit: int) -> None:
    """Let allocations beyond the limit in bytes fail. macOS accepts no such limit; there only time is bounded."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    main()
