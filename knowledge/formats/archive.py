"""Office documents are zip archives: looks inside before a library unpacks one."""

from __future__ import annotations

import io
import zipfile

from knowledge.errors import DocumentUnreadable

LARGEST_UNPACKED = 200 * 1024 * 1024
"""Bytes; far above any real policy, far below what a zip bomb unpacks to."""


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Open the archive of a DOCX or XLSX file.

    Raises DocumentUnreadable where it is none (also when it is password-protected) or would unpack to too much.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise DocumentUnreadable(
            "It is damaged, password-protected or not of this format. Save it again without a password."
        ) from None
    if sum(member.file_size for member in archive.infolist()) > LARGEST_UNPACKED:
        raise DocumentUnreadable(f"It unpacks to more than {LARGEST_UNPACKED // 2**20} MB. Split it.")
    return archive
