"""Archives of documents: each member is a document of its own, named ``archive.zip/path/inside.md``.

Nothing is written to disk; what is no plain file with a plain name is reported and left alone.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from knowledge.errors import DocumentUnreadable
from knowledge.formats import LARGEST, READERS, TOO_LARGE, supported
from knowledge.formats.encoding import decode_known
from knowledge.formats.litter import litter
from knowledge.rights.misnamed import is_misnamed, reads_like_rules
from knowledge.rights.rules import ACCESS_FILE

SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz")

LARGEST_UNPACKED = 200 * 2**20
"""Bytes of all members of an archive together, as the archive declares them; neither library unpacks more."""

MOST_MEMBERS = 5_000

_LARGEST_RULES = 2**20

_LINK_TYPE = 0xA  # of a file in Unix' mode bits
_UTF_8_NAME = 0x800
_TORN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One member as the archive declares it; ``obstacle`` says why it is not read, if so."""

    name: str
    size: int
    obstacle: str
    read: Callable[[], bytes]


def is_archive(name: str) -> bool:
    """Tell whether a file of this name is an archive of documents."""
    return name.lower().endswith(SUFFIXES)


def expand(name: str, data: bytes) -> list[tuple[str, bytes | str]]:
    """Return the members of an archive by their ids, each with its bytes or the sentence on why it is left alone.

    Raises DocumentUnreadable where the whole archive cannot be used.
    """
    if len(data) > LARGEST:
        raise DocumentUnreadable(f"It is larger than {LARGEST // 2**20} MB. Split it.")
    try:
        members = list(_members(name, _zip_entries(data) if name.lower().endswith(".zip") else _tar_entries(data)))
    except _TORN as error:
        raise DocumentUnreadable(
            f"It is damaged, cut off or no archive ({type(error).__name__}). Pack it again."
        ) from error
    if not members:
        raise DocumentUnreadable("It holds no file. Pack it again, or remove it.")
    return members


def _members(archive: str, entries: Iterable[_Entry]) -> Iterator[tuple[str, bytes | str]]:
    seen: set[str] = set()
    size = 0
    for count, entry in enumerate(entries, start=1):
        path = PurePosixPath(entry.name.replace("\\", "/"))
        size += entry.size
        _check(path, count, size)
        if path.parts and path.parts[0] == "__MACOSX":
            continue
        if _holds_rules(path, entry):
            raise DocumentUnreadable(
                f"It holds {path}, but an {ACCESS_FILE} holds for folders only. Unpack it, or take that file out."
            )
        if path.name.startswith("."):
            continue
        obstacle = _obstacle(path, entry, seen)
        member = f"{archive}/{path}".encode(errors="replace").decode()
        yield member, obstacle or _content(entry)
        seen.add(str(path))


def _check(path: PurePosixPath, count: int, size: int) -> None:
    """Raise DocumentUnreadable for what makes the whole archive unfit."""
    if count > MOST_MEMBERS:
        raise DocumentUnreadable(f"It holds more than {MOST_MEMBERS:,} files. Split it.")
    if size > LARGEST_UNPACKED:
        raise DocumentUnreadable(f"It unpacks to more than {LARGEST_UNPACKED // 2**20} MB. Split it.")


def _holds_rules(path: PurePosixPath, entry: _Entry) -> bool:
    """Tell whether a member has rules, which would be passed over, or may have been meant to."""
    if path.name.lower() == ACCESS_FILE or is_misnamed(path.name):
        return True
    small = path.suffix.lower() == ".toml" and not entry.obstacle and entry.size <= _LARGEST_RULES
    content = _content(entry) if small else b""
    return isinstance(content, bytes) and reads_like_rules(content.decode(errors="replace"))


def _obstacle(path: PurePosixPath, entry: _Entry, seen: set[str]) -> str:
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return "Its path leads out of the archive. Pack it again under a plain path."
    if str(path) in seen:
        return "The archive holds two files of this name, and only the first was read. Pack it again."
    if is_archive(path.name):
        return "It is an archive inside an archive. Unpack it, or pack its documents themselves."
    if not supported(path.name):
        return litter(path.name) or f"Its format is not supported. Supported are {', '.join(READERS)}."
    if entry.size > LARGEST:
        return TOO_LARGE
    return entry.obstacle


def _content(entry: _Entry) -> bytes | str:
    try:
        return entry.read()
    except _TORN:
        return "It is damaged inside the archive. Pack it again."


def _zip_entries(data: bytes) -> Iterator[_Entry]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    for info in archive.infolist():
        link = info.external_attr >> 28 == _LINK_TYPE
        locked = "It is password-protected. Pack it again without a password." if info.flag_bits & 1 else ""
        if not info.is_dir():
            yield _Entry(_name(info), info.file_size, _link(link) or locked, partial(archive.read, info))


def _name(info: zipfile.ZipInfo) -> str:
    """Return the member's name; where it is not said to be UTF-8, Windows wrote it in the code page it ran in."""
    if info.flag_bits & _UTF_8_NAME:
        return info.filename
    try:
        return decode_known(info.filename.encode("cp437"))
    except (DocumentUnreadable, UnicodeEncodeError):
        return info.filename


def _tar_entries(data: bytes) -> Iterator[_Entry]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r|*") as archive:
        for info in archive:
            if not info.isdir():
                yield _Entry(info.name, info.size, _link(not info.isreg()), partial(_tar_content, archive, info))


def _tar_content(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(info)
    return file.read() if file else b""


def _link(is_link: bool) -> str:  # noqa: FBT001 - a fact, no switch
    return "It is a link or no file at all. Pack the document itself." if is_link else ""
