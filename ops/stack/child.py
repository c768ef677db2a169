"""One running process of a part: in its own process group, bound to the life of its parent, its output relayed."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping

from ops.stack.part import Part
from ops.stack.relay import Relay
from ops.stack.stop import Stop

_LONGEST_LINE_BYTES = 64 * 1024
_PR_SET_PDEATHSIG = 1
_POLL_S = 0.1
_LAST_WORDS_S = 5  # what it started itself may hold its output open for ever


class Child:
    """A part's process, from start to end."""

    def __init__(self, part: Part, relay: Relay) -> None:
        """Start the process. Raises OSError when the program cannot be run."""
        self.part = part
        self.started_at = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603 - a fixed command of our own
            part.command,
            env={**os.environ, **part.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
            preexec_fn=dies_with_parent(),  # noqa: PLW1509 - calls one already loaded C function
        )
        self._reader = threading.Thread(target=self._relay_output, args=(relay,), daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative for the signal that ended it."""
        return self._process.poll()

    @property
    def age_s(self) -> float:
        """Seconds since its start."""
        return time.monotonic() - self.started_at

    def terminate(self) -> None:
        """Ask it to finish what it is doing and end."""
        if self.exit_code is None:
            self._process.terminate()

    def kill(self) -> None:
        """End it and whatever it started, at once."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def reap(self) -> None:
        """Wait for its end and for its last words."""
        self._process.wait()
        self._reader.join(timeout=_LAST_WORDS_S)

    def _relay_output(self, relay: Relay) -> None:
        output = self._process.stdout
        if output is None:
            return
        with output:
            while line := output.readline(_LONGEST_LINE_BYTES):
                relay.write(self.part, line.decode(errors="replace").rstrip())


def dies_with_parent() -> Callable[[], object] | None:
    """What a new process calls before its program starts, so that ``kill -9`` of the parent leaves no orphan.

    Linux ends the child when the *thread* that started it ends, so children are started by the supervising thread
    only. Elsewhere None: there only an orderly end of the parent stops the children.
    """
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def bind() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the line above
            os.kill(os.getpid(), signal.SIGKILL)

    return bind


def run_to_end(command: tuple[str, ...], environment: Mapping[str, str], stop: Stop) -> int | None:
    """Run a preparing step on this terminal; its exit code, or None when it was asked to stop and was ended."""
    process = subprocess.Popen(  # noqa: S603 - a fixed command of our own
        command,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        preexec_fn=dies_with_parent(),  # noqa: PLW1509 - as above
    )
    while process.poll() is None:
        time.sleep(_POLL_S)
        if stop.requested:
            process.terminate()
            _wait_or_kill(process)
            return None
    return process.returncode


def _wait_or_kill(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
