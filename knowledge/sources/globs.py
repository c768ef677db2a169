"""Globs over paths with forward slashes.

``*`` and ``?`` stay within a folder, ``**`` crosses folders; ``[a-f]``, ``[!a-f]`` and ``{md,pdf}`` are as in a shell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

WILD = re.compile(r"[*?\[{]")
_TOKENS = re.compile(r"\*\*/|\*\*|\*|\?|\[[!^]?[^\]/]+\]|\{[^{}/]*\}|[^*?\[{]+|.", re.DOTALL)
_MEANING = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def matcher(globs: Iterable[str], *, below: bool = False) -> re.Pattern[str]:
    """Return what matches a path, composed, that fits one of the globs; without globs it matches nothing.

    A glob without a wildcard fits what lies below a folder of its name, too; ``below`` makes any do so.
    """
    patterns = (_pattern(composed(glob), below=below) for glob in globs)
    return re.compile("|".join(f"(?:{pattern})\\Z" for pattern in patterns) or r"(?!)", re.DOTALL)


def literal_of(glob: str) -> str:
    """Return the longest part of a glob that stands for itself, which whatever fits it has in it."""
    plain = (part for part in _TOKENS.findall(composed(glob)) if not WILD.match(part))
    return str(max(plain, key=len, default=""))


def composed(path: str) -> str:
    """Return a path with its letters composed (NFC), as some systems keep them taken apart."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def _pattern(glob: str, *, below: bool) -> str:
    return _translated(glob) + ("(?:/.*)?" if below or not WILD.search(glob) else "")


def _translated(glob: str) -> str:
    return "".join(_MEANING.get(part) or _group(part) for part in _TOKENS.findall(glob))


def _group(part: str) -> str:
    """Translate one of several letters, one of several endings, or what stands for itself."""
    if part[0] == "{" and part[-1] == "}":
        return f"(?:{'|'.join(map(_translated, part[1:-1].split(',')))})"
    if part[0] != "[" or len(part) == 1:
        return re.escape(part)
    inverted = "^" if part[1] in "!^" and len(part) > len("[!]") else ""
    letters = re.escape(part[1 + len(inverted) : -1]).replace(r"\-", "-")
    try:
        re.compile(f"[{letters}]")
    except re.error:  # a range that runs backwards
        return re.escape(part)
    return f"[^/{letters}]" if inverted else f"[{letters}]"
