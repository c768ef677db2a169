"""Mails as Outlook saves them: properties in the streams of an OLE file, as [MS-OXMSG] has it.

The libraries for it are copyleft, or read neither HTML nor the date; the file system inside comes from olefile.
"""

from __future__ import annotations

import datetime as dt
import io
import struct

import olefile
from compressed_rtf import decompress  # type: ignore[import-untyped] # publishes no types

from knowledge.errors import DocumentUnreadable
from knowledge.formats import rtf
from knowledge.formats.converted import Converted
from knowledge.formats.encoding import decode
from knowledge.formats.mail import Mail
from knowledge.formats.mail_attached import Attached, attached_file

_SUBJECT, _SENDER, _RECIPIENTS, _TEXT, _HTML = "0037", "0C1A", "0E04", "1000", "1013"
_RICH_TEXT = "1009"
_FILE_NAMES, _CONTENT = ("3707", "3704"), "3701"
_SENT, _CODE_PAGES = 0x00390040, (0x3FFD0003, 0x3FDE0003)
"""When it was sent; the code page of its words, and that of its body as the Internet had it."""
_PROPERTIES, _HEADER, _ENTRY = "__properties_version1.0", 32, 16
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_UTF_8 = 65001


def read(data: bytes) -> Converted:
    """Read an Outlook message. Raises DocumentUnreadable."""
    if not data.startswith(olefile.MAGIC):
        raise DocumentUnreadable("It is damaged or no Outlook message. Save it again from Outlook.")
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        return _Message(file).mail().converted()


class _Message:
    def __init__(self, file: olefile.OleFileIO) -> None:
        self._file = file
        self._numbers = dict(_numbers(self._stream(_PROPERTIES)))

    def mail(self) -> Mail:
        return Mail(
            subject=self._string(_SUBJECT),
            sender=self._string(_SENDER),
            recipients=self._string(_RECIPIENTS),
            sent=self._sent(),
            html=self._decoded(self._stream(f"__substg1.0_{_HTML}0102")) or self._string(_HTML),
            text=self._text(),
            attachments=self._attachments(),
        )

    def _stream(self, name: str) -> bytes:
        return bytes(self._file.openstream(name).read()) if self._file.exists(name) else b""

    def _string(self, tag: str, storage: str = "") -> str:
        """Return a property that is text, in whichever of its two forms it is there."""
        name = f"{storage}__substg1.0_{tag}"
        wide = self._stream(f"{name}001F").decode("utf-16-le", errors="replace")
        return (wide or self._decoded(self._stream(f"{name}001E"))).rstrip("\0")

    def _decoded(self, data: bytes) -> str:
        page = next((self._numbers[tag] & 0xFFFFFFFF for tag in _CODE_PAGES if tag in self._numbers), _UTF_8)
        return decode(data.rstrip(b"\0"), f"cp{page}")

    def _text(self) -> str:
        """Return the plain words, or those of the rich text where Outlook keeps nothing else."""
        text, rich = self._string(_TEXT), self._stream(f"__substg1.0_{_RICH_TEXT}0102")
        return text if text.strip() or not rich else rtf.read(decompress(rich)).text

    def _sent(self) -> dt.datetime | None:
        ticks = self._numbers.get(_SENT, 0)  # of 100 nanoseconds
        return _EPOCH + dt.timedelta(microseconds=ticks // 10) if ticks else None

    def _attachments(self) -> list[Attached]:
        storages = {entry[0] for entry in self._file.listdir() if entry[0].startswith("__attach")}
        return [self._attached(f"{storage}/") for storage in sorted(storages)]

    def _attached(self, storage: str) -> Attached:
        name = next(filter(None, (self._string(tag, storage) for tag in _FILE_NAMES)), "nameless")
        return attached_file(name, self._stream(f"{storage}__substg1.0_{_CONTENT}0102"))


def _numbers(properties: bytes) -> list[tuple[int, int]]:
    """Return the numbers among the message's properties by their tag."""
    entries = range(_HEADER, len(properties) - _ENTRY + 1, _ENTRY)
    return [(tag, value) for tag, _flags, value in (struct.unpack_from("<IIQ", properties, at) for at in entries)]
