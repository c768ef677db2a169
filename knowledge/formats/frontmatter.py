"""The block that a text document may begin with: YAML between ``---``, TOML between ``+++``, or a JSON object.

Readers may stand in it, so what looks like one and cannot be read is never passed over as text.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import yaml

from knowledge.errors import DocumentUnreadable
from knowledge.rights.keys import key_for_readers, meant_for_readers, nested_key, repeated, states_readers

_BEFORE: Final = re.compile(r"(?:\s|<!--.*?-->|<!doctype[^>]*>|<\?xml[^>]*>)*", re.DOTALL | re.IGNORECASE)
"""What may come before the block, though no tool but this one looks for it there."""
_OPEN: Final = re.compile(
    r"(?P<fence>-{3,}|\+{3,}|;{3,})[ \t]*(?P<language>yaml|toml|json)?[ \t]*(?:#.*)?(?:\n|\Z)", re.IGNORECASE
)
_CLOSE: Final = {
    mark: re.compile(rf"^[ \t]*(?:{re.escape(mark)}{{3,}}{also})[ \t]*(?:#.*)?(?:\n|\Z)", re.MULTILINE)
    for mark, also in {"-": r"|\.{3}", "+": "", ";": ""}.items()
}
_LANGUAGES: Final = {"-": "yaml", "+": "toml", ";": "json"}
_KNOWN: Final = frozenset({"title", "language", "lang", "effective", "date"})
"""Keys by which a block is one where lines of dashes or braces might as well be text."""
_HEAD: Final = 5_000
"""Characters in which a block is looked for that does not end."""
_COMMENT: Final = re.compile(r"^[ \t]*#.*", re.MULTILINE)
"""A line of a block that somebody took out."""
_META: Final = re.compile(r"""<meta\b[^>]*?\bname\s*=\s*["']?([\w-]+)""", re.IGNORECASE)


def split_front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """Return the front matter and the text behind it; no front matter is an empty dict.

    Raises DocumentUnreadable where it is not valid, and where readers are named that would be overlooked.
    """
    body = _BEFORE.sub("", text, count=1)
    before = text.removesuffix(body)
    if key := key_for_readers(before.replace("<!--", "\n")):
        raise _misplaced(key, "a comment")
    if body.startswith("{"):
        return _split_json(body) or ({}, text)
    opened = _OPEN.match(body)
    closed = opened and _CLOSE[opened["fence"][0]].search(body, opened.end())
    if not opened or not closed:
        _refuse_overlooked(body, is_open=bool(opened))
        return {}, text
    block = body[opened.end() : closed.start()]
    meta = _parsed(block, opened, line=(before + opened[0]).count("\n") + 1, sure=not before.strip())
    return ({}, text) if meta is None else (meta, body[closed.end() :])


def _parsed(block: str, opened: re.Match[str], *, line: int, sure: bool) -> dict[str, Any] | None:
    """Return what a block says, None where it is text. ``line`` is its first; ``sure`` that it begins the document."""
    fence = opened["fence"]
    language = (opened["language"] or _LANGUAGES[fence[0]]).lower()
    sure = sure and fence == "---"
    try:
        meta = _PARSERS[language](block)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if not sure and not key_for_readers(block):
            return None
        raise DocumentUnreadable(
            f"Its front matter is not valid {language.upper()} (line {line + _line_of(error)}). Mend it: rights may "
            "stand there."
        ) from None
    if isinstance(meta, dict) and (sure or fence[0] != "-" or _is_front_matter(meta)):
        _refuse_swallowed(meta, block)
        return meta
    if meta is None and sure:
        return {}
    if key := key_for_readers(block):
        raise DocumentUnreadable(f"Its front matter says `{key}` but is no list of keys and values. Mend it.")
    return None


def _split_json(body: str) -> tuple[dict[str, Any], str] | None:
    """Return the object that a text begins with and what follows, None where that is no front matter."""
    try:
        meta, end = json.JSONDecoder(object_pairs_hook=_object).raw_decode(body)
    except (ValueError, RecursionError):
        if key := key_for_readers(body[:_HEAD].replace("{", "\n").replace(",", "\n")):
            raise DocumentUnreadable(f"It begins with JSON that says `{key}` and is not valid. Mend it.") from None
        return None
    return (meta, body[end:]) if _is_front_matter(meta) else None


def _yaml(block: str) -> object:
    """Raises yaml.YAMLError, ValueError, and DocumentUnreadable where readers are named twice: only the last counts."""
    node = yaml.compose(block, yaml.SafeLoader)
    if isinstance(node, yaml.MappingNode):
        _refuse_repeated(str(key.value) for key, _ in node.value)
    return yaml.safe_load(block)


def _json(block: str) -> object:
    return json.loads(block, object_pairs_hook=_object)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    _refuse_repeated(key for key, _ in pairs)
    return dict(pairs)


_PARSERS: Final[Mapping[str, Callable[[str], object]]] = {"yaml": _yaml, "toml": tomllib.loads, "json": _json}


def _is_front_matter(meta: Mapping[str, Any]) -> bool:
    """Tell whether an object has a key of front matter, or one for readers wherever it stands."""
    keys = [str(key) for key in meta]
    return not _KNOWN.isdisjoint(keys) or any(map(meant_for_readers, keys)) or bool(nested_key(meta))


def _refuse_repeated(keys: Iterable[str]) -> None:
    if repeated(keys):
        raise DocumentUnreadable("Its front matter names readers twice. Keep one of the lines.")


def _refuse_swallowed(meta: Mapping[str, Any], block: str) -> None:
    """Raise DocumentUnreadable where readers are part of another key's words."""
    named = any(meant_for_readers(str(key)) for key in meta) or nested_key(meta)
    if not named and states_readers(_COMMENT.sub("", block)):
        raise _misplaced("readers", "the words of another key")


def _refuse_overlooked(body: str, *, is_open: bool) -> None:
    """Raise DocumentUnreadable for readers in a block that does not end, or in the first lines without a block."""
    head = body[:_HEAD] if is_open else body[:_HEAD].partition("\n\n")[0]
    if (key := key_for_readers(head, named_so=True)) and is_open:
        raise DocumentUnreadable(f"Its front matter says `{key}` but does not end. Put a line --- behind it.")
    meta = (found[1] for found in _META.finditer(body[:_HEAD]) if meant_for_readers(found[1]))
    if key := key or next(meta, ""):
        raise _misplaced(key, "no front matter")


def _misplaced(key: str, where: str) -> DocumentUnreadable:
    return DocumentUnreadable(
        f"It says `{key}` at its beginning, but in {where}, where it does not count. Put it between two lines ---."
    )


def _line_of(error: Exception) -> int:
    """Return the line of an error within the block, from nought."""
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    return mark.line if mark else max(0, getattr(error, "lineno", 1) - 1)
