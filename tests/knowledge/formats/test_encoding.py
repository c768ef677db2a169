"""Bytes become text only where their encoding is certain."""

from __future__ import annotations

import pytest

from knowledge.errors import DocumentUnreadable
from knowledge.formats.encoding import decode

CHINESE = "员工申请年休假，应当提前十个工作日在人事系统中提交。Annual leave: 25 days."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_each_supported_encoding_gives_the_same_text(encoding: str) -> None:
    """A byte order mark, two bytes a letter and the Chinese standard make no difference."""
    assert CHINESE == decode(CHINESE.encode(encoding))


def test_big_endian_utf_16_is_told_by_its_mark() -> None:
    """The mark names the order of the bytes."""
    assert CHINESE == decode("\ufeff".encode("utf-16-be") + CHINESE.encode("utf-16-be"))


@pytest.mark.parametrize("text", ["The café’s naïve façade", "Größe und Maß der Bürgschaft für jährliche Prüfung"])
def test_western_text_in_an_old_code_page_is_refused_not_garbled(text: str) -> None:
    """Read as GB 18030 it would become Chinese characters that nobody wrote."""
    with pytest.raises(DocumentUnreadable, match="Save it again as UTF-8"):
        decode(text.encode("cp1252"))


def test_bytes_that_only_begin_like_utf_16_are_refused() -> None:
    """Two by two they would be Chinese characters, and some that nobody types."""
    with pytest.raises(DocumentUnreadable, match="no text in it"):
        decode(b"\xff\xfe\x00broken \x80\x81 caf\xe9 bicycle allowance of 40 euro!!")


def test_a_picture_that_is_called_text_is_refused() -> None:
    """Binary data is no policy."""
    with pytest.raises(DocumentUnreadable, match="binary"):
        decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01")
