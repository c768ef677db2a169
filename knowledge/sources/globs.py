"""Globs over paths with forward slashes: ``*`` and ``?`` stay within a folder, ``**`` crosses folders."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TOKENS = re.compile(r"\*\*/|\*\*|\*|\?|[^*?]+")
_MEANING = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def matcher(globs: Iterable[str]) -> re.Pattern[str]:
    """Return what matches a path that fits one of the globs; without globs it matches nothing."""
    patterns = ("".join(_MEANING.get(part, re.escape(part)) for part in _TOKENS.findall(glob)) for glob in globs)
    return re.compile("|".join(f"(?:{pattern})\\Z" for pattern in patterns) or r"(?!)", re.DOTALL)
