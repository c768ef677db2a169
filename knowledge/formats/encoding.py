"""Bytes -> text."""

from __future__ import annotations

import codecs
import re

from knowledge.errors import DocumentUnreadable

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BINARY = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b")
"""How files of formats begin that are no text, whatever they are called."""

_UNTYPED = re.compile("[\x00-\x08\x0e-\x1f\u206a-\u206f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters, shaping that Unicode has given up, private use, and what is no character."""

COMMON_SHARE = 0.9
"""Share of the non-ASCII characters of real Chinese text that lie in GB 2312; mojibake falls far below it."""


def decode(data: bytes) -> str:
    """Decode UTF-8, UTF-16 with its byte order mark, or GB 18030.

    Raises DocumentUnreadable for anything else: a guess would index letters that nobody wrote.
    """
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), None)
    try:
        if encoding:
            return _believed(data.decode(encoding))
        if data.startswith(BINARY) or data.count(0) > len(data) // 100:
            raise DocumentUnreadable("It holds binary data, not text. Give it the suffix of its real format.")
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _chinese(data)


def _believed(text: str) -> str:
    """Return what two bytes a character gave, unless characters are among it that nobody types."""
    if _UNTYPED.search(text):
        raise DocumentUnreadable("It begins like UTF-16 but is no text in it. Save it again as UTF-8.")
    return text


def _chinese(data: bytes) -> str:
    """Decode GB 18030, which gives characters for nearly any bytes: believe it only where they are common ones."""
    text = data.decode("gb18030", errors="replace")
    foreign = [character for character in text if not character.isascii()]
    common = len("".join(foreign).encode("gb2312", errors="ignore")) / 2
    if common < COMMON_SHARE * len(foreign):
        raise DocumentUnreadable("Its text is neither UTF-8, UTF-16 nor GB 18030. Save it again as UTF-8.")
    return text
