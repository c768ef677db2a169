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
from tests.knowledge.formats.drawing import pdf, text

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


@pytest.mark.usefixtures("tesseract")
def test_a_scan_with_a_line_of_text_on_it_is_read_too() -> None:
    """A scanner's name, a stamp, a page's number in a file."""
    with Converters(PATIENT) as converters:
        converted = converters.convert("leave.pdf", _stamped(picture=True))

    assert "Every employee has 25 days of annual leave." in converted.text


def test_a_scan_with_a_line_of_text_on_it_is_told_from_a_page_of_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not read is reported with its page; a short page without a picture is what it is."""
    monkeypatch.setattr(ocr, "languages", tuple)

    assert convert("leave.pdf", _stamped(picture=True)).notes[0].startswith("Of its pages these are scans")
    assert convert("leave.pdf", _stamped(picture=False)).notes == ()


def test_what_text_recognition_put_behind_a_scan_is_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invisible letters where the picture has letters; where it has none, they are hidden."""
    monkeypatch.setattr(ocr, "languages", tuple)
    behind = "".join(
        text(60, 150 + 20 * line, "Every employee has 25 days of annual leave.", more="3 Tr") for line in range(6)
    )
    converted = convert("leave.pdf", _scanned(behind + text(60, 700, "The pool is 900 EUR.", more="3 Tr")))

    assert "Every employee has 25 days of annual leave." in converted.text
    assert "pool" not in converted.text
    assert ["hidden"] == [each.why for each in converted.counted()]
    assert () == converted.notes


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


def _stamped(*, picture: bool) -> bytes:
    """A scanned page with a line of text below, or only that line."""
    stamp = text(60, 820, "Scanned with PhoneScanner", 8)
    return _scanned(stamp) if picture else pdf(stamp)


def _scanned(over: str) -> bytes:
    """A page filled by the picture of a text, and what is drawn over it."""
    picture = Image.new("L", (1240, 1754), "white")
    draw = ImageDraw.Draw(picture)
    for row in range(6):
        draw.text((125, 283 + 42 * row), ENGLISH[2], fill="black", font=ImageFont.load_default(36))
    file = io.BytesIO()
    picture.save(file, "JPEG")
    data = file.getvalue()
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 1240 /Height 1754 /ColorSpace /DeviceGray /BitsPerComponent 8"
        b" /Filter /DCTDecode /Length %d >> stream\n%b\nendstream" % (len(data), data)
    )
    drawn = "q 595 0 0 842 0 0 cm /Scan Do Q\n" + over
    return pdf(drawn, resources="/XObject << /Scan 3 0 R >>", objects=[image])


@pytest.mark.parametrize(
    ("top", "text", "read"), [(70, "before it begins", True), (70, "Then it ends", False), (140, "it", False)]
)
def test_a_line_of_a_wide_set_scan_goes_on_with_a_small_letter(top: int, text: str, read: bool) -> None:  # noqa: FBT001
    """Text recognition takes such lines for blocks of their own; not where the gap is that of a paragraph."""
    above = [ocr._Word((1, 1, 1), 0, 38, 90, "weeks")]
    below = [ocr._Word((2, 1, 1), top, 38, 90, word) for word in text.split()]

    assert ocr._goes_on(above, below) is read
