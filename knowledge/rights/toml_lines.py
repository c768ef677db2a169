"""The lines of a TOML file's keys: the parser keeps none."""

from __future__ import annotations

import re
import tomllib


def key_lines(text: str) -> dict[str, int]:
    """Return the first line, from one, of each key as it is parsed, of tables and what stands in them alike."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        for key in _keys_of(line):
            lines.setdefault(key, number)
    return lines


def _keys_of(line: str) -> list[str]:
    """Return what a line names: a table, or the key before an equals sign, which may stand in its quotes, too."""
    table = re.match(r"\s*\[+([^\[\]]+)\]+\s*(?:#|$)", line)
    keys = [table[1]] if table else [line[: found.start()] for found in re.finditer("=", line)]
    for key in keys:
        try:
            return list(tomllib.loads(f"{key} = 0"))
        except tomllib.TOMLDecodeError:
            continue
    return []
