"""This machine: Python, disk, data folder, ports."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from dotenv import dotenv_values

from knowledge.settings import PREFIX
from ops.doctor.findings import Finding, bad, good, notice
from ops.settings import LogSettings, StackSettings
from ops.stack.ports import PortTaken, require_free
from ops.stack.preflight import FIRST_TIME_BYTES, CannotStart, sole_user

_OLDEST_PYTHON = (3, 11)


def settings() -> Iterator[Finding]:
    """Whether every setting is understood; a misspelt name would otherwise be ignored silently."""
    from bot.settings import BotSettings, DeliverySettings

    known = {name for kind in (BotSettings, DeliverySettings, LogSettings, StackSettings) for name in kind.model_fields}
    LogSettings.read()
    StackSettings.read()
    unknown = sorted(_given_settings() - known)
    for name in unknown:
        close = get_close_matches(name, known, n=1)
        hint = f"did you mean {PREFIX}{close[0].upper()}?" if close else "remove it, or correct its name"
        yield notice("settings", f"{PREFIX}{name.upper()} is no setting and is ignored", hint)
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
    wanted = [
        (settings.page_port, "sandbox", "FRONTDESK_PAGE_PORT"),
        (settings.bot_port, "bot", "FRONTDESK_BOT_PORT"),
        (settings.valkey_port, "embedded Valkey", "FRONTDESK_VALKEY_PORT"),
    ]
    taken = list(_taken(wanted))
    yield from taken or [good("ports", f"{', '.join(str(port) for port, _, _ in wanted)} are free for frontdesk up")]


def stack_runs(data_dir: Path) -> bool:
    """Whether a ``frontdesk up`` holds this data folder."""
    if not (data_dir / "up.lock").exists() or not os.access(data_dir, os.W_OK):
        return False
    try:
        with sole_user(data_dir):
            return False
    except CannotStart:
        return True


def _given_settings() -> set[str]:
    """The names, in lower case and without the prefix, that the environment, ``.env`` and ``frontdesk.toml`` give."""
    names = [*os.environ, *(dotenv_values(".env") if Path(".env").exists() else ())]
    given = {name[len(PREFIX) :].lower() for name in names if name.upper().startswith(PREFIX)}
    toml = Path("frontdesk.toml")
    return given | (set(tomllib.loads(toml.read_text(encoding="utf-8"))) if toml.exists() else set())


def _taken(wanted: list[tuple[int, str, str]]) -> Iterator[Finding]:
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
