"""``knowledge.toml``: where the policies come from. Errors name the file and the line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge.errors import SettingError
from knowledge.rights.misnamed import is_left_behind, is_misnamed
from knowledge.sources.kinds import KINDS
from knowledge.sources.reader import SourceReader
from knowledge.sources.specification import SourceSpecification, Surroundings

_STEM = "knowledge"
_TABLE = re.compile(r"^\s*\[\[\s*source\s*\]\]")
_KEY = r"""^\s*["']?{}["']?\s*[=.]|^\s*\[\s*source\s*\.\s*{}\s*\]"""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The sources, as they are written. ``base`` is the folder that relative paths begin at."""

    sources: tuple[SourceSpecification, ...]
    base: Path

    def readers(
        self, around: Surroundings, *, default_readers: frozenset[str], link_template: str
    ) -> tuple[SourceReader, ...]:
        """Return what reads each source."""
        several = len(self.sources) > 1
        return tuple(
            source.reader(
                around,
                default_readers=default_readers,
                link_template=link_template,
                prefix=f"{source.name}/" if several else "",
            )
            for source in self.sources
        )


def read_configuration(file: Path) -> Configuration:
    """Read and validate the file. Raises SettingError with file, line and what is wrong there."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{file} could not be read ({error}). Name another in FRONTDESK_KNOWLEDGE.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingError(f"{file} is no valid TOML: {error}.") from None
    lines = _Lines(file, text)
    tables = content.get("source")
    unknown = sorted(set(content) - {"source"})
    if unknown or not isinstance(tables, list) or not tables:
        what = f"`{unknown[0]}` is not known" if unknown else "it names no source"
        raise SettingError(f"{lines.of_top(unknown)}: {what}. Write each source as a table [[source]].")
    sources: list[SourceSpecification] = []
    for number, table in enumerate(tables):
        source = _validated(table, number, lines)
        if source.name in {other.name for other in sources}:
            raise SettingError(f"{lines.of(number, 'name')}: the name “{source.name}” is taken. Choose another.")
        sources.append(source)
    return Configuration(tuple(sources), file.absolute().parent)


def refuse_misnamed(folder: Path) -> None:
    """Raise SettingError for what looks like a ``knowledge.toml``, where there is none: its readers would be missed."""
    names = sorted(each.name for each in folder.iterdir() if each.is_file() or each.suffix)
    found = next((name for name in names if is_misnamed(name, _STEM) and not is_left_behind(name)), "")
    if found:
        raise SettingError(
            f"{folder / found} looks like a {_STEM}.toml that cannot be used as it is. Call it {_STEM}.toml, or name "
            "it in FRONTDESK_KNOWLEDGE."
        )


def _validated(table: dict[str, Any], number: int, lines: _Lines) -> SourceSpecification:
    kind = KINDS.get(str(table.get("kind")))
    if kind is None:
        raise SettingError(f"{lines.of(number, 'kind')}: `kind` must be one of {', '.join(KINDS)}.")
    try:
        return kind.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = str(first["loc"][0])
        if first["type"] == "extra_forbidden":
            known = ", ".join(kind.model_fields)
            raise SettingError(f"{lines.of(number, key)}: `{key}` is not known here. Known are {known}.") from None
        raise SettingError(f"{lines.of(number, key)}: `{key}`: {_said(first)}.") from None


def _said(error: ErrorDetails) -> str:
    """Say what is wrong with a value and what to write."""
    plain = {
        "missing": "it is missing; write it",
        "string_too_short": "it is empty; write it",
        "list_type": 'it must be a list in brackets, such as ["…"]',
        "string_type": "it must be text in quotation marks",
        "string_pattern_mismatch": "it may have small letters, digits and hyphens, at most 40",
    }
    return plain.get(error["type"]) or error["msg"].removeprefix("Value error, ").rstrip(".")


@dataclass(frozen=True, slots=True)
class _Lines:
    """Finds the line of a key: the parser keeps none."""

    file: Path
    text: str

    def of(self, number: int, key: str) -> str:
        """Name the line of a key of the source of this number, the source's first line where it has no such key."""
        start = -1
        for line, content in enumerate(self.text.splitlines(), start=1):
            if _TABLE.match(content):
                number -= 1
                start = line if number == -1 else start
            elif number == -1 and re.match(_KEY.format(re.escape(key), re.escape(key)), content):
                return f"{self.file}, line {line}"
        return f"{self.file}, line {max(start, 1)}"

    def of_top(self, keys: list[str]) -> str:
        """Name the line of the first of these keys at the top of the file."""
        return next((f"{self.file}, line {line}" for line in self._with(keys)), f"{self.file}, line 1")

    def _with(self, keys: list[str]) -> Iterator[int]:
        for line, content in enumerate(self.text.splitlines(), start=1):
            if any(re.match(rf"\s*\[*\s*{re.escape(key)}\b", content) for key in keys):
                yield line
