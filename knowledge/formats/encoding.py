"""Bytes -> text: by a byte order mark, as UTF-8, as declared, else as chardet tells it from the letters.

Of single sentences in a dozen old encodings chardet (0BSD) told all apart; charset-normalizer took short Chinese for
Big5 and western text for Central European.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import Final

import chardet
from bs4.dammit import EncodingDetector
from chardet.enums import EncodingEra

from knowledge.errors import DocumentUnreadable

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BINARY = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b")
"""How files of formats begin that are no text, whatever they are called."""

_UNTYPED = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x80-\x9f\u206a-\u206f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters, shaping that Unicode has given up, private use, and what is no character."""

COMMON_SHARE = 0.9
"""Share of the non-ASCII characters of real Chinese text that lie in GB 2312; mojibake falls far below it."""

_SUPERSETS: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
}
"""What browsers read for a declared encoding (WHATWG Encoding Standard): programs write more than they say."""

_WESTERN: Final = frozenset(("cp1252", "iso8859-15"))
"""What mail programs declare without looking; no bytes contradict it."""
_CERTAIN: Final = 0.2  # chardet's confidence in one short Chinese sentence; it gives western text in CP1252 below 0.17
_SOUND: Final = 3  # whole letters of damaged UTF-8 for each broken one; a few words in GB 18030 have two by chance
_LAST_LATIN: Final = "\u024f"
_WITHIN_A_WORD: Final = re.compile("[a-zß-ÿ][^\x00-\x7fß-ÿœšž’–—\xad·]+[a-zß-ÿ]")
_GARBLED: Final = re.compile(rf"{_WITHIN_A_WORD.pattern}|[^\x00-\x7f]{{4}}")
"""What no western word has: signs, capitals or Chinese within it, as text of DOS gives; four such in a row."""
_WIDE_CERTAIN: Final = 0.9  # in UTF-16 without its mark: every other byte is zero
_WIDE: Final = ("utf-16", "utf-32")
_BEGINNING: Final = 64  # bytes, among which text of two bytes a letter has a zero
_MULTI_BYTE: Final = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(data: bytes, declared: str | None = None) -> str:
    """Decode text; ``declared`` is what the document or its envelope calls its encoding.

    Raises DocumentUnreadable where the encoding cannot be told: a guess would index letters that nobody wrote.
    """
    codec = _codec(declared)
    if codec and codec.startswith(("iso2022", "hz")):
        with suppress(UnicodeDecodeError):
            return data.decode(codec)  # in ASCII's bytes alone, so that it would pass for UTF-8
    with suppress(UnicodeDecodeError):
        return _certain(data)
    if codec and not (codec in _WESTERN and _is_foreign(_told(data) or "")):
        with suppress(UnicodeDecodeError):
            return _believed(data.decode(codec))
    return _told(data) or _western(data)


def decode_known(data: bytes) -> str:
    """Decode UTF-8, UTF-16 with its byte order mark, or GB 18030: for a few words, which tell chardet too little.

    Raises DocumentUnreadable for anything else.
    """
    try:
        return _certain(data)
    except UnicodeDecodeError:
        return _gb18030(data)


def narrowed(data: bytes) -> bytes:
    """Return text of two bytes a letter in UTF-8, for parsers that expect ASCII; all else as it is.

    Raises DocumentUnreadable where it begins like such text and is none.
    """
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:_BEGINNING]
    return decode(data).encode() if wide else data


def decode_markup(data: bytes) -> str:
    """Decode HTML or XML, which may declare its encoding. Raises DocumentUnreadable."""
    return decode(data, EncodingDetector.find_declared_encoding(data, is_html=True))


def _certain(data: bytes) -> str:
    """Return what a byte order mark or UTF-8's own form says. Raises UnicodeDecodeError, and DocumentUnreadable."""
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), None)
    if encoding:
        return _believed(data.decode(encoding), "It begins like UTF-16 but is no text in it. Save it again as UTF-8.")
    if data.startswith(BINARY):
        raise DocumentUnreadable("It holds binary data, not text. Give it the suffix of its real format.")
    if data.count(0) > len(data) // 100:
        return _wide(data)
    return data.decode("utf-8")


def _wide(data: bytes) -> str:
    """Decode two or four bytes a letter where no mark says so."""
    told = chardet.detect(data, encoding_era=EncodingEra.MODERN_WEB)
    encoding, confidence = (told["encoding"] or "").lower(), told["confidence"]
    if not encoding.startswith(_WIDE) or confidence < _WIDE_CERTAIN:
        raise DocumentUnreadable("It holds binary data, not text. Give it the suffix of its real format.")
    return _believed(data.decode(encoding))


def _told(data: bytes) -> str | None:
    """Return the text as chardet reads it where that is sure. Raises DocumentUnreadable."""
    whole, broken = len(_MULTI_BYTE.findall(data)), data.decode("utf-8", errors="replace").count("\ufffd")
    if whole > _SOUND * broken:
        raise DocumentUnreadable("It is UTF-8 with damaged letters in it. Save it again as UTF-8.")
    found = chardet.detect(data, encoding_era=EncodingEra.MODERN_WEB, prefer_superset=True)
    codec = _codec(found["encoding"])
    with suppress(UnicodeDecodeError, DocumentUnreadable):
        text = _believed(data.decode(codec)) if codec else ""
        sure = found["confidence"] >= _CERTAIN or _is_foreign(text)
        return text if sure and not (_is_foreign(text) and _WITHIN_A_WORD.search(text)) else None
    return None


def _western(data: bytes) -> str:
    """Decode CP1252, what browsers fall back on, where the letters fit together. Raises DocumentUnreadable."""
    text = data.decode("cp1252", errors="replace")
    if "\ufffd" in text or _UNTYPED.search(text) or _GARBLED.search(text):
        raise DocumentUnreadable("Its encoding cannot be told. Save it again as UTF-8.")
    return text


def _is_foreign(text: str) -> bool:
    """Whether most letters beyond ASCII are not Latin ones."""
    beyond = [character for character in text if not character.isascii() and character.isalpha()]
    return sum(character > _LAST_LATIN for character in beyond) * 2 > len(beyond)


def _codec(name: str | None) -> str | None:
    """Return Python's name of an encoding by whatever name; none where it is unknown or cannot be meant."""
    if not name:
        return None
    bare = name.strip().lower().removeprefix("x-")
    for form in (bare, bare.replace("-", "")):
        with suppress(LookupError):
            found = codecs.lookup(form)
            text = getattr(found, "_is_text_encoding", True) and not found.name.startswith(
                ("utf-16", "utf-32", "utf-7")
            )
            return _SUPERSETS.get(found.name, found.name) if text else None
    return None


def _believed(text: str, otherwise: str = "Its encoding cannot be told. Save it again as UTF-8.") -> str:
    """Return decoded text, unless characters are among it that nobody types."""
    if _UNTYPED.search(text):
        raise DocumentUnreadable(otherwise)
    return text


def _gb18030(data: bytes) -> str:
    """Decode GB 18030, which gives characters for nearly any bytes: believe it only where they are common ones."""
    text = data.decode("gb18030", errors="replace")
    foreign = [character for character in text if not character.isascii()]
    common = len("".join(foreign).encode("gb2312", errors="ignore")) / 2
    if common < COMMON_SHARE * len(foreign):
        raise DocumentUnreadable("Its text is neither UTF-8, UTF-16 nor GB 18030. Save it again as UTF-8.")
    return text
