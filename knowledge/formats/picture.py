"""Pictures of text, photographed or scanned: read as a PDF of one page that is nothing but the picture."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from knowledge.errors import DocumentUnreadable
from knowledge.formats import ocr, pdf
from knowledge.formats.converted import Converted, DocumentScanned

_RESOLUTION: Final = 200.0
"""Pixels per inch that the page is drawn at, so that `ocr` sees the picture's own pixels."""
_MOST_PIXELS: Final = 60_000_000
"""A camera's largest picture; a few kilobytes may claim to be far more."""


def read(data: bytes) -> Converted:
    """Raise DocumentScanned where `recognise` can read it, else DocumentUnreadable."""
    if not ocr.languages():
        raise DocumentUnreadable(f"It is a picture. {ocr.REMEDY}")
    _opened(data)
    raise DocumentScanned(1)


def recognise(data: bytes) -> Converted:
    """Read the words in a picture. Raises DocumentUnreadable."""
    with io.BytesIO() as page:
        picture = ImageOps.exif_transpose(_opened(data))  # a telephone's, held upright
        _on_white(picture).save(page, "PDF", resolution=_RESOLUTION)
        return pdf.recognise(page.getvalue())


def _opened(data: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(data))
    except UnidentifiedImageError:
        raise DocumentUnreadable("It is damaged or no real picture. Open it and save it again.") from None
    if picture.width * picture.height > _MOST_PIXELS:
        raise DocumentUnreadable(f"It has more than {_MOST_PIXELS // 10**6} million pixels. Make it smaller.")
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    """Return the first picture of a file in grey, what is transparent in white."""
    opaque = Image.new("RGBA", picture.size, "white")
    opaque.alpha_composite(picture.convert("RGBA"))
    return opaque.convert("L")
