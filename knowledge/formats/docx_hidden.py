"""Takes hidden text out of a Word document: mammoth drops comments and deletions, but knows no hidden runs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element, tostring

from defusedxml.ElementTree import fromstring

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_STYLES = "word/styles.xml"
_OFF = ("0", "false", "off")


def without_hidden(data: bytes) -> bytes:
    """Return the document without the runs that are hidden, by themselves or by their style."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    if not any(b"vanish" in parts.get(name, b"") for name in (*_TEXTS, _STYLES)):
        return data
    styles = frozenset(_hiding_styles(parts[_STYLES])) if _STYLES in parts else frozenset()
    for name in parts.keys() & set(_TEXTS):
        parts[name] = _shown(parts[name], styles)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return file.getvalue()


def _hiding_styles(part: bytes) -> Iterator[str]:
    for style in fromstring(part).iter(f"{_W}style"):
        if _vanishes(style.find(f"{_W}rPr")):
            yield style.get(f"{_W}styleId", "")


def _shown(part: bytes, styles: Collection[str]) -> bytes:
    root = fromstring(part)
    for paragraph in list(root.iter(f"{_W}p")):
        hidden = _style(paragraph.find(f"{_W}pPr"), "pStyle") in styles
        for parent in list(paragraph.iter()):
            for run in parent.findall(f"{_W}r"):
                properties = run.find(f"{_W}rPr")
                if hidden or _vanishes(properties) or _style(properties, "rStyle") in styles:
                    parent.remove(run)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _vanishes(properties: Element | None) -> bool:
    vanish = properties.find(f"{_W}vanish") if properties is not None else None
    return vanish is not None and vanish.get(f"{_W}val") not in _OFF


def _style(properties: Element | None, kind: str) -> str | None:
    style = properties.find(f"{_W}{kind}") if properties is not None else None
    return style.get(f"{_W}val") if style is not None else None
