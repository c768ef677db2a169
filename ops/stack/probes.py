"""How a part shows that it is ready: it answers HTTP, it answers PING, or it signs in at Redis.

Redis is spoken to in a dozen lines, because this process lives as long as the stack and stays small; the client
library alone would add a sixth to its memory.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable
from urllib.error import URLError
from urllib.parse import unquote, urlsplit
from urllib.request import urlopen

from workers.contract import presence_key

Probe = Callable[[int], bool]
"""Takes the process id of the part and tells whether it is ready."""

_TIMEOUT_S = 1.0


def answers_http(url: str) -> Probe:
    """Ready when GET ``url`` answers 200."""

    def ready(_pid: int) -> bool:
        try:
            with urlopen(url, timeout=_TIMEOUT_S) as response:  # noqa: S310 - a loopback http address of our own
                return bool(response.status == http.HTTPStatus.OK)
        except (URLError, OSError, http.client.HTTPException):
            return False

    return ready


def answers_ping(redis_url: str) -> Probe:
    """Ready when Redis answers PONG: its append-only file is loaded then."""
    return lambda _pid: redis_says(redis_url, "PING") == "+PONG"


def signed_in(redis_url: str, part: str) -> Probe:
    """Ready when the process has left its sign of presence in Redis."""
    host = socket.gethostname()
    return lambda pid: redis_says(redis_url, "EXISTS", presence_key(part, f"{host}:{pid}")) == ":1"


def is_running(_pid: int) -> bool:
    """Ready as soon as it runs: in Socket Mode there is nothing to ask, and Slack sends again what was not taken."""
    return True


def redis_says(url: str, *command: str) -> str:
    """Send one command that has a one-line reply and return that reply, or an empty string if there is none."""
    address = urlsplit(url)
    login = [unquote(word) for word in (address.username, address.password) if word]
    commands = [("AUTH", *login)] if login else []
    commands.append(command)
    try:
        with _connect(address.hostname or "127.0.0.1", address.port or 6379, tls=address.scheme == "rediss") as stream:
            stream.sendall(b"".join(_packed(words) for words in commands))
            lines = stream.makefile("rb")
            replies = [lines.readline() for _ in commands]
    except (OSError, ValueError):
        return ""
    return replies[-1].decode(errors="replace").strip()


def _connect(host: str, port: int, *, tls: bool) -> socket.socket:
    stream = socket.create_connection((host, port), _TIMEOUT_S)
    return ssl.create_default_context().wrap_socket(stream, server_hostname=host) if tls else stream


def _packed(words: tuple[str, ...]) -> bytes:
    """One command in the Redis protocol: an array of strings, each with its length in bytes."""
    body = b"".join(b"$%d\r\n%s\r\n" % (len(word.encode()), word.encode()) for word in words)
    return b"*%d\r\n%s" % (len(words), body)
