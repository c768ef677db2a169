"""Who answers for a document, as it says itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from knowledge.language.markdown import plain
from knowledge.language.tables import cells

LONGEST: Final = 80
"""Characters; what is longer is a sentence about the owner, and no name."""
_HEAD: Final = 2_000
"""Characters at a document's beginning in which it names its owner; further down it speaks of other things' owners."""
_KEYS: Final = (
    "owner",
    "policyowner",
    "documentowner",
    "owners",
    "verantwortlich",
    "eigentümer",
    "负责人",
    "责任部门",
    "归口部门",
)
_LABEL: Final = (
    r"(?:(?:policy|document|process)[ -]owner|owner|owned by|verantwortliche[rs]?|verantwortlich"
    r"|(?:dokument|richtlinien)(?:eigentümer|verantwortliche)(?:r|in)?"
    r"|(?:制度|文件)?(?:责任部门|归口部门|归口管理部门|主责部门|负责部门|负责人))"
)
_LABELLED: Final = re.compile(
    rf"^[\W_]*{_LABEL}[*_ \t]*(?:[:：]|\|)[*_ \t]*(?P<owner>[^\n|;；]+)", re.IGNORECASE | re.MULTILINE
)
"""A line of its own, or a row of two cells."""
_NAMED: Final = re.compile(_LABEL, re.IGNORECASE)
_COLUMNS: Final = re.compile(
    r"^(?P<names>\|(?:[^|\n]*\|){3,})\s*\|[-:| \t]+\|[ \t]*\n(?P<values>\|[^\n]*)", re.MULTILINE
)
"""The head of a table of three columns or more, and its first row; of two, a head is a label with its value."""


def owner_of(text: str, meta: Mapping[str, Any]) -> str:
    """Return the owner that the front matter names, else one on a labelled line at the beginning, else nothing."""
    stated = {re.sub(r"[\s_-]", "", str(key)).casefold(): value for key, value in meta.items()}
    value = next((stated[key] for key in _KEYS if stated.get(key)), None)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = ", ".join(value)
    if value is None:
        value = _in_column(text) or _on_line(text)
    name = " ".join(plain(value).split()) if isinstance(value, str) else ""
    return name if len(name) <= LONGEST else ""


def _in_column(text: str) -> str:
    for table in _COLUMNS.finditer(text, 0, _HEAD):
        for name, value in zip(cells(table["names"]), cells(table["values"]), strict=False):
            if _NAMED.fullmatch(plain(name).strip()):
                return value
    return ""


def _on_line(text: str) -> str:
    labelled = _LABELLED.search(text, 0, _HEAD)
    return labelled["owner"] if labelled else ""
