"""Prompts that are files: a system message, then in turn what the user says and what is answered, ``---`` between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import cycle
from pathlib import Path
from typing import Final, Literal

from knowledge.domain import Message

_PROMPTS: Final = Path(__file__).parent


def filled(name: str, **values: str) -> list[Message]:
    """The messages of ``prompts/<name>.md`` with each ``{value}`` filled in."""
    system, *turns = _parts(name)
    roles: Iterator[Literal["user", "assistant"]] = cycle(("user", "assistant"))
    said = [Message(role, _fill(text, values)) for role, text in zip(roles, turns, strict=False)]
    return [Message("system", _fill(system, values)), *said]


@lru_cache(maxsize=32)
def frame_of(genre: str, language: str) -> str:
    """Return a draft's frame, ``prompts/frame/<language>/<genre>.md``, with its places for `str.format`."""
    return (_PROMPTS / "frame" / language / f"{genre}.md").read_text(encoding="utf-8")


def _fill(template: str, values: dict[str, str]) -> str:
    """In one pass: braces in a document or in what somebody typed are no placeholders."""
    return re.sub(r"\{(\w+)\}", lambda name: values[name[1]], template).strip()


@lru_cache(maxsize=8)
def _parts(name: str) -> tuple[str, ...]:
    return tuple((_PROMPTS / f"{name}.md").read_text(encoding="utf-8").split("\n---\n"))
