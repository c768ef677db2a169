"""Bad documents in one folder: each is reported with a sentence, and the good one is read."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped] # publishes no types

from knowledge.domain import Reading
from knowledge.formats import LARGEST
from knowledge.formats.bounded import Limits
from knowledge.sources.folder import FolderSource
from tests.knowledge.formats.making import docx, epub, zipped

SAMPLES = Path(__file__).parents[2] / "ops" / "sample_policies"
FILES = Path(__file__).parents[1] / "knowledge" / "formats" / "files"
PDF = (SAMPLES / "people" / "code-of-conduct.pdf").read_bytes()
DOCX = (SAMPLES / "people" / "parental-leave-policy.docx").read_bytes()
POLICY = "员工申请年休假，应当提前十个工作日在人事系统中提交。"
NOISE = Random(1)  # noqa: S311 - the same noise each time: what it is taken for hangs on it
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def _locked_office() -> bytes:
    """What Office writes under a password: an OLE file with a stream of this name."""
    return OLE + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def _xlsx() -> bytes:
    file = io.BytesIO()
    workbook = Workbook()
    workbook.active.append(["City", "Limit"])
    workbook.save(file)
    return file.getvalue()


def _tgz() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        info = tarfile.TarInfo("leave.md")
        info.size = 9000
        archive.addfile(info, io.BytesIO(NOISE.randbytes(info.size)))
    return file.getvalue()


def _bomb() -> bytes:
    return zipped({"word/document.xml": b"\0" * (201 * 2**20)})


def _entities() -> bytes:
    """A billion laughs in the XML of an OpenDocument text."""
    laughs = "".join(f"<!ENTITY l{place + 1} '{f'&l{place};' * 10}'>" for place in range(9))
    document = f"<!DOCTYPE d [<!ENTITY l0 'ha'>{laughs}]><d>&l9;</d>"
    return zipped({"content.xml": document, "META-INF/manifest.xml": "<manifest/>"})


BAD = {
    "corrupt.pdf": (PDF[:200] + NOISE.randbytes(2000), "damaged or no real .pdf"),
    "corrupt.docx": (DOCX[:500] + bytes(500) + DOCX[1000:], "damaged"),
    "truncated.docx": (DOCX[: len(DOCX) // 2], "damaged, cut off"),
    "truncated.xlsx": (_xlsx()[:-100], "damaged, cut off"),
    "truncated.epub": (epub({"a": "<p>x</p>"}, spine="a")[:-80], "damaged, cut off"),
    "truncated.tgz": (_tgz()[:-3000], "damaged, cut off"),
    "locked.docx": (_locked_office(), "password-protected"),
    "locked.xlsx": (_locked_office(), "password-protected"),
    "locked.pptx": (_locked_office(), "password-protected"),
    "locked.pdf": ((FILES / "locked.pdf").read_bytes(), "password-protected"),
    "old.xlsx": (OLE, "Office before 2007"),
    "large.pdf": (PDF + bytes(LARGEST), "larger than 200 MB"),
    "bomb.docx": (_bomb(), "unpacks to more than 200 MB"),
    "bomb.zip": (_bomb(), "unpacks to more than 200 MB"),
    "laughs.odt": (_entities(), "EntitiesForbidden"),
    "empty.md": (b"", "file is empty"),
    "empty.pdf": (b"", "file is empty"),
    "empty.zip": (b"", "damaged, cut off or no archive"),
    "pdf-called.docx": (PDF, "not of the format that its name says"),
    "docx-called.pdf": (DOCX, "damaged or no real .pdf"),
    "docx-called.xlsx": (docx("<w:p/>"), "damaged or no real .xlsx"),
    "pdf-called.md": (PDF, "holds binary data"),
    "program-called.md": (b"\x7fELF" + NOISE.randbytes(4000), "UTF-8|binary data"),
    "picture-called.txt": (b"\x89PNG\r\n\x1a\nabc", "holds binary data"),
    "deep.html": (b"<div>" * 2000 + b"leave" + b"</div>" * 2000, "nests too deep"),
    "deep.docx": (docx("<w:p>" * 3000 + "</w:p>" * 3000), "damaged or no real .docx"),
    "no-text.csv": (b",,,\n,,\n", "holds no text"),
    "pointer.pdf": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "git lfs pull"),
    "~$lock.docx": (b"\x05Lina", "lock file"),
    "Thumbs.db": (OLE, "Windows keeps for itself"),
    "plan.dwg": (b"AC1027", "format is not supported"),
    "open-front-matter.md": (b"---\nreaders: [group:hr]\n\n# Pay\n", "does not end"),
    "two-readers.md": (b"---\nreaders: [group:hr]\nreaders: [everyone]\n---\n# Pay\n", "names readers twice"),
    "readers-in-a-comment.md": (b"<!-- readers: [group:hr] -->\n# Pay\n", "in a comment, where it does not count"),
    "broken.yaml.md": (b"---\ntitle: a: b\nreaders: [group:hr]\n---\n# Pay\n", "not valid YAML (line 2)"),
    "broken.json.md": (b"{'readers': ['group:hr']}\n# Pay\n", "is not valid"),
}


def _explains(reason: str, words: str) -> None:
    assert [word for word in words.split("|") if word in reason], reason
    assert reason.count(". ") >= 1
    assert "\n" not in reason


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """What comes of a folder with all of them and one good document, in the usual time: a busy machine may need it."""
    root = tmp_path_factory.mktemp("policies")
    for name, (content, _) in BAD.items():
        (root / name).write_bytes(content)
    (root / "good.md").write_text("You have 25 days.")
    return FolderSource(root).read(lambda _done, _total: None)


@pytest.fixture
def hasty(tmp_path: Path) -> Reading:
    """What comes of a folder with one that takes minutes and a good one; a busy machine reads the good one in time."""
    (tmp_path / "slow.md").write_bytes(b"<p hidden></p>" * 300_000)
    (tmp_path / "good.md").write_text("You have 25 days.")
    return FolderSource(tmp_path, limits=Limits(seconds=10)).read(lambda _done, _total: None)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_document_is_reported_with_its_reason_and_remedy(reading: Reading, name: str) -> None:
    """In one line that says what to do."""
    (problem,) = [problem for problem in reading.problems if problem.document == name]

    _explains(problem.reason, BAD[name][1])


def test_a_document_that_takes_too_long_is_reported_and_the_good_one_beside_it_read(hasty: Reading) -> None:
    """It holds nothing up."""
    (problem,) = hasty.problems

    assert "slow.md" == problem.document
    _explains(problem.reason, "takes longer than 10 s")
    assert ["good.md"] == [document.id for document in hasty.documents]


def test_the_good_document_among_bad_ones_is_read(reading: Reading) -> None:
    """Nothing else suffers."""
    assert ["good.md"] == [document.id for document in reading.documents]


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "utf-8-sig"])
@pytest.mark.parametrize("name", ["假期.md", "假期.txt", "假期.csv", "假期.html"])
def test_text_in_other_encodings_is_read(tmp_path: Path, name: str, encoding: str) -> None:
    """As Windows programs in China and elsewhere save it."""
    (tmp_path / name).write_bytes(POLICY.encode(encoding))
    (document,) = FolderSource(tmp_path).read(lambda _done, _total: None).documents

    assert POLICY in document.text


def test_html_of_two_hundred_levels_is_read(tmp_path: Path) -> None:
    """Page builders nest that deep."""
    (tmp_path / "deep.html").write_bytes(b"<div>" * 200 + b"25 days" + b"</div>" * 200)
    (document,) = FolderSource(tmp_path).read(lambda _done, _total: None).documents

    assert document.text == "25 days"
