"""A short list of well-known chat models with open weights, and what each takes of a machine's memory.

The facts in ``catalogue.json`` are those of the models' cards. Whatever else a hub has may be fetched, too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from knowledge.domain import Language
from workers.models.machine import BYTES

_FILE: Final = Path(__file__).with_name("catalogue.json")
SHOWN: Final = ("bf16", "int8", "int4")
"""The precisions whose sizes are listed."""


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A model by its id on the hub; ``billions`` of parameters, ``context`` in tokens as its card has it.

    ``languages`` are those of its card in which it is asked here.
    """

    id: str
    licence: str
    languages: tuple[Language, ...]
    billions: float
    context: int
    note: str = ""

    @property
    def gigabytes(self) -> dict[str, float]:
        """What its weights take, by precision."""
        return {precision: round(self.billions * BYTES[precision], 1) for precision in SHOWN}


def read_catalogue(file: Path = _FILE) -> list[ChatModel]:
    """Return the list, the smallest model first."""
    entries = json.loads(file.read_text(encoding="utf-8"))
    models = [ChatModel(**{**entry, "languages": tuple(entry["languages"])}) for entry in entries]
    return sorted(models, key=lambda model: model.billions)
