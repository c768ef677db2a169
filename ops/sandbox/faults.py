"""Faults that a test injects: into a Web API method, into event delivery, into the sockets."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from ops.sandbox.model import Json

Kind = Literal["status", "error", "ratelimited", "latency", "drop_ack", "disconnect"]
KINDS: tuple[str, ...] = get_args(Kind)


@dataclass
class Fault:
    """One fault.

    `target` is a Web API method, `*` (every method), `events` or `socket`. `value` is the HTTP status, the error code,
    the seconds of latency (None: until all faults are cleared) or the reason of a disconnect. `details` are further
    fields of an error's answer. `where` has arguments that a call must have. `times` counts down; None lasts until it
    is cleared. With `after`, a Web API call is carried out first and only its answer is replaced or held back.
    """

    target: str
    kind: Kind
    value: str | float | None = None
    retry_after: int = 1
    times: int | None = 1
    after: bool = False
    details: Json = field(default_factory=dict)
    where: Json = field(default_factory=dict)

    def meets(self, target: str, arguments: Mapping[str, Any]) -> bool:
        """Whether this happens to `target`, called with `arguments`."""
        named = self.target == target or (self.target == "*" and target not in {"events", "socket"})
        return named and all(str(arguments.get(name)) == str(value) for name, value in self.where.items())


class Faults:
    """The faults still to happen, in the order they were injected."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._faults = list(faults)
        self._cleared = asyncio.Event()

    def add(self, fault: Fault) -> None:
        """Inject a fault."""
        self._faults.append(fault)

    def clear(self) -> None:
        """Remove all faults, and let go of what is held back."""
        self.reset(())

    def reset(self, faults: Iterable[Fault]) -> None:
        """Have exactly these faults to come, and let go of what is held back."""
        self._faults = list(faults)
        self._cleared.set()
        self._cleared = asyncio.Event()

    def take(self, target: str, *kinds: Kind, arguments: Mapping[str, Any] | None = None) -> Fault | None:
        """Return the first fault of one of `kinds` for `target`, and count it down."""
        for fault in self._faults:
            if fault.kind in kinds and fault.meets(target, arguments or {}):
                self._count_down(fault)
                return fault
        return None

    async def hold(self, fault: Fault | None) -> None:
        """Wait as long as a fault of the kind `latency` says, or until all are cleared."""
        if fault:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._cleared.wait(), None if fault.value is None else float(fault.value))

    def _count_down(self, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            self._faults.remove(fault)
