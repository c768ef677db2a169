"""Draws small PDFs, operator by operator, so that a test says exactly what is on the page."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT = 595, 842
"""Points of A4."""

_FONTS = (
    "/Regular << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    " /Bold << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>"
    " /Song << /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts"
    " [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo"
    " << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>] >>"
    " /Unknown << /Type /Font /Subtype /Type0 /BaseFont /Lost /Encoding /Identity-H /DescendantFonts"
    " [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Lost /DW 600 /CIDSystemInfo"
    " << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
)


def text(
    x: float, y: float, words: str, size: float = 11, *, font: str = "Regular", angle: str = "1 0 0 1", more: str = ""
) -> str:
    """Words whose base line begins at ``x`` and ``y`` from the top left; ``more`` are operators before they are shown.

    Chinese is written in a font that the document does not bring along.
    """
    chosen = "Song" if not words.isascii() and font == "Regular" and not _western(words) else font
    shown = f"<{words.encode('utf-16-be').hex()}>" if chosen in {"Song", "Unknown"} else _literal(words)
    return f"q BT /{chosen} {size} Tf {more} {angle} {x} {HEIGHT - y} Tm {shown} Tj ET Q\n"


def lines(x: float, y: float, *words: str, leading: float = 14, size: float = 11) -> str:
    """Lines below each other."""
    return "".join(text(x, y + leading * place, each, size) for place, each in enumerate(words) if each)


def grid(columns: Sequence[float], rows: Sequence[float]) -> str:
    """Ruling lines at these places, from the top left."""
    upright = (f"{x} {HEIGHT - rows[0]} m {x} {HEIGHT - rows[-1]} l S\n" for x in columns)
    level = (f"{columns[0]} {HEIGHT - y} m {columns[-1]} {HEIGHT - y} l S\n" for y in rows)
    return "".join((*upright, *level))


def box(x: float, y: float, width: float, height: float, colour: str) -> str:
    """A filled box; ``colour`` is its red, green and blue, 0 to 1."""
    return f"q {colour} rg {x} {HEIGHT - y - height} {width} {height} re f Q\n"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """A ruling line."""
    return f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S\n"


def pdf(
    *pages: str,
    resources: str = "",
    objects: Sequence[bytes] = (),
    fonts: str = "",
    catalog: str = "",
    each: str = "",
) -> bytes:
    """A PDF with these pages; further objects are numbered from 3 on.

    ``fonts`` are further entries of the pages' fonts, ``catalog`` and ``each`` of the document's catalogue and pages.
    """
    kids = " ".join(f"{3 + len(objects) + 2 * place} 0 R" for place in range(len(pages)))
    numbered = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        b"<< /Type /Pages /Kids [%b] /Count %d >>",
        *objects,
    ]
    numbered[1] %= (kids.encode(), len(pages))
    for place, content in enumerate(pages):
        stream = content.encode("latin-1")
        behind = 4 + len(objects) + 2 * place
        numbered.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {behind} 0 R"
            f" /Resources << /Font << {_FONTS} {fonts} >> {resources} >> {each} >>".encode()
        )
        numbered.append(b"<< /Length %d >> stream\n%b\nendstream" % (len(stream), stream))
    return _file(numbered)


def _western(words: str) -> bool:
    return all(ord(character) < 0x2200 for character in words)


def _literal(words: str) -> str:
    escaped = words.encode("cp1252").decode("latin-1")
    return "(" + escaped.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"


def _file(numbered: Sequence[bytes]) -> bytes:
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(numbered, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(numbered) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    return body + head + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
