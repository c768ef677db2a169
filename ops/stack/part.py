"""What a part of the stack is: one process, how it is started, when it counts as ready, when it stops."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Part:
    """One process of the stack.

    ``ready`` takes its process id. ``needs`` names the parts that must be ready before this one starts. Parts of a
    lower ``stop_wave`` stop first; after ``grace_s`` seconds a part that still runs is killed. ``environment`` is added
    to this process's own, which is how secrets travel: never on a command line. Lines with one of the ``not_shown``
    phrases go to the part's log file only.
    """

    name: str
    title: str
    command: tuple[str, ...]
    ready: Callable[[int], bool]
    colour: str = "white"
    address: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    stop_wave: int = 0
    grace_s: float = 10.0
    not_shown: tuple[str, ...] = ()
