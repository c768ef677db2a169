"""Old Office documents, other suffixes, and what lies beside documents."""

from __future__ import annotations

import io
import shutil
import stat
from pathlib import Path
from typing import Self

import olefile
import pytest

from knowledge.errors import DocumentUnreadable
from knowledge.formats import convert
from knowledge.formats.office_passwords import is_protected
from knowledge.sources.folder import FolderSource
from tests.knowledge.formats.making import docx

SEEN = "You have 25 days."
WORD = docx(f"<w:p><w:r><w:t>{SEEN}</w:t></w:r></w:p>")


@pytest.fixture
def old_word(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A file that looks like one of Word 97 from outside: its inner file system is not made here."""

    class File:
        def __init__(self, _data: object) -> None: ...
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_error: object) -> None: ...
        def exists(self, stream: str) -> bool:
            return stream == "WordDocument"

        def openstream(self, _stream: str) -> io.BytesIO:
            return io.BytesIO(bytes(32))

    monkeypatch.setattr(olefile, "OleFileIO", File)
    return bytes(olefile.MAGIC) + bytes(512)


def _program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a LibreOffice in the path that does as the script says; its seventh argument is the output folder."""
    (folder / "made.docx").write_bytes(WORD)
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script.format(made=folder / 'made.docx')}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_an_old_document_is_read_through_libreoffice(
    old_word: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked for today's format, into a folder that is gone afterwards."""
    _program(tmp_path, monkeypatch, 'test "$5" = docx && cp {made} "$7/document.docx"')

    assert convert("leave.doc", old_word).text == SEEN


def test_what_libreoffice_cannot_read_says_so(old_word: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is damaged, or has a password."""
    _program(tmp_path, monkeypatch, "exit 1")

    with pytest.raises(DocumentUnreadable, match=r"cannot read it. Open it and save it as .docx"):
        convert("leave.doc", old_word)


@pytest.mark.parametrize(
    ("stream", "content", "protected"),
    [
        ("WordDocument", bytes(10) + b"\x00\x01" + bytes(20), True),
        ("WordDocument", bytes(32), False),
        ("Workbook", b"\x09\x08\x02\x00--" + b"\x2f\x00\x04\x00----", True),
        ("Workbook", b"\x09\x08\x02\x00--" + b"\x85\x00\x00\x00" * 30, False),
        ("Workbook", b"\x09", False),
        ("Current User", bytes(12) + b"\xdf\xc4\xd1\xf3", True),
        ("Current User", bytes(16), False),
    ],
)
def test_a_password_of_an_old_document_is_told_from_damage(stream: str, content: bytes, *, protected: bool) -> None:
    """LibreOffice only says that it failed; a file that is cut off is damaged."""

    class File:
        def exists(self, name: str) -> bool:
            return name == stream

        def openstream(self, _name: str) -> io.BytesIO:
            return io.BytesIO(content)

    assert protected is is_protected(File())


def test_without_libreoffice_an_old_document_says_what_to_do(old_word: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """To install it, or to save the document in today's format."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    with pytest.raises(DocumentUnreadable, match=r"Install LibreOffice, or save it as .docx"):
        convert("leave.doc", old_word)


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("leave.doc", rb"{\rtf1\ansi You have 25 days.}", SEEN),
        ("leave.doc", b"<html><body><p>You have 25 days.</p></body></html>", SEEN),
        ("leave.doc", WORD, SEEN),
        ("leave.docm", WORD, SEEN),
        ("leave.htm", b"<p>You have <b>25</b> days.</p>", "You have **25** days."),
        ("leave.xhtml", b"<?xml version='1.0'?><html><body><p>You have 25 days.</p></body></html>", SEEN),
        ("leave.markdown", b"You have ~~20~~ 25 days.", SEEN),
    ],
)
def test_a_document_is_read_under_its_other_suffixes(name: str, data: bytes, text: str) -> None:
    """Programs save RTF and pages as .doc too."""
    assert text == convert(name, data).text


@pytest.mark.parametrize("name", ["limits.tsv", "limits.xls"])
def test_values_between_tabs_are_read(name: str) -> None:
    """Some programs call them a workbook."""
    text = convert(name, b"City\tLimit\nDublin\t180\nCork\t150\n").text

    assert "Dublin" in text
    assert "180" in text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("~$leave.docx", "lock file"),
        (".~lock.leave.odt#", "lock file"),
        ("Thumbs.db", "Windows keeps for itself"),
        (".DS_Store", "macOS keeps for itself"),
        ("._leave.docx", "macOS keeps for itself"),
        ("leave.pdf", "Git LFS pointer, not the file. Run git lfs pull"),
    ],
)
def test_what_lies_beside_documents_is_named_as_what_it_is(tmp_path: Path, name: str, said: str) -> None:
    """Nobody should look for a damaged document."""
    (tmp_path / name).write_bytes(b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n")
    (tmp_path / "good.md").write_text(SEEN)
    reading = FolderSource(tmp_path).read(lambda _done, _total: None)
    reasons = [problem.reason for problem in reading.problems if problem.document == name]

    assert ["good.md"] == [document.id for document in reading.documents]
    assert all(said in reason for reason in reasons)
    assert reasons or name.startswith(".")
