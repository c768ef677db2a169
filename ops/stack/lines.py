"""A part's JSON log line -> one readable, coloured line."""

from __future__ import annotations

import json
from typing import Any

from rich.text import Text

_LEVEL_STYLES = {"warning": "yellow", "error": "bold red", "critical": "bold red"}


def readable(line: str) -> Text:
    """Return the line as a person reads it: time, level where it matters, event, fields, then any traceback.

    What is not a log entry of ours, such as Valkey's own lines, stays as it is.
    """
    entry = _entry(line)
    if entry is None:
        return Text.from_ansi(line)
    clock = str(entry.pop("timestamp", ""))[11:19]
    level = str(entry.pop("level", "info"))
    event = str(entry.pop("event"))
    trace = str(entry.pop("exception", ""))
    entry.pop("logger", None)
    text = Text.assemble((f"{clock} ", "dim"), (event, _LEVEL_STYLES.get(level, "bold")))
    for name, value in entry.items():
        text.append(f" {name}=", style="dim").append(_short(value))
    return text.append(f"\n{trace}", style="dim") if trace else text


def _entry(line: str) -> dict[str, Any] | None:
    if not line.startswith("{"):
        return None
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and "event" in entry else None


def _short(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
