"""What must be true before the stack starts; each thing that is not ends in one sentence with the remedy."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge.errors import FrontdeskError
from ops.settings import StackSettings
from ops.stack.ports import require_different, require_free

FIRST_TIME_BYTES = 2 * 1024**3
"""Wheels, converted models and index of the first start, with room to spare."""
LATER_BYTES = 200 * 1024**2
"""Room for logs, records and the queue of a start after that."""


class CannotStart(FrontdeskError):
    """This machine or data folder cannot run the stack as things are."""


def check(settings: StackSettings, *, prepared: bool) -> None:
    """Raise CannotStart, PortTaken or SettingError with what is wrong and what to do.

    ``prepared``: the models are there already.
    """
    _require_writable(settings.data_dir)
    _require_space(settings.data_dir, LATER_BYTES if prepared else FIRST_TIME_BYTES)
    if settings.knowledge_file:
        from knowledge.sources.configuration import read_configuration  # noqa: PLC0415 - the converters take 100 MB

        read_configuration(settings.knowledge_file)
    elif not settings.policies.is_dir():
        raise CannotStart(
            f"FRONTDESK_POLICIES: there is no folder {settings.policies}. Name the one with the policies."
        )
    require_different(settings.ports)
    for port, part, setting in settings.ports:
        require_free(port, part, setting)


@contextmanager
def sole_user(data_dir: Path) -> Iterator[None]:
    """Hold the data folder for this process; raise CannotStart when another ``frontdesk up`` has it."""
    _require_writable(data_dir)
    with (data_dir / "up.lock").open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise CannotStart(
                f"Frontdesk already runs in {data_dir.absolute()} (process {file.read().strip() or 'unknown'}). "
                "Stop that one, or choose another folder: FRONTDESK_DATA_DIR=<folder>."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _require_writable(data_dir: Path) -> None:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data_dir):
            pass
    except OSError as error:
        raise CannotStart(
            f"The data folder {data_dir.absolute()} cannot be written to ({error.strerror}). "
            "Change its permissions or free some space, or choose another: FRONTDESK_DATA_DIR=<folder>."
        ) from None


def _require_space(data_dir: Path, needed: int) -> None:
    free = shutil.disk_usage(data_dir).free
    if free < needed:
        raise CannotStart(
            f"The disk of {data_dir.absolute()} is too full: {free / 1024**2:,.0f} MB are free, "
            f"{needed / 1024**2:,.0f} MB are needed. Free some, or choose another disk: FRONTDESK_DATA_DIR=<folder>."
        )
