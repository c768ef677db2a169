"""Keys of front matter that are ``readers``, or may have been meant for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Final

from rapidfuzz.distance import OSA

READERS: Final = "readers"
_OTHERS: Final = frozenset({"access", "acl", "leser", "permissions", "viewers", "读者", "可见范围"})
"""What people call the same thing, in the languages of the product."""
_SLIPS: Final = 2
"""Behind the first letter, which is seldom mistyped and tells readers from headers and leaders."""
_NESTED: Final = 1000
"""Values of front matter that are looked into: references make few lines endless."""


def meant_for_readers(key: str) -> bool:
    """Tell whether a key is ``readers``, in whatever case and with up to two slips, or another word for it."""
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", key).casefold())
    near = plain.startswith("r") and OSA.distance(plain, READERS, score_cutoff=_SLIPS) <= _SLIPS
    return near or plain in _OTHERS or plain.startswith("reader") or plain.endswith(READERS)


def repeated(keys: Iterable[str]) -> bool:
    """Tell whether readers are named more than once: only the last would count."""
    return sum(map(meant_for_readers, keys)) > 1


def nested_key(meta: Mapping[str, object]) -> str:
    """Return the key below which front matter names readers where nobody looks for them, empty where none does."""
    for key, value in meta.items():
        if any(meant_for_readers(each) for each in islice(_keys_in(value), _NESTED)):
            return str(key)
    return ""


def _keys_in(value: object) -> Iterable[str]:
    pending, seen = [value], {id(value)}
    while pending:
        one = pending.pop()
        inside = [*one.values()] if isinstance(one, Mapping) else one if isinstance(one, list) else []
        yield from map(str, one) if isinstance(one, Mapping) else ()
        new = [each for each in inside if id(each) not in seen]
        seen.update(map(id, new))
        pending += new
