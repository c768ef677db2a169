"""Settings that are given and that nothing reads: a misspelt name would otherwise be ignored silently."""

from __future__ import annotations

import os
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from dotenv import dotenv_values

from bot.settings import BotSettings, DeliverySettings
from knowledge.settings import PREFIX
from ops.settings import LogSettings, StackSettings

WARNED: Final = "_FRONTDESK_SETTINGS_WARNED"
"""Set in the environment of the parts that ``frontdesk up`` starts: it has warned already."""


def unknown_settings() -> dict[str, str]:
    """The names of settings that are given and not known, each with what to do about it."""
    known = {name for kind in (BotSettings, DeliverySettings, LogSettings, StackSettings) for name in kind.model_fields}
    return {f"{PREFIX}{name.upper()}": _hint(name, known) for name in sorted(_given() - known)}


def warnings() -> list[str]:
    """A sentence for each of them, unless whoever started us has shown it. Never a value: it may be secret."""
    unknown = {} if WARNED in os.environ else unknown_settings()
    return [f"{name} is no setting and is ignored; {hint}" for name, hint in unknown.items()]


def _hint(name: str, known: set[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"did you mean {PREFIX}{close[0].upper()}?" if close else "remove it, or correct its name"


def _given() -> set[str]:
    """The names, in lower case and without the prefix, that the environment, ``.env`` and ``frontdesk.toml`` give."""
    names = [*os.environ, *(dotenv_values(".env") if Path(".env").exists() else ())]
    given = {name[len(PREFIX) :].lower() for name in names if name.upper().startswith(PREFIX)}
    toml = Path("frontdesk.toml")
    return given | (set(tomllib.loads(toml.read_text(encoding="utf-8"))) if toml.exists() else set())
