"""How far the letters of words speak for a language: weights of groups of letters, fitted on texts of that language.

Lists of words know no short question such as “Reisekosten Frist?”; groups of letters do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

SIZES: Final = (2, 3, 4)
"""Letters of a group, the edges of the word among them."""
LONGEST: Final = 32
"""Letters of a word that are looked at."""


def groups(word: str) -> Iterator[str]:
    """Yield the groups of letters of a lower-case word, and the whole word between its edges."""
    edged = f"_{word[:LONGEST]}_"
    yield edged
    for size in SIZES:
        yield from (edged[start : start + size] for start in range(len(edged) - size + 1))


def file_of(code: str) -> Path:
    """Where the weights of a language lie."""
    return Path(__file__).with_name(f"{code}.json")


@lru_cache(maxsize=65536)
def evidence(word: str, code: str) -> float:
    """By how much a lower-case word makes the language more likely, in log-odds."""
    weights = _weights(code)
    return sum(weights.get(group, 0.0) for group in set(groups(word)))


def bias(code: str) -> float:
    """Log-odds of the language before a word is read."""
    return _weights(code)[""]


@cache
def _weights(code: str) -> Mapping[str, float]:
    read: Mapping[str, float] = json.loads(file_of(code).read_text(encoding="utf-8"))["weights"]
    return read
