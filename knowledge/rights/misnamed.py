"""Files that are an ``access.toml`` under another name: overlooked, they would leave their folder open."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

_SUFFIX: Final = "toml"
_OTHER_SUFFIXES: Final = frozenset({"cfg", "conf", "ini", "json", "yaml", "yml"})
_STEM_SLIPS, _SUFFIX_SLIPS = 2, 1
_LEFT_BEHIND: Final = re.compile(r"^(?:\._|\.?#|~\$|\.~)|(?:~|#|\.(?:bak|old|orig|rej|save|sw[a-p]|tmp))$")
"""What editors and systems leave beside a file: of one that is there, no rule of its own."""
_EDGES: Final = re.compile(r"^[\W_]+|[\W_]+$")
_RULES: Final = re.compile(r"\A(?:\s|#.*\n)*(?:[\"']?readers?[\"']?\s*=\s*\[|\[\s*documents\s*\])", re.IGNORECASE)


def is_misnamed(name: str, stem: str = "access") -> bool:
    """Tell whether a file's name may be meant for ``access.toml``: slips, other or more suffixes, marks around it.

    So may other TOML files' names of another ``stem``.
    """
    return _is_misnamed(name.rpartition("/")[2], stem)


@lru_cache(maxsize=65536)
def _is_misnamed(name: str, stem: str) -> bool:
    parts = _EDGES.sub("", unicodedata.normalize("NFKC", name).casefold()).split(".")
    if len(parts) == 1:
        return _near(re.sub(r"[\W_]", "", parts[0]), stem + _SUFFIX, 1) or parts[0] == stem
    return any(_is_named(parts[:end], parts[end], stem) for end in range(1, len(parts)))


def is_left_behind(name: str) -> bool:
    """Tell whether a file is a backup or a lock of another one."""
    return bool(_LEFT_BEHIND.search(name.rpartition("/")[2].lower()))


def reads_like_rules(text: str) -> bool:
    """Tell whether a text begins as an ``access.toml`` does."""
    return bool(_RULES.match(text))


def is_access_in_text(name: str) -> bool:
    """Tell a text file of the name, which may be a document as well: its content says."""
    stem, _, suffix = name.rpartition("/")[2].lower().rpartition(".")
    return suffix == "txt" and _near(stem, "access", 1)


def _is_named(parts: list[str], suffix: str, stem: str) -> bool:
    """Tell whether these make the stem and its suffix; beside .toml other words may stand, as in a copy's name."""
    words = re.findall(r"[^\W_]+", " ".join(parts))
    if _near(suffix.partition(" ")[0], _SUFFIX, _SUFFIX_SLIPS):
        return any(_near(word, stem, _STEM_SLIPS) for word in words)
    return suffix in _OTHER_SUFFIXES and len(words) == 1 and _near(words[0], stem, 1)


def _near(word: str, meant: str, slips: int) -> bool:
    return OSA.distance(word, meant, score_cutoff=slips) <= slips
