"""A file's content turned into what a document is made of; the one place where sources call the format readers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Self

from knowledge import formats
from knowledge.code import code_version
from knowledge.domain import Language
from knowledge.errors import DocumentUnreadable
from knowledge.formats.facts import effective_of, language_of, own_title_of
from knowledge.sources.rights import ACCESS_FILE, AccessRuleInvalid, stated_readers

_CONVERTERS = ("markitdown", "mammoth", "pdfminer.six", "pdfplumber", "openpyxl", "beautifulsoup4", "pyyaml")


@dataclass(frozen=True, slots=True)
class Conversion:
    """What one content gave: the Markdown and what it says about itself, or why it could not be read.

    ``readers`` is None where the content names none; ``fault`` says why its rule could not be understood. Of a rules
    file, ``text`` is the file.
    """

    text: str = ""
    title: str = ""
    language: Language = "en"
    states_language: bool = False
    effective: str | None = None
    readers: tuple[str, ...] | None = None
    fault: str = ""
    error: str = ""

    def packed(self) -> tuple[str, str]:
        """Return the text, and the rest as JSON."""
        return self.text, json.dumps({**asdict(self), "text": ""}, ensure_ascii=False)

    @classmethod
    def unpacked(cls, text: str, rest: str) -> Self:
        """Return what `packed` took apart."""
        fields = {**json.loads(rest), "text": text}
        readers = fields["readers"]
        return cls(**{**fields, "readers": None if readers is None else tuple(readers)})


def is_rules(name: str) -> bool:
    """Tell a rules file, however its name is capitalised: one that is overlooked would open its folder."""
    return name.rpartition("/")[2].lower() == ACCESS_FILE


def key_of(format_name: str, data: bytes) -> str:
    """Return the name under which a content's conversion is kept: reader version, suffix and digest."""
    suffix = ACCESS_FILE if is_rules(format_name) else PurePosixPath(format_name).suffix.lower()
    return f"{reader_version()}{suffix}:{hashlib.sha256(data).hexdigest()}"


def key_of_failure(error: DocumentUnreadable) -> str:
    """Return the name under which it is kept that a file gave no content at all."""
    return f"{reader_version()}:unread:{hashlib.sha256(str(error).encode()).hexdigest()}"


@cache
def reader_version() -> str:
    """Return what changes whenever a content might be read differently."""
    here = Path(formats.__file__).parent
    files = [*here.glob("*.py"), here.parent / "markup.py", here.parent / "sources" / "rights.py", Path(__file__)]
    return code_version(files, _CONVERTERS)


def conversion_of(format_name: str, data: bytes) -> Conversion:
    """Convert a document, or decode a rules file; a failure is a conversion, too."""
    if is_rules(format_name):
        return _rules_file(data)
    try:
        converted = formats.convert(format_name, data)
    except DocumentUnreadable as error:
        return Conversion(error=str(error))
    readers, fault = None, ""
    try:
        readers = stated_readers(converted.meta)
    except AccessRuleInvalid as error:
        fault = str(error)
    return Conversion(
        text=converted.text,
        title=own_title_of(converted),
        language=language_of(converted),
        states_language=not {"language", "lang"}.isdisjoint(converted.meta),
        effective=effective_of(converted),
        readers=None if readers is None else tuple(sorted(readers)),
        fault=fault,
    )


def _rules_file(data: bytes) -> Conversion:
    try:
        return Conversion(text=data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Conversion(error=f"It is not readable or no valid TOML ({error}).")
