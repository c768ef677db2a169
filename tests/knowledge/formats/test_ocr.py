"""Scanned documents, made here by drawing text on pictures of pages."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from knowledge.errors import DocumentUnreadable
from knowledge.formats import convert, ocr
from knowledge.formats.bounded import Converters, Limits
from knowledge.formats.converted import DocumentScanned

SAMPLE = Path(__file__).parents[3] / "ops" / "sample_policies" / "people" / "code-of-conduct.pdf"
ENGLISH = ("Leave Policy", "", "Every employee has 25 days of annual leave.", "", "Unused days expire on 31 March.")
CHINESE = ("年休假制度", "", "员工申请年休假应当提前十个工作日提交。")
PATIENT = Limits(seconds=300)
"""Recognition computes for seconds in a process that is nice to all others: a busy machine may take minutes."""


@pytest.fixture
def tesseract() -> None:
    """Tesseract with both languages, which CI must have."""
    if set(ocr.languages()) != set(ocr.LANGUAGES):
        if os.environ.get("CI"):
            pytest.fail("Tesseract with eng and chi_sim is missing.")
        pytest.skip("Tesseract with eng and chi_sim is missing.")


@pytest.fixture
def chinese_font() -> ImageFont.FreeTypeFont:
    """A font with Chinese letters, which CI must have."""
    list_fonts = shutil.which("fc-match")
    command = [list_fonts or "true", "--format=%{file}", "Noto Sans CJK SC"]
    file = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "CJK" not in file:
        if os.environ.get("CI"):
            pytest.fail("Debian's fonts-noto-cjk is missing.")
        pytest.skip("Debian's fonts-noto-cjk is missing.")
    return ImageFont.truetype(file, 40)


def _scan(*pages: tuple[str, ...], font: ImageFont.FreeTypeFont | ImageFont.ImageFont | None = None) -> bytes:
    """A PDF of pictures."""
    pictures = []
    for lines in pages:
        picture = Image.new("L", (1240, 1754), "white")
        draw = ImageDraw.Draw(picture)
        for place, line in enumerate(lines):
            draw.text((120, 150 + 70 * place), line, fill="black", font=font or ImageFont.load_default(40))
        pictures.append(picture)
    file = io.BytesIO()
    pictures[0].save(file, "PDF", resolution=150, save_all=True, append_images=pictures[1:])
    return file.getvalue()


@pytest.mark.usefixtures("tesseract")
def test_a_scan_is_read_by_text_recognition_page_by_page() -> None:
    """In a process of its own, as every document is."""
    with Converters(PATIENT) as converters:
        converted = converters.convert("leave.pdf", _scan(ENGLISH, ("Sick leave is paid in full.",)))

    assert "\n\nEvery employee has 25 days of annual leave.\n\n" in converted.text
    assert (0, converted.text.index("Sick leave")) == converted.pages


@pytest.mark.usefixtures("tesseract")
def test_a_chinese_scan_is_read_without_blanks_between_its_characters(chinese_font: ImageFont.FreeTypeFont) -> None:
    """Tesseract puts one behind each."""
    with Converters(PATIENT) as converters:
        converted = converters.convert("假期.pdf", _scan(CHINESE, font=chinese_font))

    assert "员工申请年休假应当提前十个工作日提交" in converted.text
    assert converted.language == "zh"


@pytest.mark.usefixtures("tesseract")
def test_a_scan_is_told_from_a_document_with_text() -> None:
    """It needs more time than a document has."""
    with pytest.raises(DocumentScanned):
        convert("leave.pdf", _scan(ENGLISH, ENGLISH))


def test_without_tesseract_a_scan_is_reported_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A laptop need not have it."""
    monkeypatch.setenv("PATH", os.path.dirname(sys.executable))  # noqa: PTH120 - a path as the environment has it
    with (
        Converters(PATIENT) as converters,
        pytest.raises(DocumentUnreadable, match=r"scan without text. Install frontdesk"),
    ):
        converters.convert("leave.pdf", _scan(ENGLISH))


@pytest.mark.usefixtures("tesseract")
def test_a_scanned_page_among_pages_with_text_is_read_too() -> None:
    """An appendix that was signed and scanned."""
    with Converters(PATIENT) as converters:
        converted = converters.convert("conduct.pdf", _with_scan())

    assert converted.text.startswith("# Code of Conduct\n")
    assert "Every employee has 25 days" in converted.text[converted.pages[-1] :]


def test_without_tesseract_the_pages_with_text_are_read_and_the_others_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left out in silence."""
    monkeypatch.setenv("PATH", os.path.dirname(sys.executable))  # noqa: PTH120 - a path as the environment has it
    with Converters(PATIENT) as converters:
        converted = converters.convert("conduct.pdf", _with_scan())

    assert "5.1 Limits" in converted.text
    assert "these are scans and were not read: 7. Install frontdesk[ocr]" in converted.notes[0]


def _with_scan() -> bytes:
    """The sample company's code of conduct with one scanned page behind it."""
    with pypdfium2.PdfDocument(SAMPLE) as pdf, pypdfium2.PdfDocument(_scan(ENGLISH)) as scan:
        pdf.import_pages(scan)
        file = io.BytesIO()
        pdf.save(file)
        return file.getvalue()
