"""Keeps the parts running: starts them in order, restarts one that dies, gives up on one that cannot run, stops all.

A supervisor of our own because the kept ones do not fit: honcho stops everything when one process dies, circus and
supervisor are services with their own configuration language, sockets and dependencies; none binds the children to the
parent's life.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from rich.text import Text

from knowledge.errors import FrontdeskError
from ops.stack.child import Child
from ops.stack.part import Part
from ops.stack.relay import Relay
from ops.stack.stop import Stop

QUICK_DEATH_S = 15.0
"""A part that ends sooner than this after its start, or before it was ready, died at once."""
MOST_QUICK_DEATHS = 3
"""So many deaths at once in a row mean that starting it again will not help."""
FIRST_PAUSE_S = 0.5
_TICK_S = 0.1
_NOT_READY_NOTICE_S = 60.0


class PartFailed(FrontdeskError):
    """A part cannot run; the sentence names it, its last words and what to do."""


class Supervisor:
    """Runs the parts until it is asked to stop or one of them cannot run.

    All of it happens in the thread that calls `run`.
    """

    def __init__(self, parts: Sequence[Part], relay: Relay, stop: Stop, on_ready: Callable[[], None]) -> None:
        """Take the parts in the order in which they are started; ``on_ready`` is called once, when all are ready."""
        self._slots = [_Slot(part, relay) for part in parts]
        self._stop = stop
        self._on_ready = on_ready
        self._announced = False

    def pids(self) -> dict[str, int]:
        """The process ids of the parts that run now, by part."""
        return {slot.part.name: child.pid for slot in self._slots if (child := slot.child) is not None}

    def all_ready(self) -> bool:
        """Whether every part is ready now."""
        return all(slot.ready for slot in self._slots)

    def run(self) -> None:
        """Start the parts and keep them running until asked to stop.

        Raises PartFailed; every part is stopped then, too.
        """
        try:
            while not self._stop.requested:
                self._tick()
                time.sleep(_TICK_S)
        finally:
            self._shut_down()

    def _tick(self) -> None:
        ready = {slot.part.name for slot in self._slots if slot.ready}
        for slot in self._slots:
            slot.tick(ready)
        if not self._announced and self.all_ready():
            self._announced = True
            self._on_ready()

    def _shut_down(self) -> None:
        for wave in sorted({slot.part.stop_wave for slot in self._slots}):
            stopping = [slot for slot in self._slots if slot.part.stop_wave == wave]
            for slot in stopping:
                slot.terminate()
            for slot in stopping:
                slot.wait_or_kill(self._stop)


class _Slot:
    """One part and what became of its processes so far."""

    def __init__(self, part: Part, relay: Relay) -> None:
        self.part = part
        self.child: Child | None = None
        self.ready = False
        self._relay = relay
        self._quick_deaths = 0
        self._start_at = time.monotonic()
        self._next_notice_s = _NOT_READY_NOTICE_S

    def tick(self, ready: set[str]) -> None:
        """Start it, see whether it is ready, or see to its death. Raises PartFailed when going on is no use."""
        if self.child is None:
            if time.monotonic() >= self._start_at and ready.issuperset(self.part.needs):
                self._start()
        elif self.child.exit_code is not None:
            self._died(self.child)
        elif not self.ready:
            self._look_whether_ready(self.child)

    def terminate(self) -> None:
        """Ask its process to end, if there is one."""
        self.ready = False
        if self.child is not None:
            self.child.terminate()

    def wait_or_kill(self, stop: Stop) -> None:
        """Wait for its end, at most as long as the part may take, or until the stop is hurried."""
        if self.child is None:
            return
        deadline = time.monotonic() + self.part.grace_s
        while self.child.exit_code is None and not stop.hurried:
            time.sleep(_TICK_S)
            if time.monotonic() > deadline:
                self._relay.notice(self.part, f"did not end within {self.part.grace_s:.0f} s and is killed")
                break
        self.child.kill()
        self.child.reap()
        self.child = None

    def _start(self) -> None:
        try:
            self.child = Child(self.part, self._relay)
        except OSError as error:
            raise PartFailed(f"The {self.part.name} could not be started: {error}.") from error
        self._next_notice_s = _NOT_READY_NOTICE_S

    def _look_whether_ready(self, child: Child) -> None:
        self.ready = self.part.ready(child.pid)
        if not self.ready and child.age_s > self._next_notice_s:
            self._next_notice_s += _NOT_READY_NOTICE_S
            self._relay.notice(self.part, f"is not ready after {child.age_s:.0f} s; still waiting")

    def _died(self, child: Child) -> None:
        child.kill()
        child.reap()
        at_once = not self.ready or child.age_s < QUICK_DEATH_S
        self._quick_deaths = self._quick_deaths + 1 if at_once else 0
        self.child, self.ready = None, False
        how = _how(child.exit_code or 0)
        if self._quick_deaths >= MOST_QUICK_DEATHS:
            raise self._failure(how)
        pause = FIRST_PAUSE_S * 2**self._quick_deaths
        self._start_at = time.monotonic() + pause
        self._relay.notice(self.part, f"{how}; starting it again in {pause:.1f} s")

    def _failure(self, how: str) -> PartFailed:
        last = self._relay.last_lines(self.part) or Text("(it wrote nothing)")
        return PartFailed(
            f"The {self.part.name} cannot run: it {how} {MOST_QUICK_DEATHS} times in a row right after its start. "
            f"Its last lines:\n{last.plain}\n"
            f"Its whole log is {self._relay.path(self.part)}. Run `frontdesk doctor` to see what is missing."
        )


def _how(exit_code: int) -> str:
    return f"was ended by signal {-exit_code}" if exit_code < 0 else f"ended with exit code {exit_code}"
