"""Whether a port is free, and who has it where it is not."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import combinations
from pathlib import Path
from typing import Final

from knowledge.errors import FrontdeskError

_LISTENING: Final = "0A"
_STEADY: Final = range(12_000, 32_000)
"""Ports below those that systems hand out to whoever asks for any (on Linux from 32768 on)."""


class PortTaken(FrontdeskError):
    """Another program listens where a part should; the sentence names both and the setting to change."""


def require_different(ports: Iterable[tuple[int, str, str]]) -> None:
    """Raise PortTaken where two of our own parts would listen on one port; ``ports`` are ports, parts and settings."""
    for (one, part, setting), (other, second, its_setting) in combinations(ports, 2):
        if one == other:
            raise PortTaken(
                f"{setting} and {its_setting} are both {one}, but the {part} and the {second} need a port each. "
                "Change one of the two."
            )


def require_free(port: int, part: str, *settings: str) -> None:
    """Raise PortTaken unless the loopback ``port`` can be listened on; each of ``settings`` chooses another."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            who = holder(port)
            ways = " or ".join(f"{setting}=<port>" for setting in settings)
            raise PortTaken(
                f"Port {port}, which the {part} needs, cannot be used ({error.strerror or error}); "
                f"{f'it is held by {who}' if who else 'find out who holds it with `lsof -i :' + str(port) + '`'}. "
                f"Stop that program, or choose another port: {ways}."
            ) from None


def free_port() -> int:
    """A loopback port that nothing uses, and that nobody gets by chance until it is listened on."""
    while True:
        port = secrets.choice(_STEADY)
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port


def holder(port: int) -> str:
    """Name the process that listens on ``port``, as far as this system shows it to us; else an empty string."""
    sockets = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    if not sockets:
        return ""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if not sockets.isdisjoint(_open_files(process)):
                return _description(process)
        except OSError:  # it ended meanwhile, or belongs to another user
            continue
    return ""


def _open_files(process: Path) -> Iterator[str]:
    for link in (process / "fd").iterdir():
        with suppress(FileNotFoundError):  # it was closed meanwhile
            yield str(link.readlink())


def _listening_inodes(port: int) -> set[str]:
    inodes: set[str] = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if not table.exists():
            continue
        for row in table.read_text(encoding="ascii").splitlines()[1:]:
            fields = row.split()
            if fields[3] == _LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.add(fields[9])
    return inodes


def _description(process: Path) -> str:
    words = (process / "cmdline").read_text(encoding="utf-8", errors="replace").split("\0")
    return f"process {process.name} ({' '.join(words).strip()[:80]})"
