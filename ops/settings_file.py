"""Writes settings into ``.env`` so that they can be taken back exactly: a block of its own, at the end.

The last line of a name counts, so the lines above stay as they are, and taking the block away restores every byte.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from knowledge.errors import SettingError

FILE: Final = Path(".env")
"""As `knowledge.settings` reads it."""
_BEGIN: Final = b"# --- frontdesk models use; `frontdesk models use --undo` removes it"
_END: Final = b"# --- end of frontdesk models use\n"
_NEW, _OPEN, _PLAIN = b" (the file is new)\n", b" (no line break was before it)\n", b"\n"
"""What else there is to take back."""
_BLOCK: Final = re.compile(
    re.escape(_BEGIN) + rb"(?P<kind>[^\n]*\n)(?:(?!" + re.escape(_BEGIN) + rb").)*?" + re.escape(_END), re.DOTALL
)
_BARE: Final = re.compile(r"[\w./:@+-]*")
_PRIVATE: Final = 0o600


def add(values: Mapping[str, str], file: Path = FILE) -> None:
    """Let these settings count from now on. Raises SettingError."""
    before = file.read_bytes() if file.exists() else None
    kind = _NEW if before is None else _OPEN if before and not before.endswith(b"\n") else _PLAIN
    lines = "".join(f"{name}={_quoted(value)}\n" for name, value in values.items())
    line_break = b"\n" if kind == _OPEN else b""
    _write(file, b"".join([before or b"", line_break, _BEGIN, kind, lines.encode(), _END]))


def undo(file: Path = FILE) -> None:
    """Take away what was added last. Raises SettingError where nothing was."""
    text = file.read_bytes() if file.exists() else b""
    blocks = list(_BLOCK.finditer(text))
    if not blocks:
        raise SettingError(f"{file.absolute()} has nothing that `frontdesk models use` wrote.")
    last = blocks[-1]
    above, below = text[: last.start()], text[last.end() :]
    if last["kind"] == _OPEN and not below:
        above = above.removesuffix(b"\n")
    if last["kind"] == _NEW and not above + below:
        file.unlink()
    else:
        _write(file, above + below)


def _quoted(value: str) -> str:
    """A value as python-dotenv reads it. Raises SettingError for one that it could not."""
    if "\n" in value or "${" in value:
        raise SettingError(f"{value!r} cannot stand in {FILE}: rename the folder.")
    if _BARE.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _write(file: Path, content: bytes) -> None:
    """Replace the file at once, with its owner and rights; a new one is its owner's alone, as it may hold tokens.

    A link stays one: what it leads to is replaced.
    """
    file = file.resolve()
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=f"{file.name}.", ignore_cleanup_errors=True) as folder:
            aside = Path(folder, file.name)
            aside.touch(_PRIVATE)
            if file.exists():
                known = file.stat()
                with suppress(PermissionError):
                    os.chown(aside, known.st_uid, known.st_gid)
                aside.chmod(known.st_mode & 0o777)
            with aside.open("wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            aside.replace(file)
    except OSError as error:
        raise SettingError(f"{file} cannot be written: {error.strerror}.") from error
