"""What this machine has for a model, and whether one fits."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

BYTES: Final[Mapping[str, float]] = {"fp32": 4.0, "bf16": 2.0, "int8": 1.1, "int4": 0.6}
"""Bytes a parameter; what is quantized keeps its embeddings and scales as they are."""
_ROOM: Final = 1.2
"""Times the weights: the rest is for what is being read and written."""
_MEMINFO: Final = Path("/proc/meminfo")
_GB: Final = 1e9


@dataclass(frozen=True, slots=True)
class Card:
    """An NVIDIA GPU and its free memory."""

    name: str
    free_gb: float


@dataclass(frozen=True, slots=True)
class Machine:
    """Free memory, the cards, and the number format that a model is loaded in where none is set.

    A model is loaded onto the first card, and into memory where there is none.
    """

    memory_gb: float
    cards: tuple[Card, ...] = ()
    own: str = "bf16"

    @property
    def free_gb(self) -> float:
        """What a model may take."""
        return self.cards[0].free_gb if self.cards else self.memory_gb

    @property
    def precisions(self) -> tuple[str, ...]:
        """How a model may be loaded here, the best first: int8 and int4 are for NVIDIA GPUs only."""
        return (self.own, "int8", "int4") if self.cards else (self.own,)

    def best(self, billions: float) -> str:
        """Return the best precision in which a model of this size fits; empty where none does."""
        return next((one for one in self.precisions if not self.shortfall(billions, one)), "")

    def shortfall(self, billions: float, precision: str) -> str:
        """Say what is missing for a model of this size; empty where it fits."""
        needed = billions * BYTES[precision] * _ROOM
        if needed <= self.free_gb:
            return ""
        where = "its first card" if self.cards else "this machine"
        return f"needs {needed:.1f} GB in {precision}, {where} has {self.free_gb:.1f} GB free"

    def why_not(self, billions: float) -> str:
        """Say what is missing for a model of this size in the smallest precision; empty where it fits."""
        return self.shortfall(billions, self.precisions[-1])


def this_machine() -> Machine:
    """Ask the system and torch."""
    import torch  # noqa: PLC0415 - heavy, and the catalogue needs it not

    from workers.backends.torch_runtime import choose_device, choose_dtype  # noqa: PLC0415 - loads torch

    cards = tuple(_card(number) for number in range(torch.cuda.device_count()))
    own = "bf16" if choose_dtype(choose_device()) == torch.bfloat16 else "fp32"
    return Machine(free_memory() / _GB, cards, own)


def free_memory(meminfo: Path = _MEMINFO) -> int:
    """Return the bytes of memory that are free; where the system does not say, all that there is."""
    if meminfo.exists():
        fields = dict(line.split(":", 1) for line in meminfo.read_text().splitlines())
        return int(fields["MemAvailable"].split()[0]) * 1024
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _card(number: int) -> Card:
    import torch  # noqa: PLC0415 - see above

    return Card(torch.cuda.get_device_name(number), torch.cuda.mem_get_info(number)[0] / _GB)
