"""A model hub on this machine: the paths and headers of the real one, and a storage host of its own for large files."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"
LFS = (".safetensors", ".bin")


@dataclass(frozen=True)
class Asked:
    """A request: for a file by its name, else for the address; at which of the two hosts."""

    host: str
    what: str
    range: str | None
    authorization: str | None


@dataclass
class HubServer:
    """A repository as the hub has it. ``served`` are bytes that are sent in place of what a file is said to be."""

    id: str = "someone/tiny-2b-chat"
    commit: str = COMMIT
    files: dict[str, bytes] = field(default_factory=dict)
    served: dict[str, bytes] = field(default_factory=dict)
    card: dict[str, Any] = field(default_factory=lambda: {"license": "apache-2.0"})
    refuses: tuple[int, dict[str, str]] | None = None
    refuses_files: tuple[int, dict[str, str]] | None = None
    stops_at: int | None = None
    at_the_stop: Callable[[], bool] = lambda: False
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hub = _serving(self, self._api)
        self.storage = _serving(self, self._stored)
        self.url = f"http://127.0.0.1:{self.hub.server_port}"

    @classmethod
    def of(cls, folder: Path) -> Self:
        """One that has a folder's files."""
        return cls(files={path.name: path.read_bytes() for path in folder.iterdir()})

    def ranges(self, name: str) -> list[str | None]:
        """Which parts of a file were asked for of the host that has it."""
        host = "storage" if name.endswith(LFS) else "hub"
        return [asked.range for asked in self.asked if (asked.host, asked.what) == (host, name)]

    def downloaded(self) -> set[str]:
        """The files that were asked for."""
        return {asked.what for asked in self.asked if asked.what in self.files}

    def _api(self, handler: BaseHTTPRequestHandler) -> None:
        path = unquote(urlsplit(handler.path).path)
        resolve = f"/{self.id}/resolve/{self.commit}/"
        name = path.removeprefix(resolve) if path.startswith(resolve) else path
        self._note("hub", name, handler)
        refuses = self.refuses or (self.refuses_files if name in self.files else None)
        if refuses:
            _send(handler, refuses[0], b"{}", refuses[1])
        elif path in {
            f"/api/models/{self.id}",
            *(f"/api/models/{self.id}/revision/{r}" for r in ("main", self.commit)),
        }:
            _send(handler, 200, json.dumps(self._info()).encode(), {"Content-Type": "application/json"})
        elif path.startswith(f"/api/models/{self.id}/"):
            _send(handler, 404, b"", {"X-Error-Code": "RevisionNotFound"})
        elif name not in self.files:
            _send(handler, 404, b"", {"X-Error-Code": "RepoNotFound"})
        elif name.endswith(LFS):
            content = self.files[name]
            linked = {"X-Linked-Etag": f'"{_sha256(content)}"', "X-Linked-Size": str(len(content))}
            to = f"http://127.0.0.1:{self.storage.server_port}/{name}"
            _send(handler, 302, b"", {"Location": to, "X-Repo-Commit": self.commit, **linked})
        else:
            self._file(handler, name, {"ETag": f'"{_blob(self.files[name])}"', "X-Repo-Commit": self.commit})

    def _stored(self, handler: BaseHTTPRequestHandler) -> None:
        name = unquote(handler.path.removeprefix("/"))
        self._note("storage", name, handler)
        self._file(handler, name, {"ETag": f'"{_sha256(self.files[name])}"'})

    def _file(self, handler: BaseHTTPRequestHandler, name: str, headers: dict[str, str]) -> None:
        content = self.served.get(name, self.files[name])
        begin = int((handler.headers["Range"] or "bytes=0-").removeprefix("bytes=").split("-")[0])
        part = content[begin:]
        if begin:
            headers["Content-Range"] = f"bytes {begin}-{len(content) - 1}/{len(content)}"
        if self.stops_at is None or not name.endswith(LFS):
            _send(handler, 206 if begin else 200, part, headers)
            return
        stop = max(self.stops_at - begin, 0)
        _send(handler, 206 if begin else 200, part[:stop], headers, length=len(part))
        if self.at_the_stop():
            handler.wfile.write(part[stop:])

    def _info(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "sha": self.commit,
            "cardData": self.card,
            "siblings": [_sibling(name, content) for name, content in self.files.items()],
        }

    def _note(self, host: str, what: str, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(Asked(host, what, handler.headers["Range"], handler.headers["Authorization"]))


@contextmanager
def running(server: HubServer) -> Iterator[HubServer]:
    """Run it for the block."""
    hosts = (server.hub, server.storage)
    for host in hosts:
        threading.Thread(target=host.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    for host in hosts:
        host.shutdown()
        host.server_close()


def _serving(server: HubServer, act: Callable[[BaseHTTPRequestHandler], None]) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            act(self)

        def do_HEAD(self) -> None:
            act(self)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that was killed is none."""

    return Server(("127.0.0.1", 0), Handler)


def _send(
    handler: BaseHTTPRequestHandler, status: int, content: bytes, headers: dict[str, str], length: int | None = None
) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(content) if length is None else length))
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(content)
        handler.wfile.flush()


def _sibling(name: str, content: bytes) -> dict[str, Any]:
    sibling: dict[str, Any] = {"rfilename": name, "size": len(content), "blobId": _blob(content)}
    if name.endswith(LFS):
        sibling["lfs"] = {"size": len(content), "sha256": _sha256(content), "pointerSize": 134}
    return sibling


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _blob(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
