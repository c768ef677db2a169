"""Pictures of text: read by recognition where it is installed."""

from __future__ import annotations

import io
import os

import pytest
from PIL import Image, ImageDraw, ImageFont

from knowledge.errors import DocumentUnreadable
from knowledge.formats import convert, ocr, recognise
from knowledge.formats.converted import DocumentScanned

WORDS = "The taxi to the airport cost 88 euros."


@pytest.fixture
def _tesseract() -> None:
    """Tesseract, which CI must have."""
    if not ocr.languages():
        if os.environ.get("CI"):
            pytest.fail("Tesseract is missing.")
        pytest.skip("Tesseract is missing.")


def _picture(kind: str, mode: str = "RGB") -> bytes:
    picture = Image.new(mode, (1200, 200), (255, 255, 255, 0)[: len(mode)])
    ImageDraw.Draw(picture).text((40, 60), WORDS, fill="black", font=ImageFont.load_default(48))
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()


@pytest.mark.usefixtures("_tesseract")
@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("JPEG", "RGB"), ("TIFF", "RGB")])
def test_the_words_in_a_picture_are_read(kind: str, mode: str) -> None:
    """Also where its ground is transparent."""
    name, data = f"receipt.{kind.lower()}", _picture(kind, mode)
    with pytest.raises(DocumentScanned):
        convert(name, data)

    assert "the airport cost 88 euros" in recognise(name, data).text


@pytest.mark.usefixtures("_tesseract")
def test_a_picture_that_claims_to_be_vast_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes may stand for gigabytes."""
    monkeypatch.setattr("knowledge.formats.picture._MOST_PIXELS", 1000)

    with pytest.raises(DocumentUnreadable, match="million pixels"):
        convert("receipt.png", _picture("PNG"))


def test_a_picture_without_recognition_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which says what is missing."""
    monkeypatch.setattr(ocr, "languages", tuple)

    with pytest.raises(DocumentUnreadable, match="It is a picture"):
        convert("receipt.png", _picture("PNG"))
