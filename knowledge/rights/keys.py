"""Keys of front matter that are ``readers``, or may have been meant for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Final

from rapidfuzz.distance import OSA

READERS: Final = "readers"
_OTHERS: Final = frozenset(
    {"access", "acl", "berechtigung", "leser", "permissions", "viewers", "zugriff", "读者", "可见范围", "权限"}
)
"""What people call the same thing, in the languages of the product."""
_RESTRICTED: Final = re.compile(r"(?:group|channel|user|domain)[:：]\S+", re.IGNORECASE)
_SLIPS: Final = 2
"""Behind the first letter, which is seldom mistyped and tells readers from headers and leaders."""
_KEY_LINE: Final = re.compile(r"^[^\w\n]{0,6}(?P<key>[^\W\d][\w \t-]{0,24}?)[\"'*`]*[ \t]*[:=：＝]", re.MULTILINE)
_CODE: Final = re.compile(r"^(```|~~~).*?(?:^\1|\Z)", re.MULTILINE | re.DOTALL)
_STATED: Final = re.compile(
    r"^[^\w\n]{0,6}readers?[\"'*`]*[ \t]*[:=：＝]\s*(?:\\?\[|(?:[-*]\s+)?[\"'“]?"
    r"(?:everyone|public|(?:group|channel|user|domain)[:：]\S+?)[\"'”]?\s*(?:,|$))",
    re.MULTILINE | re.IGNORECASE,
)
_NESTED: Final = 1000
"""Values of front matter that are looked into: references make few lines endless."""


def meant_for_readers(key: str) -> bool:
    """Tell whether a key is ``readers``, in whatever case and with up to two slips, or another word for it."""
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", key).casefold())
    near = plain.startswith("r") and OSA.distance(plain, READERS, score_cutoff=_SLIPS) <= _SLIPS
    return near or plain in _OTHERS or plain.startswith("reader") or plain.endswith(READERS)


def key_by_value(meta: Mapping[str, object]) -> str:
    """Return the key, whatever it is called, under which front matter has readers of ours; empty where none has."""
    return next((str(key) for key, value in meta.items() if _names_readers(value)), "")


def _names_readers(value: object) -> bool:
    named = value if isinstance(value, list) else value.split(",") if isinstance(value, str) else []
    return bool(named) and all(isinstance(one, str) and _RESTRICTED.fullmatch(one.strip()) for one in named)


def key_for_readers(lines: str, *, named_so: bool = False) -> str:
    """Return the key of the first line that names readers as front matter does, empty where none does.

    ``named_so`` leaves out other words for it, which a text may well begin with.
    """
    for found in _KEY_LINE.finditer(lines):
        key = found["key"].strip()
        if meant_for_readers(key) and not (named_so and key.casefold() in _OTHERS):
            return key
    return ""


def states_readers(text: str) -> bool:
    """Tell whether a line of a text, outside of code, reads like a rule: it names readers as a rule would."""
    return bool(_STATED.search(_CODE.sub("", text)))


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
