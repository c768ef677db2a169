"""Office documents and e-books are zip packages: looks inside before a library unpacks one."""

from __future__ import annotations

import io
import zipfile

from knowledge.errors import DocumentUnreadable

LARGEST_UNPACKED = 200 * 1024 * 1024
"""Bytes; far above any real policy, far below what a zip bomb unpacks to."""

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def open_package(data: bytes) -> zipfile.ZipFile:
    """Open the zip package of a document.

    Raises DocumentUnreadable where it is none (also when it is password-protected) or would unpack to too much.
    """
    if data.startswith(_OLE):
        raise DocumentUnreadable(
            "It is password-protected. Save it again without a password."
            if _ENCRYPTED in data
            else "It is in the format of Office before 2007. Save it again as DOCX, XLSX or PPTX."
        )
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise DocumentUnreadable(
            "It is damaged, cut off or not of the format that its name says. Open it and save it again."
        ) from None
    members = package.infolist()
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise DocumentUnreadable(f"It unpacks to more than {LARGEST_UNPACKED // 2**20} MB. Split it.")
    if any(member.flag_bits & 1 for member in members):
        raise DocumentUnreadable("It is password-protected. Save it again without a password.")
    return package
