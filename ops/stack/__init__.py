"""Frontdesk on one machine with nothing installed: prepares what is missing, runs every part, stops in order."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

from rich.console import Console

from knowledge.errors import FrontdeskError
from ops.settings import LogSettings, StackSettings
from ops.stack import preflight
from ops.stack.announce import announce_ready, show_parts
from ops.stack.child import run_to_end
from ops.stack.missing import index_missing, models_missing, remember_index
from ops.stack.parts import FRONTDESK, common_environment, parts
from ops.stack.relay import Relay
from ops.stack.stop import Stop
from ops.stack.supervisor import Supervisor
from ops.stack.valkey import redis_url

__all__ = ["Stack"]


class StepFailed(FrontdeskError):
    """A preparing step ended with an error, which it has shown itself."""


class Stack:
    """All parts as processes of this machine, in one data folder.

    ``run`` is what ``frontdesk up`` does. As a context manager it runs in a thread of its own, ready when the block
    begins and stopped when it ends::

        with Stack(StackSettings.read(data_dir=folder, page_port=free_port(), ...)) as stack:
            requests.get(stack.page_url)
    """

    def __init__(self, settings: StackSettings, console: Console | None = None) -> None:
        """Nothing starts yet. What the parts say is shown on ``console``, by default on standard error."""
        self.stop = Stop()
        self._settings = settings
        self._console = console or Console(stderr=True)
        self._supervisor: Supervisor | None = None
        self._settled = threading.Event()
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=self._run_in_thread, name="stack")

    @property
    def redis_url(self) -> str:
        """The address of the queue's server, with its password."""
        folder = self._settings.data_dir / "valkey"
        return self._settings.redis_url or redis_url(folder, self._settings.valkey_port)

    @property
    def page_url(self) -> str:
        """The address of the sandbox's page."""
        return f"http://127.0.0.1:{self._settings.page_port}/"

    def pids(self) -> dict[str, int]:
        """The process ids of the parts that run now, by name."""
        return self._supervisor.pids() if self._supervisor else {}

    def all_ready(self) -> bool:
        """Whether every part is ready now; not so while one is started again."""
        return self._supervisor is not None and self._supervisor.all_ready()

    def run(self) -> None:
        """Run until ``stop`` is requested.

        Raises CannotStart or PortTaken before anything was started, StepFailed when models or index could not be
        prepared, and PartFailed when a part cannot run.
        """
        with preflight.sole_user(self._settings.data_dir):
            preflight.check(self._settings, prepared=not self._missing_steps())
            self._prepare()
            if not self.stop.requested:
                self._supervise()

    def _supervise(self) -> None:
        table = parts(self._settings)
        logs = LogSettings.read(data_dir=self._settings.data_dir).logs_dir
        logs.mkdir(parents=True, exist_ok=True)
        relay = Relay(logs, self._console)
        show_parts(self._console, table, self._settings.data_dir)
        self._supervisor = Supervisor(table, relay, self.stop, self._on_ready)
        try:
            self._supervisor.run()
        finally:
            relay.close()

    def _on_ready(self) -> None:
        announce_ready(self._console, self.page_url if self._settings.sandboxed else None)
        self._settled.set()

    def _missing_steps(self) -> list[tuple[str, tuple[str, ...]]]:
        """What must be made before the parts can run, as the commands that make it."""
        steps = {
            "models": (models_missing(self._settings), ("models", "prepare")),
            "index": (index_missing(self._settings), ("kb", "build")),
        }
        return [(title, (*FRONTDESK, *command)) for title, (missing, command) in steps.items() if missing]

    def _prepare(self) -> None:
        """Run each step as a process of its own on this terminal: it shows its bar, and what it loads goes with it."""
        for title, command in self._missing_steps():
            code = run_to_end(command, common_environment(self._settings), self.stop)
            if code is None:
                return
            if code:
                raise StepFailed(f"The {title} could not be prepared; the reason is above.")
            if title == "index":
                remember_index(self._settings)

    def __enter__(self) -> Self:
        self._thread.start()
        self._settled.wait()
        if self._failure:
            self._thread.join()
            raise self._failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop.request()
        self._thread.join()
        if self._failure:
            raise self._failure

    def _run_in_thread(self) -> None:
        try:
            self.run()
        except Exception as error:  # noqa: BLE001 - carried over to the thread that uses the stack
            self._failure = error
        finally:
            self._settled.set()
