"""What a file's content was converted to, as it is kept from one reading to the next."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Self

from knowledge import formats
from knowledge.code_version import code_version
from knowledge.domain import Language, LeftOut
from knowledge.errors import DocumentUnreadable
from knowledge.formats.converted import IN_FORCE, Converted, Standing
from knowledge.rights.keys import states_readers
from knowledge.rights.rules import ACCESS_FILE, AccessRuleInvalid, stated_readers
from knowledge.sources.files import may_be_rules

_CONVERTERS = (
    "markitdown", "mammoth", "pdfminer.six", "pdfplumber", "openpyxl", "beautifulsoup4", "pyyaml",
    "python-pptx", "olefile", "striprtf", "pypdfium2", "resiliparse", "tinycss2",
)  # fmt: skip

_BEGINNING = 2_000
"""Characters of a text in which somebody may have put its readers."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """What one content gave: the Markdown and what it says about itself, or why it could not be read.

    ``readers`` is None where the content names none; ``fault`` says why its rule could not be understood, and it is
    ``stray`` where its text names readers as a rule does, in a place where they do not count. Of a rules file, ``text``
    is the file. ``owner``, ``pages``, ``notes`` and ``standing`` are those of `Converted`, ``left_out`` its counts.
    """

    text: str = ""
    title: str = ""
    language: Language = "en"
    states_language: bool = False
    effective: str | None = None
    standing: Standing = IN_FORCE
    owner: str = ""
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    readers: tuple[str, ...] | None = None
    fault: str = ""
    stray: bool = False
    error: str = ""

    def packed(self) -> tuple[str, str]:
        """Return the text, and the rest as JSON."""
        return self.text, json.dumps({**asdict(self), "text": ""}, ensure_ascii=False)

    @classmethod
    def unpacked(cls, text: str, rest: str) -> Self:
        """Return what `packed` took apart."""
        fields = json.loads(rest)
        lists = {name: tuple(value) for name, value in fields.items() if isinstance(value, list)}
        left_out = tuple(LeftOut(**one) for one in fields.get("left_out", ()))
        standing = Standing(**fields["standing"]) if "standing" in fields else IN_FORCE
        return cls(**{**fields, **lists, "left_out": left_out, "standing": standing, "text": text})


def key_of(format_name: str, data: bytes) -> str:
    """Return the name under which a content's conversion is kept: reader version, suffix and digest."""
    suffix = ACCESS_FILE if may_be_rules(format_name) else PurePosixPath(format_name).suffix.lower()
    return f"{reader_version()}{suffix}:{hashlib.sha256(data).hexdigest()}"


def key_of_failure(error: DocumentUnreadable) -> str:
    """Return the name under which it is kept that a file gave no content at all."""
    return f"{reader_version()}:unread:{hashlib.sha256(str(error).encode()).hexdigest()}"


@cache
def reader_version() -> str:
    """Return what changes whenever a content might be read differently."""
    here = Path(formats.__file__).parent
    files = [
        *here.glob("*.py"),
        *(here.parent / "language" / f"{name}.py" for name in ("markdown", "english", "chinese", "german")),
        *(here.parent / "rights").glob("*.py"),
        Path(__file__),
    ]
    recognition = "-" if shutil.which("tesseract") is None else "+"  # scans are read again once it is installed
    return code_version(files, _CONVERTERS) + recognition


def conversion_of(result: Converted | DocumentUnreadable) -> Conversion:
    """What a converter gave, as it is kept; a failure is a conversion, too."""
    if isinstance(result, DocumentUnreadable):
        return Conversion(error=str(result))
    readers, fault = None, ""
    try:
        readers = stated_readers(result.meta)
    except AccessRuleInvalid as error:
        fault = str(error)
    return Conversion(
        text=result.text,
        title=result.title or "",
        language=result.language,
        states_language=not {"language", "lang"}.isdisjoint(result.meta),
        effective=result.effective,
        standing=result.standing,
        owner=result.owner,
        pages=result.pages,
        notes=result.notes,
        left_out=result.counted(),
        readers=None if readers is None else tuple(sorted(readers)),
        fault=fault,
        stray=readers is None and not fault and states_readers(result.text[:_BEGINNING]),
    )


def rules_file(data: bytes) -> Conversion:
    """A rules file, which is parsed whenever it is needed."""
    try:
        return Conversion(text=data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Conversion(error="It is no text in UTF-8. Save it again as UTF-8.")
