"""Archives: every member is a document of its own or a sentence, and nothing gets out."""

from __future__ import annotations

import io
import stat
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from knowledge.domain import Reading
from knowledge.errors import DocumentUnreadable
from knowledge.formats.archive import expand
from knowledge.sources.folder import FolderSource
from tests.knowledge.formats.making import docx, zipped


def _tar(files: Mapping[str, bytes], mode: str = "w:gz") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload] # any mode
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def _read(root: Path, **options: object) -> Reading:
    return FolderSource(root, **options).read(lambda _done, _total: None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("handbook.zip", zipped({"leave.md": "25 days", "hr/pay.docx": docx("<w:p><w:r><w:t>Pay</w:t></w:r></w:p>")})),
        ("handbook.tar", _tar({"leave.md": b"25 days", "hr/pay.md": b"Pay"}, "w")),
        ("Handbook.TGZ", _tar({"leave.md": b"25 days", "hr/pay.md": b"Pay"})),
        ("handbook.tar.gz", _tar({"leave.md": b"25 days", "hr/pay.md": b"Pay"})),
    ],
)
def test_the_members_of_an_archive_are_documents(tmp_path: Path, name: str, data: bytes) -> None:
    """Their ids say where they lie; their links open the archive."""
    (tmp_path / name).write_bytes(data)
    reading = _read(tmp_path, link_template="https://intranet.example/{path}")

    assert ["Pay", "25 days"] == [document.text for document in reading.documents]
    assert f"{name}/leave.md" == reading.documents[1].id
    assert {f"https://intranet.example/{name}"} == {document.url for document in reading.documents}


def test_the_rule_for_an_archive_holds_for_its_members(tmp_path: Path) -> None:
    """A member's own front matter may say otherwise."""
    (tmp_path / "access.toml").write_text('readers = ["everyone"]\n[documents]\n"hr.zip" = ["group:hr"]')
    (tmp_path / "hr.zip").write_bytes(zipped({"a/pay.md": "Pay", "own.md": "---\nreaders: [public]\n---\nOpen"}))

    assert {"hr.zip/a/pay.md": {"group:hr"}, "hr.zip/own.md": {"public"}} == {
        document.id: set(document.readers) for document in _read(tmp_path).documents
    }


@pytest.mark.parametrize("name", ["deep/Access.toml", "access.toml.txt", ".access.toml", "acess.toml", "rights.toml"])
def test_an_archive_with_rules_of_its_own_is_not_opened(name: str) -> None:
    """They would be passed over, and what they close would be open."""
    with pytest.raises(DocumentUnreadable, match=r"an access\.toml holds for folders only"):
        expand("hr.zip", zipped({"pay.md": "Pay", name: 'readers = ["group:hr"]'}))


@pytest.mark.parametrize("name", ["__MACOSX/._access.toml", "pyproject.toml", "success.md"])
def test_other_files_in_an_archive_are_no_rules(name: str) -> None:
    """What a Mac puts there, and another tool's settings."""
    assert ("hr.zip/pay.md", b"Pay") in expand("hr.zip", zipped({"pay.md": "Pay", name: "x = 1"}))


def test_a_rule_may_speak_of_what_lies_in_an_archive(tmp_path: Path) -> None:
    """The archive is a folder to it."""
    rules = '[documents]\n"hr.zip/a/pay.md" = ["group:hr"]\n"hr.zip/b/**" = ["group:it"]\n"HR.zip/c.md" = ["group:hr"]'
    (tmp_path / "access.toml").write_text(rules)
    (tmp_path / "hr.zip").write_bytes(zipped({"a/pay.md": "x", "b/x.md": "x", "c.md": "x", "d.md": "x"}))

    assert {
        "hr.zip/a/pay.md": {"group:hr"},
        "hr.zip/b/x.md": {"group:it"},
        "hr.zip/c.md": set(),
        "hr.zip/d.md": {"everyone"},
    } == {document.id: set(document.readers) for document in _read(tmp_path).documents}


@pytest.mark.parametrize("name", ["../evil.md", "/etc/evil.md", "a/../../evil.md", "C:\\evil.md", "..\\evil.md"])
def test_a_path_that_leads_out_is_reported_and_the_others_are_read(name: str) -> None:
    """In either kind of archive."""
    for archive, data in (("a.zip", zipped({name: "x", "ok.md": "ok"})), ("a.tar", _tar({name: b"x", "ok.md": b"ok"}))):
        (_, problem), ok = expand(archive, data)

        assert "leads out of the archive" in str(problem)
        assert (f"{archive}/ok.md", b"ok") == ok


def test_links_in_archives_are_not_followed() -> None:
    """Neither kind of link, in either kind of archive."""
    link = zipfile.ZipInfo("link.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    zip_file, tar_file = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zip_file, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with tarfile.open(fileobj=tar_file, mode="w") as tar:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"{kind.decode()}.md")
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
    members = [*expand("a.zip", zip_file.getvalue()), *expand("a.tar", tar_file.getvalue())]

    assert 4 == len(members)
    assert {"It is a link or no file at all. Pack the document itself."} == {content for _, content in members}


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.zip", b"PK\x03\x04 torn", "damaged, cut off or no archive"),
        ("a.tar.gz", _tar({"a.md": b"x" * 9999})[:-30], "damaged, cut off or no archive"),
        ("a.tar", b"", "damaged, cut off or no archive"),
        ("a.zip", zipped({}), "holds no file"),
        ("a.zip", zipped({f"{place}.md": b"\0" * 2**20 * 21 for place in range(10)}), "unpacks to more than 200 MB"),
        ("a.tgz", _tar({f"{place}.md": b"\0" * 2**20 * 21 for place in range(10)}), "unpacks to more than 200 MB"),
        ("a.zip", zipped({f"{place}.md": b"x" for place in range(5001)}), "more than 5,000 files"),
    ],
)
def test_an_archive_that_is_torn_or_a_bomb_is_refused_as_a_whole(name: str, data: bytes, reason: str) -> None:
    """Before anything is unpacked that does not fit."""
    with pytest.raises(DocumentUnreadable, match=reason):
        expand(name, data)


def test_a_member_that_cannot_be_used_says_why() -> None:
    """The others are read; clutter of a Mac is passed over."""
    locked = bytearray(zipped({"locked.md": "secret"}))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(signature) + place] |= 1
    torn = zipped({"torn.md": "leave " * 999}).replace(b"torn.md", b"torn.md", 1)
    start = torn.index(b"torn.md") + 10
    torn = torn[:start] + b"\xff" * 8 + torn[start + 8 :]
    mixed = {"inner.zip": zipped({"a.md": "x"}), "plan.png": b"x", "__MACOSX/a.md": b"x", ".DS_Store": b"x"}
    found = [*expand("a.zip", bytes(locked)), *expand("a.zip", torn), *expand("a.zip", zipped(mixed))]

    assert [
        ("a.zip/locked.md", "It is password-protected"),
        ("a.zip/torn.md", "It is damaged inside the archive"),
        ("a.zip/inner.zip", "It is an archive inside an archive"),
        ("a.zip/plan.png", "Its format is not supported"),
    ] == [(name, str(content).partition(".")[0]) for name, content in found]


def test_a_name_from_a_chinese_windows_is_read() -> None:
    """It is in the code page of that machine and does not say so."""
    data = zipped({"12345678.md": "x"}).replace(b"12345678", "请假制度".encode("gb18030"))

    assert [("a.zip/请假制度.md", b"x")] == expand("a.zip", data)
