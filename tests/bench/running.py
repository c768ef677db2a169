"""``frontdesk up`` as a person starts it: a process of its own, timed until it says that it is ready."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ops.settings import StackSettings
from ops.stack.parts import common_environment

_POLL_S = 0.02


@dataclass(frozen=True)
class Up:
    """A running stack that is ready. ``seconds`` is how long that took from the start of the process."""

    settings: StackSettings
    pid: int
    started_at: float
    """By ``time.time``, to compare with the times of files."""
    seconds: float

    @property
    def page(self) -> str:
        """The sandbox' address."""
        return f"http://127.0.0.1:{self.settings.page_port}"


@contextmanager
def running(settings: StackSettings) -> Iterator[Up]:
    """Run ``frontdesk up`` with these settings for the block. Raises AssertionError when it ends before it is ready."""
    said = settings.data_dir / "up.log"
    environment = {**os.environ, **common_environment(settings)}
    with said.open("w", encoding="utf-8") as log:
        started_at, began = time.time(), time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "ops.cli", "up"], env=environment, stdout=log, stderr=log
        )
        try:
            while "Frontdesk is ready" not in said.read_text(encoding="utf-8"):
                assert process.poll() is None, said.read_text(encoding="utf-8")
                time.sleep(_POLL_S)
            yield Up(settings, process.pid, started_at, time.monotonic() - began)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def parts_of(pid: int) -> dict[str, int]:
    """The processes of a stack by name: ``up`` itself and each part (Linux)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return {"up": pid, **{_name(int(child)): int(child) for child in children}}


def _name(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")
    return words[words.index("ops.cli") + 1] if "ops.cli" in words else Path(words[0].split()[0]).name
