"""What `openvino_engine` and the process that it starts say to each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledge.domain import Sampling


@dataclass(frozen=True, slots=True)
class Load:
    """What to load, and how: ``batch`` answers at once, keys and values in ``cache_gb`` at most."""

    folder: Path
    properties: dict[str, Any]
    batch: int
    cache_gb: int


@dataclass(frozen=True, slots=True)
class Write:
    """A prompt to be continued until one of ``ends``."""

    number: int
    token_ids: list[int]
    limit: int
    ends: frozenset[int]
    sampling: Sampling | None


@dataclass(frozen=True, slots=True)
class Drop:
    """Nobody waits for it any more."""

    number: int


@dataclass(slots=True)
class News:
    """What is new of one answer: its tokens, whether it has ended, and why if that is a failure."""

    number: int
    tokens: list[int] = field(default_factory=list)
    ended: bool = False
    failure: str = ""
