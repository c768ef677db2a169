"""What a rule may say: readers, in front matter or an ``access.toml``.

Whatever cannot be understood gives nobody the right to read, and is reported.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from knowledge.domain import EVERYONE, PUBLIC
from knowledge.rights.keys import READERS, key_by_value, meant_for_readers, nested_key
from knowledge.rights.toml_lines import key_lines

ACCESS_FILE = "access.toml"
PRINCIPAL = re.compile(
    rf"{EVERYONE}|{PUBLIC}|group:[^\s:,A-Z]+|channel:[CG][A-Z0-9]+|user:[UW][A-Z0-9]+|domain:[a-z0-9-]+(?:\.[a-z0-9-]+)+"
)
"""A workspace's members, anyone who asks, a user group's handle, a channel's id, a user's id, a mail domain."""

NOBODY: frozenset[str] = frozenset()
_TABLE: Final = "documents"


class AccessRuleInvalid(ValueError):
    """A rule that cannot be understood; ``str(error)`` says which and what to write instead."""


@dataclass(frozen=True, slots=True)
class FolderRule:
    """One ``access.toml``: ``readers`` for its folder and those below, ``documents`` for what it names in there.

    ``lines`` are those that the names of ``documents`` stand in. One that is ``closed`` could not be understood.
    """

    readers: frozenset[str] | None
    documents: Mapping[str, frozenset[str]]
    lines: Mapping[str, int] = field(default_factory=dict)
    closed: str = ""


def parse_principals(value: object) -> frozenset[str]:
    """Return the principals of a list in front matter or ``access.toml``.

    Raises AccessRuleInvalid for an empty list, for anything but a list of strings, and for an unknown principal.
    """
    if not isinstance(value, list) or not value:
        raise AccessRuleInvalid('`readers` must be a list that names at least one reader, such as ["everyone"].')
    for principal in value:
        if not isinstance(principal, str) or not PRINCIPAL.fullmatch(principal) or not principal.isprintable():
            shown = principal if isinstance(principal, str) else type(principal).__name__
            raise AccessRuleInvalid(
                f"“{shown}” is no reader. Write everyone, public, group:<handle>, channel:<id>, user:<id> or "
                "domain:<mail domain>."
            )
    return frozenset(value)


def stated_readers(meta: Mapping[str, object]) -> frozenset[str] | None:
    """Return the readers that a document's front matter names, None where it is silent. Raises AccessRuleInvalid."""
    stated = [str(key) for key in meta if meant_for_readers(str(key))]
    if not stated and (inside := nested_key(meta)):
        raise AccessRuleInvalid(f"Its front matter says `{READERS}` below `{inside}`. Put it at the start of a line.")
    if wrong := next((key for key in stated if key != READERS), ""):
        raise AccessRuleInvalid(
            f"Its front matter says `{wrong}`, which may mean who may read it. Write `{READERS}` with a list of "
            "readers, or rename the key if it means something else."
        )
    if not stated and (other := key_by_value(meta)):
        raise AccessRuleInvalid(
            f"Its front matter names readers under `{other}`. Add a line `{READERS}` that says who may read it."
        )
    return parse_principals(meta[READERS]) if stated else None


def parse_rule(text: str) -> FolderRule:
    """Parse one ``access.toml``. Raises AccessRuleInvalid: a typing error must not open a folder."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AccessRuleInvalid(f"It is no valid TOML ({error}).") from None
    except RecursionError:
        raise AccessRuleInvalid("It is no valid TOML (it nests too deep).") from None
    lines = key_lines(text)
    _check(content, lines)
    documents = content.get(_TABLE, {})
    readers = _principals(READERS, content[READERS], lines) if READERS in content else None
    named = {name: _principals(name, value, lines) for name, value in documents.items()}
    return FolderRule(readers, named, lines)


def _check(content: Mapping[str, Any], lines: Mapping[str, int]) -> None:
    """Raise AccessRuleInvalid where it says nothing, or something in the wrong place."""
    for key in content:
        if key not in (READERS, _TABLE):
            remedy = f"Write it below a line [{_TABLE}]" if "." in key else f"Known are `{READERS}` and [{_TABLE}]"
            raise AccessRuleInvalid(f"{_at(lines, key)}`{key}` is not known. {remedy}.")
    documents = content.get(_TABLE, {})
    if not isinstance(documents, dict):
        raise AccessRuleInvalid(f"{_at(lines, _TABLE)}`{_TABLE}` must be a table: write a line [{_TABLE}].")
    for key in documents:
        if meant_for_readers(key):
            raise AccessRuleInvalid(
                f"{_at(lines, key)}`{key}` stands below [{_TABLE}], where files are named. Write `{READERS}` above it."
            )
    if READERS not in content and not documents:
        raise AccessRuleInvalid(f'It names no readers. Write {READERS} = ["everyone"] if all may read the folder.')


def _principals(name: str, value: object, lines: Mapping[str, int]) -> frozenset[str]:
    if isinstance(value, dict):
        raise AccessRuleInvalid(f'{_at(lines, name)}Put a file\'s name in quotation marks: "bands.md" = ["group:hr"].')
    try:
        return parse_principals(value)
    except AccessRuleInvalid as error:
        raise AccessRuleInvalid(f"{_at(lines, name)}{error}") from None


def _at(lines: Mapping[str, int], key: str) -> str:
    return f"Line {lines[key]}: " if key in lines else ""
