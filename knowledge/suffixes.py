"""What can be read, by suffix, for whoever must not import the converters, as the Slack edge must not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

READERS: Mapping[str, str] = {
    ".csv": "csv",
    ".doc": "office",
    ".docm": "docx",
    ".docx": "docx",
    ".eml": "eml",
    ".epub": "epub",
    ".htm": "html",
    ".html": "html",
    ".markdown": "markdown",
    ".md": "markdown",
    ".mdx": "markdown",
    ".msg": "msg",
    ".odt": "odt",
    ".pdf": "pdf",
    ".ppt": "office",
    ".pptx": "pptx",
    ".rtf": "rtf",
    ".tsv": "csv",
    ".txt": "plain",
    ".xhtml": "html",
    ".xls": "office",
    ".xlsm": "xlsx",
    ".xlsx": "xlsx",
}
"""Suffix -> module of `knowledge.formats` with ``read(data) -> Converted``, imported when first needed: the converters
take 150 MB."""

PICTURES: Mapping[str, str] = dict.fromkeys(
    (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"), "picture"
)
"""The same of pictures. They are read where somebody shows one, and are no documents where they lie in a source."""


def suffix_of(name: str) -> str:
    """Return a file's suffix in small letters, with its dot; empty where it has none."""
    return PurePosixPath(name).suffix.lower()
