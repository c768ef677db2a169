"""This machine: Python, disk, data folder, ports."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ops.doctor.findings import Finding, bad, good, notice
from ops.settings import LogSettings, StackSettings
from ops.stack.ports import PortTaken, require_different, require_free
from ops.stack.preflight import FIRST_TIME_BYTES, CannotStart, sole_user
from ops.unknown_settings import unknown_settings

_OLDEST_PYTHON = (3, 11)


def settings() -> Iterator[Finding]:
    """Whether every setting is understood; a misspelt name would otherwise be ignored silently."""
    LogSettings.read()
    StackSettings.read()
    unknown = unknown_settings()
    for name, hint in unknown.items():
        yield notice("settings", f"{name} is no setting and is ignored", hint)
    if not unknown:
        yield good("settings", "all understood")


def python() -> Iterator[Finding]:
    """The interpreter, which must be 3.11 or newer."""
    if sys.version_info >= _OLDEST_PYTHON:
        yield good("Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    else:
        yield bad("Python", f"{platform.python_version()} is too old", "install Python 3.11 or newer")


def data_folder() -> Iterator[Finding]:
    """Whether there is room, and whether the folder can be written."""
    folder = StackSettings.read().data_dir.absolute()
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    yield _room(existing)
    remedy = "change its permissions, or set FRONTDESK_DATA_DIR"
    try:
        with tempfile.TemporaryFile(dir=existing):
            yield good("data folder", str(folder) if existing == folder else f"{folder} will be made")
    except OSError as error:
        yield bad("data folder", f"{existing} cannot be written to: {error.strerror}", remedy)


def ports() -> Iterator[Finding]:
    """Whether the ports of ``frontdesk up`` are free, or it is running and holds them."""
    settings = StackSettings.read()
    if stack_runs(settings.data_dir):
        yield good("ports", "frontdesk up is running with this data folder")
        return
    taken = list(_taken(settings.ports))
    free = ", ".join(str(port) for port, _, _ in settings.ports)
    yield from taken or [good("ports", f"{free} are free for frontdesk up")]


def stack_runs(data_dir: Path) -> bool:
    """Whether a ``frontdesk up`` holds this data folder."""
    if not (data_dir / "up.lock").exists() or not os.access(data_dir, os.W_OK):
        return False
    try:
        with sole_user(data_dir):
            return False
    except CannotStart:
        return True


def _taken(wanted: tuple[tuple[int, str, str], ...]) -> Iterator[Finding]:
    try:
        require_different(wanted)
    except PortTaken as error:
        yield notice("ports", str(error))
    for port, part, setting in wanted:
        try:
            require_free(port, part, setting)
        except PortTaken as error:
            yield notice("ports", str(error))


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    gigabytes = f"{free / 1024**3:.1f} GB free"
    if free < FIRST_TIME_BYTES:
        return notice("disk", gigabytes, "the first start needs 2 GB; set FRONTDESK_DATA_DIR to another disk")
    return good("disk", gigabytes)
