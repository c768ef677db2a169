"""Faults that a test injects: into a Web API method, into event delivery, into the sockets."""

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["status", "error", "ratelimited", "latency", "drop_ack", "disconnect"]
KINDS: tuple[str, ...] = get_args(Kind)


@dataclass
class Fault:
    """One fault.

    `target` is a Web API method, `*` (every method), `events` or `socket`. `value` is the HTTP status, the error code,
    the seconds of latency or the reason of a disconnect. `times` counts down; None lasts until it is cleared.
    With `after`, a Web API call is carried out first and only its answer is replaced.
    """

    target: str
    kind: Kind
    value: str | float | None = None
    retry_after: int = 1
    times: int | None = 1
    after: bool = False


class Faults:
    """The faults still to happen, in the order they were injected."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Inject a fault."""
        self._faults.append(fault)

    def clear(self) -> None:
        """Remove all faults."""
        self._faults.clear()

    def take(self, target: str, *kinds: Kind) -> Fault | None:
        """Return the first fault of one of `kinds` for `target`, and count it down."""
        for fault in self._faults:
            if fault.kind in kinds and (fault.target == target or self._matches_any(fault, target)):
                self._count_down(fault)
                return fault
        return None

    @staticmethod
    def _matches_any(fault: Fault, target: str) -> bool:
        return fault.target == "*" and target not in {"events", "socket"}

    def _count_down(self, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            self._faults.remove(fault)
