"""Files that somebody shows with a question: read for that question, for its asker, and kept nowhere.

This module imports no converter, so that the Slack edge may know the limits and the names.
"""

from __future__ import annotations

from typing import Final, Literal

from knowledge.suffixes import PICTURES, READERS, suffix_of

MOST_FILES: Final = 3
"""Files that one question is answered from; more are named, and not read."""
LARGEST_FILE: Final = 20 * 2**20
"""Bytes of one such file."""

FileProblem = Literal[
    "cut",
    "damaged",
    "empty",
    "gone",
    "heavy",
    "members_only",
    "no_recognition",
    "no_scope",
    "not_transcribed",
    "password",
    "too_large",
    "too_many",
    "unreachable",
    "unsupported",
]
"""Why a file was not read, or only its beginning (``cut``); a sentence for each is the edge's.

``heavy``: it takes too long or too much memory. ``members_only``: its asker is a guest, or Slack does not say who they
are. ``no_recognition``: it is a picture, and nothing here reads pictures. ``no_scope``: Slack does not let us have it.
"""

_PREFIX: Final = "file:"


def document_id(file_id: str) -> str:
    """Return the id of the document that a file is, by Slack's id of it."""
    return f"{_PREFIX}{file_id}"


def is_attached(document: str) -> bool:
    """Tell whether a document is such a file, and none of the policies."""
    return document.startswith(_PREFIX)


def readable_suffix(name: str, kind: str = "") -> str:
    """Return the suffix by which a file is read: its own, else that of its ``kind``; empty where it cannot be."""
    suffixes = (suffix_of(name), f".{kind.lower()}")
    return next((suffix for suffix in suffixes if suffix in READERS or suffix in PICTURES), "")
