"""Files that programs leave beside documents: named as what they are, so that nobody looks for a damaged document."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from knowledge.errors import DocumentUnreadable

_LFS_POINTER: Final = b"version https://git-lfs.github.com/spec/"
_LOCK: Final = "It is a lock file, there while somebody has the document open. Close the document, or remove the file."
_SYSTEM: Final = "It is a file that {} keeps for itself, no document. Remove it, or leave it out of the source."
_BEGINNINGS: Final = {
    "~$": _LOCK,  # Office
    ".~lock.": _LOCK,  # LibreOffice
    "._": _SYSTEM.format("macOS"),
}
_NAMES: Final = {
    ".ds_store": _SYSTEM.format("macOS"),
    "thumbs.db": _SYSTEM.format("Windows"),
    "desktop.ini": _SYSTEM.format("Windows"),
}


def litter(name: str) -> str:
    """Return a sentence on what a file of this name is, if it is no document; else nothing."""
    bare = PurePosixPath(name).name
    begun = (said for beginning, said in _BEGINNINGS.items() if bare.startswith(beginning))
    return _NAMES.get(bare.lower()) or next(begun, "")


def check(name: str, data: bytes) -> None:
    """Raise DocumentUnreadable for what is no document whatever its suffix says."""
    if said := litter(name):
        raise DocumentUnreadable(said)
    if data.startswith(_LFS_POINTER):
        raise DocumentUnreadable("It is a Git LFS pointer, not the file. Run git lfs pull.")
