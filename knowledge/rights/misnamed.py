"""Files that are an ``access.toml`` under another name: overlooked, they would leave their folder open."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from rapidfuzz.distance import OSA

_STEM, _SUFFIX = "access", "toml"
_OTHER_SUFFIXES: Final = frozenset({"cfg", "conf", "ini", "json", "yaml", "yml"})
_STEM_SLIPS, _SUFFIX_SLIPS = 2, 1
_LEFT_BEHIND: Final = re.compile(r"^(?:\._|\.?#|~\$|\.~)|(?:~|#|\.(?:bak|old|orig|rej|save|sw[a-p]|tmp))$")
"""What editors and systems leave beside a file: of one that is there, no rule of its own."""
_EDGES: Final = re.compile(r"^[\W_]+|[\W_]+$")
_RULES: Final = re.compile(r"\A(?:\s|#.*\n)*(?:[\"']?readers?[\"']?\s*=\s*\[|\[\s*documents\s*\])", re.IGNORECASE)


def is_misnamed(name: str) -> bool:
    """Tell whether a file's name may be meant for ``access.toml``: slips, other or more suffixes, marks around it."""
    parts = _EDGES.sub("", unicodedata.normalize("NFKC", name.rpartition("/")[2]).casefold()).split(".")
    if len(parts) == 1:
        return _near(re.sub(r"[\W_]", "", parts[0]), _STEM + _SUFFIX, 1) or parts[0] == _STEM
    return any(_is_stem(parts[:end], parts[end]) for end in range(1, len(parts)))


def is_left_behind(name: str) -> bool:
    """Tell whether a file is a backup or a lock of another one."""
    return bool(_LEFT_BEHIND.search(name.rpartition("/")[2].lower()))


def reads_like_rules(text: str) -> bool:
    """Tell whether a text begins as an ``access.toml`` does."""
    return bool(_RULES.match(text))


def _is_stem(stem: list[str], suffix: str) -> bool:
    """Tell whether these make ``access`` and its suffix; beside .toml other words may stand, as in a copy's name."""
    words = re.findall(r"[^\W_]+", " ".join(stem))
    if _near(suffix.partition(" ")[0], _SUFFIX, _SUFFIX_SLIPS):
        return any(_near(word, _STEM, _STEM_SLIPS) for word in words)
    return suffix in _OTHER_SUFFIXES and len(words) == 1 and _near(words[0], _STEM, 1)


def _near(word: str, meant: str, slips: int) -> bool:
    return OSA.distance(word, meant, score_cutoff=slips) <= slips
