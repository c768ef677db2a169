"""Documents of Office before 2007 through the real LibreOffice; `test_office` has a stand-in for it."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook  # type: ignore[import-untyped] # publishes no types
from pptx import Presentation

from knowledge.errors import DocumentUnreadable
from knowledge.formats import convert
from knowledge.formats.bounded import Converters, Limits

SEEN = "You have 25 days. 年假为25天。"

PROGRAM = shutil.which("soffice") or ""
pytestmark = pytest.mark.skipif(
    not PROGRAM,
    reason="LibreOffice is not installed: 500 MB, too much for each run of the checks",
)


def _new_documents() -> dict[str, bytes]:
    text, book, slides = Document(), Workbook(), Presentation()
    text.add_paragraph(SEEN)
    book.active.append(["Days", "Hours"])
    book.active.append([25, 1.5])
    book.active["B2"].number_format = "[h]:mm"
    slides.slides.add_slide(slides.slide_layouts[5]).shapes.title.text = SEEN
    files = {}
    for name, document in (("docx", text), ("xlsx", book), ("pptx", slides)):
        file = io.BytesIO()
        document.save(file)
        files[name] = file.getvalue()
    return files


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """A document of each old format by its suffix, as LibreOffice itself saves them."""
    folder = tmp_path_factory.mktemp("old")
    profile = (folder / "profile").as_uri()
    for suffix, data in _new_documents().items():
        (folder / f"leave.{suffix}").write_bytes(data)
        options = ["--headless", "--convert-to", suffix[:3], "--outdir", str(folder), str(folder / f"leave.{suffix}")]
        subprocess.run([PROGRAM, f"-env:UserInstallation={profile}", *options], check=True, capture_output=True)
    return {suffix: (folder / f"leave.{suffix}").read_bytes() for suffix in ("doc", "xls", "ppt")}


@pytest.mark.parametrize(("suffix", "text"), [("doc", SEEN), ("xls", "| 25 | 36:00 |"), ("ppt", f"## {SEEN}")])
def test_an_old_document_is_read_as_it_is_shown(old: Mapping[str, bytes], suffix: str, text: str) -> None:
    """With its number formats, in both languages."""
    converted = convert(f"leave.{suffix}", old[suffix])

    assert text in converted.text
    assert converted.notes == ()


def test_two_old_documents_are_read_at_once(old: Mapping[str, bytes]) -> None:
    """In the processes that convert, each with a profile of its own and within its memory."""
    with Converters() as converters:
        done = list(converters.convert_all([("a.doc", old["doc"]), ("b.ppt", old["ppt"]), ("c.doc", old["doc"])]))

    assert [one.name for one in done if isinstance(one.result, DocumentUnreadable)] == []


def test_one_that_takes_too_long_is_ended_and_leaves_nothing(
    old: Mapping[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a folder nor a process that goes on writing into it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    with Converters(Limits(seconds=0.7)) as converters, pytest.raises(DocumentUnreadable, match="takes longer"):
        converters.convert("leave.doc", old["doc"])

    assert [*tmp_path.iterdir()] == []
