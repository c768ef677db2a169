"""Whether a document of Office before 2007 is encrypted: LibreOffice says of such a one only that it failed.

[MS-DOC] 2.5.2 (fEncrypted), [MS-XLS] 2.4.117 (FilePass), [MS-PPT] 2.3.2 (headerToken).
"""

from __future__ import annotations

import struct
from typing import Final

import olefile

_FLAGS_OF_WORD: Final = 10
_ENCRYPTED: Final = 0x0100
_FILE_PASS: Final = 0x2F
_MOST_RECORDS: Final = 20
"""Records of a workbook among whose first the one for its password stands."""
_TOKEN_OF_POWERPOINT: Final = 12
_ENCRYPTED_TOKEN: Final = 0xF3D1C4DF


def is_protected(file: olefile.OleFileIO) -> bool:
    """Tell whether it needs a password to be read; where the file is cut off it is damaged, not protected."""
    try:
        return _word(file) or _excel(file) or _powerpoint(file)
    except (struct.error, OSError):
        return False


def _word(file: olefile.OleFileIO) -> bool:
    if not file.exists("WordDocument"):
        return False
    (flags,) = struct.unpack_from("<H", file.openstream("WordDocument").read(32), _FLAGS_OF_WORD)
    return bool(flags & _ENCRYPTED)


def _excel(file: olefile.OleFileIO) -> bool:
    name = next((name for name in ("Workbook", "Book") if file.exists(name)), None)
    if name is None:
        return False
    stream = file.openstream(name)
    for _ in range(_MOST_RECORDS):
        kind, size = struct.unpack("<HH", stream.read(4))
        if kind == _FILE_PASS:
            return True
        stream.seek(size, 1)
    return False


def _powerpoint(file: olefile.OleFileIO) -> bool:
    if not file.exists("Current User"):
        return False
    (token,) = struct.unpack_from("<I", file.openstream("Current User").read(32), _TOKEN_OF_POWERPOINT)
    return bool(token == _ENCRYPTED_TOKEN)
