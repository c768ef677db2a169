"""Document formats -> Markdown. A format is one file here and its line in `READERS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from knowledge.errors import DocumentUnreadable
from knowledge.formats import docx, html, markdown, pdf, plain, xlsx
from knowledge.formats.converted import Converted
from knowledge.markup import tidy

READERS: Mapping[str, Callable[[bytes], Converted]] = {
    ".docx": docx.read,
    ".html": html.read,
    ".md": markdown.read,
    ".pdf": pdf.read,
    ".txt": plain.read,
    ".xlsx": xlsx.read,
}

LARGEST = 50 * 1024 * 1024
"""Bytes of a document: five hundred pages with pictures stay below it."""


def supported(name: str) -> bool:
    """Tell whether a document of this name can be read."""
    return PurePosixPath(name).suffix.lower() in READERS


def convert(name: str, data: bytes) -> Converted:
    """Turn a document into Markdown by its suffix.

    Raises DocumentUnreadable, whatever a converter met in a damaged file.
    """
    if len(data) > LARGEST:
        raise DocumentUnreadable(f"It is larger than {LARGEST // 2**20} MB. Split it, or take its pictures out.")
    suffix = PurePosixPath(name).suffix.lower()
    try:
        converted = READERS[suffix](data)
    except DocumentUnreadable:
        raise
    except Exception as error:
        raise DocumentUnreadable(
            f"It is damaged or no real {suffix} file ({type(error).__name__}). Open it and save it again."
        ) from error
    text = tidy(converted.text)
    if not text:
        raise DocumentUnreadable("It holds no text. If it is a scan, run text recognition on it first.")
    return replace(converted, text=text)


__all__ = ["LARGEST", "READERS", "Converted", "convert", "supported"]
