"""Documents of Office before 2007, through LibreOffice where it is installed; and what is only called so.

It runs in the process group, the time and the memory of the process that converts: see `bounded`.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import olefile

from knowledge.errors import DocumentUnreadable
from knowledge.formats import csv, docx, html, pptx, rtf, xlsx
from knowledge.formats.converted import Converted
from knowledge.formats.encoding import decode
from knowledge.formats.losses import losses
from knowledge.formats.office_passwords import is_protected

Reader = Callable[[bytes], Converted]

_STREAMS: Final = {"WordDocument": "docx", "Workbook": "xlsx", "Book": "xlsx", "PowerPoint Document": "pptx"}
"""What the OLE file of each old format holds, and today's format."""
_READERS: Final[Mapping[str, Reader]] = {"docx": docx.read, "xlsx": xlsx.read, "pptx": pptx.read}
_FOLDERS: Final = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_PROTECTED: Final = "It is password-protected. Save it again without a password."
_PROGRAMS: Final = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")


def read(data: bytes) -> Converted:
    """Read a document that is called ``.doc``, ``.xls`` or ``.ppt``. Raises DocumentUnreadable."""
    if not data.startswith(olefile.MAGIC):
        return _by_content(data)(data)
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        if file.exists("EncryptedPackage"):
            raise DocumentUnreadable(_PROTECTED)
        new = next((new for stream, new in _STREAMS.items() if file.exists(stream)), "")
    if not new:
        raise DocumentUnreadable("It is damaged or no document of Office. Open it and save it again.")
    made = _converted(data, new)
    converted = _READERS[new](made)
    lost = losses(new, made, converted)
    return replace(converted, notes=(*converted.notes, lost)) if lost else converted


def _by_content(data: bytes) -> Reader:
    """Return the reader of what other programs save under the names of old formats."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
        found = (new for folder, new in _FOLDERS.items() if any(name.startswith(folder) for name in names))
        return _READERS[next(found, "docx")]
    if data.lstrip().startswith(b"{\\rtf"):
        return rtf.read
    text = decode(data)
    return html.read if "<" in text or "\t" not in text else csv.read


def _converted(data: bytes, new: str) -> bytes:
    """Have LibreOffice save it in today's format, with a profile of its own so that two can run at once."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise DocumentUnreadable(
            f"It is in the format of Office before 2007. Install LibreOffice, or save it as .{new}."
        )
    with tempfile.TemporaryDirectory(prefix="frontdesk-") as folder:
        source, profile = Path(folder, "document"), Path(folder, "profile").as_uri()
        source.write_bytes(data)
        options = ["--headless", "--norestore", "--convert-to", new, "--outdir", folder, str(source)]
        subprocess.run(  # noqa: S603 - LibreOffice, on a file that we wrote
            [program, f"-env:UserInstallation={profile}", *options],
            check=False,
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        made = source.with_suffix(f".{new}")
        if not made.exists():
            with olefile.OleFileIO(io.BytesIO(data)) as file:
                protected = is_protected(file)
            raise DocumentUnreadable(
                _PROTECTED if protected else f"LibreOffice cannot read it. Open it and save it as .{new}."
            )
        return made.read_bytes()
