"""Ports for the servers that tests start themselves."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ops.stack.ports import free_port


@contextmanager
def reserved(port: int) -> Iterator[None]:
    """Keep a free port from everyone who asks for any port, until a server of the test listens on it.

    On Linux a server that may use an address again, as all of ours may, can listen where somebody only holds the port.
    Elsewhere it could not, so there nothing is held.
    """
    if sys.platform.startswith("linux"):
        with _held(port):
            yield
    else:
        yield


@contextmanager
def _held(port: int) -> Iterator[int]:
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", port))
        yield int(holder.getsockname()[1])


@contextmanager
def reserved_port() -> Iterator[int]:
    """A loopback port that nobody listens on but the server that the test starts there."""
    if sys.platform.startswith("linux"):
        with _held(0) as port:
            yield port
    else:
        yield free_port()
