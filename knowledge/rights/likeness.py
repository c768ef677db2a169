"""Which file somebody may have meant who wrote another name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from rapidfuzz.distance import OSA

from knowledge.language.text import stem

_SUFFIX: Final = re.compile(r"\.\w{1,5}$")
_WORD: Final = re.compile(r"[^\W_]+")
_AROUND: Final = " \t\n\u200b\ufeff\"'`´‘’“”„«»<>,;:，；："
_SHORTEST: Final = 3
"""Letters of a name below which one slip makes any name of another."""
_LETTERS_A_SLIP: Final = 6
"""Letters that one slip more is allowed for, as soon as there are twice as many: leave-policy is no travel-policy."""
_TELLING: Final = 4
"""Bytes of a name that says something as a part of another: four Latin letters, or two Chinese ones."""


def folded(name: str) -> str:
    """Return a name without case, full width, encoding for addresses, and blanks and quotation marks around it."""
    return unicodedata.normalize("NFKC", unquote(name)).casefold().strip(_AROUND)


def has_suffix(name: str) -> bool:
    """Tell whether a name ends like a file's."""
    return bool(_SUFFIX.search(folded(name)))


def alike(written: str, name: str) -> bool:
    """Tell whether a file's name may be meant by one that was written.

    Its letters are the same once suffix and plural are taken off, or a slip apart, or one name holds the other.
    """
    one, other = core(written), core(name)
    short, long = sorted((one, other), key=len)
    if not short:
        return False
    if one == other or (short in long and len(short.encode()) >= _TELLING):
        return True
    slips = _slips(long)
    return len(short) >= _SHORTEST and OSA.distance(one, other, score_cutoff=slips) <= slips


def mistaken(written: str, name: str) -> bool:
    """Tell whether two names are a slip of letters apart: another number, or a longer name, is another file's."""
    one, other = core(written), core(name)
    return abs(len(one) - len(other)) <= 1 and re.findall(r"\d", one) == re.findall(r"\d", other) and alike(one, other)


def most_slips(one: str) -> int:
    """Return how many slips the core of a name that is alike may be away from this one, however long it is."""
    return _slips(one * 2)


def _slips(core: str) -> int:
    return max(1, len(core) // _LETTERS_A_SLIP)


@lru_cache(maxsize=65536)
def core(name: str) -> str:
    """Return the letters and digits of a name without suffix and plurals."""
    return "".join(map(stem, _WORD.findall(_SUFFIX.sub("", folded(name)))))
