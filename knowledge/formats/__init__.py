"""Document formats -> Markdown. A format is one file here and its line in `READERS` (`knowledge.suffixes`).

What comes from outside is converted by `bounded.Converters`, in processes of their own; `convert` is what they do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from knowledge.errors import DocumentUnreadable
from knowledge.formats.converted import Converted
from knowledge.formats.facts import effective_of, language_of, own_title_of
from knowledge.formats.litter import check
from knowledge.formats.losses import losses
from knowledge.formats.owners import owner_of
from knowledge.formats.standing import standing_of
from knowledge.language.markdown import tidy
from knowledge.suffixes import PICTURES, READERS, suffix_of

SITE_PAGE = ".site-page"
"""Suffix by which a page of a web site is read: what surrounds its text is left out. No file of ours is called so."""

LARGEST = 200 * 1024 * 1024
"""Bytes of a document: a handbook whose pictures nobody made smaller stays below it."""
TOO_LARGE = f"It is larger than {LARGEST // 2**20} MB. Split it, or take its pictures out."

LONGEST = 5_000_000
"""Characters of a document's text, one and a half times War and Peace."""


def supported(name: str) -> bool:
    """Tell whether a document of this name can be read."""
    return suffix_of(name) in _DOCUMENTS


def convert(name: str, data: bytes) -> Converted:
    """Turn a document into Markdown by its suffix.

    Raises DocumentScanned where `recognise` can read it, DocumentUnreadable, whatever a converter met in a damaged
    file, and MemoryError.
    """
    return _converted(name, data, "read")


def recognise(name: str, data: bytes) -> Converted:
    """Turn a document that was scanned into Markdown. Raises DocumentUnreadable and MemoryError."""
    return _converted(name, data, "recognise")


def _converted(name: str, data: bytes, way: str) -> Converted:
    if len(data) > LARGEST:
        raise DocumentUnreadable(TOO_LARGE)
    if not data:
        raise DocumentUnreadable("The file is empty. Save the document again, or remove the file.")
    check(name, data)
    converted = _described(_read(suffix_of(name), data, way))
    lost = losses(_MODULES[suffix_of(name)], data, converted)
    return replace(converted, notes=(*converted.notes, lost)) if lost else converted


def _read(suffix: str, data: bytes, way: str) -> Converted:
    reader: Callable[[bytes], Converted] = getattr(import_module(f"{__name__}.{_MODULES[suffix]}"), way)
    try:
        return reader(data)
    except (DocumentUnreadable, MemoryError):
        raise
    except Exception as error:
        raise DocumentUnreadable(
            f"It is damaged or no real {suffix} file ({type(error).__name__}). Open it and save it again."
        ) from error


def _described(converted: Converted) -> Converted:
    """Return it with tidy text and with what the text says about itself."""
    converted = replace(converted, text=tidy(converted.text))
    if not converted.text:
        raise DocumentUnreadable("It holds no text. Remove it, or save it in another format.")
    if len(converted.text) > LONGEST:
        raise DocumentUnreadable(f"It holds more than {LONGEST:,} characters of text. Split it.")
    title = own_title_of(converted)
    return replace(
        converted,
        title=title,
        language=language_of(converted),
        effective=effective_of(converted),
        owner=owner_of(converted.text, converted.meta),
        standing=standing_of(converted.text, title, converted.meta),
    )


_DOCUMENTS = {**READERS, SITE_PAGE: "site_page"}
_MODULES = {**_DOCUMENTS, **PICTURES}

__all__ = ["LARGEST", "READERS", "SITE_PAGE", "TOO_LARGE", "Converted", "convert", "recognise", "supported"]
