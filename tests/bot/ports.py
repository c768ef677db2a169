"""A port for a program that a test starts, or starts again."""

from __future__ import annotations

import os
import socket


def steady_port() -> int:
    """A free port of this process' own below those that systems hand out by themselves, so that it stays free.

    One that the system chose may be anybody's between two starts of a program, even a client's of that very program.
    """
    first = 20_000 + os.getpid() % 100 * 100
    return next(port for port in range(first, first + 100) if _is_free(port))


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
