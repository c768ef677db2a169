"""The words of a text as numbers that a classifier weighs: its words, its pairs of words, and pieces of longer ones.

Pure Python: each feature falls into one of `SLOTS` by its checksum, so that no vocabulary has to be kept.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

SLOTS: Final = 1 << 14

_TOKEN: Final = re.compile(r"[\u3400-\u9fff]|\d+|[^\W\d_\u3400-\u9fff]+(?:'[^\W\d_]+)?|[^\w\s]|_+")
_DIGITS: Final = re.compile(r"\d+")
_PIECE: Final = 4
"""Letters: enough to see "übersetz" in "übersetze" and "übersetzen", whatever the ending."""
_LONGEST: Final = 2000
"""Characters that are looked at."""


@lru_cache(maxsize=4096)
def slots_of(text: str) -> tuple[int, ...]:
    """Return the slots that the text's features fall into, each once, in order. Numbers count as one word."""
    return tuple(sorted({zlib.crc32(feature.encode()) % SLOTS for feature in _features(_tokens(text))}))


def _tokens(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold().replace("’", "'")
    return _TOKEN.findall(_DIGITS.sub("0", folded))


def _features(tokens: list[str]) -> Iterator[str]:
    ends = ["^", *tokens, "$"]
    yield from ends
    yield from (f"{first} {second}" for first, second in pairwise(ends))
    for token in tokens:
        if len(token) >= _PIECE and token.isalpha():
            whole = f"^{token}$"
            yield from (f"~{whole[start : start + _PIECE]}" for start in range(len(whole) - _PIECE + 1))
