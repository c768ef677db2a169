"""A company's own words: abbreviations and synonyms that neither its policies nor a model know to be one thing.

# one thing a line, the names of it behind the equals sign
PTO = paid time off, annual leave, 年假
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import SettingError
from knowledge.language.markdown import CHINESE
from knowledge.language.text import terms

_CHINESE = re.compile(f"[{CHINESE}]")


class SynonymsInvalid(SettingError):
    """The file of synonyms is missing or wrong; the sentence names the file and the line."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Groups of names; all names of a group mean the same."""

    groups: tuple[tuple[str, ...], ...] = ()

    def expanded(self, question: str) -> str:
        """Return the question with the other names of what it names behind it, in brackets."""
        named = ((group, [name for name in group if _names(question, name)]) for group in self.groups)
        others = [name for group, found in named if found for name in group if name not in found]
        return f"{question} ({', '.join(dict.fromkeys(others))})" if others else question


NO_SYNONYMS = Synonyms()


def read_synonyms(path: Path) -> Synonyms:
    """Read a file of lines ``name = name, name``; ``#`` begins a comment. Raises SynonymsInvalid."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SynonymsInvalid(f"FRONTDESK_SYNONYMS: {path} could not be read as UTF-8 text ({error}).") from None
    groups = []
    for number, line in enumerate(lines, start=1):
        stated = line.partition("#")[0].strip()
        if stated:
            groups.append(_group(stated, f"{path}, line {number}"))
    return Synonyms(tuple(groups))


def _group(stated: str, place: str) -> tuple[str, ...]:
    name, equals, others = stated.partition("=")
    names = tuple(each.strip() for each in (name, *re.split("[,，、]", others)))
    if not equals or not all(any(map(str.isalnum, each)) for each in names):
        raise SynonymsInvalid(f"{place}: “{stated}” is no line like `PTO = paid time off, annual leave`.")
    return names


def _names(question: str, name: str) -> bool:
    """Whether the question holds the name: as whole words, and in capitals where in small letters it is another."""
    if _CHINESE.search(name):
        return name in question
    flags = re.IGNORECASE if terms(name) else 0  # IT is a department, it is none
    return bool(re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", question, flags))
