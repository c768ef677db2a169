"""Bytes become text where their encoding can be told, and are refused where it cannot."""

from __future__ import annotations

from random import Random

import pytest

from knowledge.errors import DocumentUnreadable
from knowledge.formats.encoding import decode, decode_known, decode_markup

CHINESE = "员工申请年休假，应当提前十个工作日在人事系统中提交。Annual leave: 25 days."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_each_supported_encoding_gives_the_same_text(encoding: str) -> None:
    """A byte order mark, two bytes a letter and the Chinese standard make no difference."""
    assert CHINESE == decode(CHINESE.encode(encoding))


def test_big_endian_utf_16_is_told_by_its_mark() -> None:
    """The mark names the order of the bytes."""
    assert CHINESE == decode("\ufeff".encode("utf-16-be") + CHINESE.encode("utf-16-be"))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The café’s naïve façade", "cp1252"),
        ("Größe und Maß der Bürgschaft für jährliche Prüfung", "cp1252"),
        ("The daily allowance is £35 – ask HR.", "cp1252"),
        ("Fee: 40 € a day", "cp1252"),
        ("年假為二十五天。", "big5"),
        ("Annual leave 年假 25 days 天", "big5"),
        ("年假25天。", "gb18030"),
        ("特別休假應於年度終結前休畢。", "gbk"),
        ("年次休暇は25日です。", "shift_jis"),
        ("従業員は人事システムで提出してください。", "euc_jp"),
        ("직원은 연차휴가를 신청할 때 열흘 전에 제출해야 합니다.", "euc_kr"),
        ("Сотрудники имеют право на 28 дней отпуска в год.", "cp1251"),
        ("Сотрудники имеют право на 28 дней отпуска в год.", "koi8_r"),
        ("Annual leave is 25 days.", "utf-16-le"),
    ],
)
@pytest.mark.parametrize("declared", [None, "iso-8859-1", "x-unknown"])
def test_text_in_an_old_encoding_is_read_by_its_letters(text: str, encoding: str, declared: str | None) -> None:
    """Also where none, an unknown one or the one is declared that mail programs write without looking."""
    assert text == decode(text.encode(encoding), declared)


@pytest.mark.parametrize("name", ["CP-850", "x-cp850"])
def test_a_declared_encoding_is_known_by_its_other_names(name: str) -> None:
    """Mail programs spell them freely."""
    assert decode("Größe".encode("cp850"), name) == "Größe"


@pytest.mark.parametrize("declaration", ["<meta charset='{}'>", "<?xml version='1.0' encoding='{}'?>"])
@pytest.mark.parametrize("encoding", ["gb2312", "big5", "shift_jis", "iso-2022-jp"])
def test_markup_is_read_as_it_declares(declaration: str, encoding: str) -> None:
    """Two characters are too few to tell an encoding by."""
    page = declaration.format(encoding) + "<p>日本</p>"

    assert page == decode_markup(page.encode(encoding))


def test_western_text_of_dos_is_refused_not_garbled() -> None:
    """Its letters would become signs that nobody wrote."""
    with pytest.raises(DocumentUnreadable, match="Save it again as UTF-8"):
        decode("Größe der Prüfung für jährliche".encode("cp850"))


def test_damaged_utf_8_is_refused_not_read_as_something_else() -> None:
    """It was cut in the middle of a character, or joined with something."""
    with pytest.raises(DocumentUnreadable, match="damaged letters"):
        decode("年假25天，须提前申请。".encode()[:-1] + b" and")


def test_noise_is_never_taken_for_text() -> None:
    """Some encodings have a character for any two bytes."""
    for seed in range(50):
        with pytest.raises(DocumentUnreadable):
            decode(Random(seed).randbytes(500))  # noqa: S311 - the same noise each time


def test_few_words_are_read_only_where_their_encoding_is_certain() -> None:
    """A file's name in an archive is too short to tell more."""
    assert decode_known("年假.md".encode("gb18030")) == "年假.md"
    with pytest.raises(DocumentUnreadable):
        decode_known("Größe.md".encode("cp850"))


def test_bytes_that_only_begin_like_utf_16_are_refused() -> None:
    """Two by two they would be Chinese characters, and some that nobody types."""
    with pytest.raises(DocumentUnreadable, match="no text in it"):
        decode(b"\xff\xfe\x00broken \x80\x81 caf\xe9 bicycle allowance of 40 euro!!")


def test_a_picture_that_is_called_text_is_refused() -> None:
    """Binary data is no policy."""
    with pytest.raises(DocumentUnreadable, match="binary"):
        decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01")
