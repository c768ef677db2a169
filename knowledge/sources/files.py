"""What a source's file is, by its name alone."""

from __future__ import annotations

from knowledge.formats import READERS
from knowledge.formats.archive import SUFFIXES
from knowledge.rights.misnamed import is_misnamed
from knowledge.rights.rules import ACCESS_FILE


def is_rules(name: str) -> bool:
    """Tell a rules file, however its name is capitalised: one that is overlooked would open its folder."""
    return name.rpartition("/")[2].lower() == ACCESS_FILE


def may_be_rules(name: str) -> bool:
    """Tell a file that is read for rules and never as a document: a rules file, one misnamed, and any other TOML."""
    return is_rules(name) or is_misnamed(name) or name.lower().endswith(".toml")


def is_hidden(name: str) -> bool:
    """Tell whether a file is left alone, as its name or a folder's begins with a dot; no rules are hidden so."""
    *folders, last = name.split("/")
    return any(folder.startswith(".") for folder in folders) or (last.startswith(".") and not may_be_rules(last))


def unsupported() -> str:
    """Say that a file's format is not read, and which ones are."""
    return f"Its format is not supported. Save it as one of these, or leave it out: {', '.join((*READERS, *SUFFIXES))}."
