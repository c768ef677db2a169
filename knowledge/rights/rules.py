"""Who may read a document: its front matter says it, else its folder's ``access.toml``, else the source's default.

Whatever cannot be understood gives nobody the right to read, and is reported.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from knowledge.domain import EVERYONE, PUBLIC

ACCESS_FILE = "access.toml"
PRINCIPAL = re.compile(
    rf"{EVERYONE}|{PUBLIC}|group:[^\s:,A-Z]+|channel:[CG][A-Z0-9]+|user:[UW][A-Z0-9]+|domain:[a-z0-9-]+(?:\.[a-z0-9-]+)+"
)
"""A workspace's members, anyone who asks, a user group's handle, a channel's id, a user's id, a mail domain."""

NOBODY: frozenset[str] = frozenset()


class AccessRuleInvalid(ValueError):
    """A rule that cannot be understood; ``str(error)`` says which and what to write instead."""


@dataclass(frozen=True, slots=True)
class FolderRule:
    """One ``access.toml``: ``readers`` for its folder and those below, ``documents`` for single files in it."""

    readers: frozenset[str] | None
    documents: dict[str, frozenset[str]]


def parse_principals(value: object) -> frozenset[str]:
    """Return the principals of a list in front matter or ``access.toml``.

    Raises AccessRuleInvalid for an empty list, for anything but a list of strings, and for an unknown principal.
    """
    if not isinstance(value, list) or not value:
        raise AccessRuleInvalid('`readers` must be a list that names at least one reader, such as ["everyone"].')
    for principal in value:
        if not isinstance(principal, str) or not PRINCIPAL.fullmatch(principal):
            shown = principal if isinstance(principal, str) else type(principal).__name__
            raise AccessRuleInvalid(
                f"“{shown}” is no reader. Write everyone, public, group:<handle>, channel:<id>, user:<id> or "
                "domain:<mail domain>."
            )
    return frozenset(value)


def stated_readers(meta: Mapping[str, object]) -> frozenset[str] | None:
    """Return the readers that a document's front matter names, None where it is silent. Raises AccessRuleInvalid."""
    stated = [key for key in meta if str(key).lower().startswith("reader")]
    if stated and stated != ["readers"]:
        raise AccessRuleInvalid(f"Its front matter says `{stated[0]}` where `readers` is meant.")
    return parse_principals(meta["readers"]) if stated else None


def parse_rule(text: str) -> FolderRule:
    """Parse one ``access.toml``. Raises AccessRuleInvalid: a typing error must not open a folder."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AccessRuleInvalid(f"It is not readable or no valid TOML ({error}).") from None
    unknown = sorted(set(content) - {"readers", "documents"})
    documents = content.get("documents", {})
    if unknown or not isinstance(documents, dict):
        raise AccessRuleInvalid(
            f"It may hold `readers` and a table `documents`, not `{', '.join(unknown) or 'documents'}`."
        )
    readers = parse_principals(content["readers"]) if "readers" in content else None
    return FolderRule(readers, {name: parse_principals(value) for name, value in documents.items()})


@dataclass(frozen=True, slots=True)
class FolderRules:
    """The rules of a whole tree by folder; a folder whose file is malformed is readable by nobody.

    ``default`` is the source's own rule, which ``default_rule`` names.
    """

    by_folder: dict[PurePosixPath, FolderRule]
    default: frozenset[str]
    default_rule: str = "default"

    def readers_of(self, document: str) -> tuple[frozenset[str], str]:
        """Return the readers that the nearest rule gives, and the rule's name; the source's where there is none."""
        if not self.by_folder:
            return self.default, self.default_rule
        path = PurePosixPath(document)
        own = self.by_folder.get(path.parent)
        if own and path.name in own.documents:
            return own.documents[path.name], str(path.parent / ACCESS_FILE)
        for folder in path.parents:
            rule = self.by_folder.get(folder)
            if rule and rule.readers is not None:
                return rule.readers, str(folder / ACCESS_FILE)
        return self.default, self.default_rule
