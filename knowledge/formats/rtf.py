"""Rich Text Format, through striprtf, once its hidden text is gone and its headings are marked."""

from __future__ import annotations

import re

from striprtf.striprtf import rtf_to_text

from knowledge.errors import DocumentUnreadable
from knowledge.formats.converted import Converted

_TOKEN = re.compile(r"\\(?P<word>[a-zA-Z]+)(?P<number>-?\d+)? ?|\\'[0-9a-fA-F]{2}|\\[^a-zA-Z]|(?P<brace>[{}])|[^\\{}]+")
_OUTLINE = re.compile(r"\\outlinelevel([0-5])(?!\d) ?")
_TITLE = re.compile(r"\{\\title ([^{}\\]*)\}")
_BULLET = re.compile(r"[•·▪◦\uf0b7]\s+")
_HIDING = ("v", "deleted")


def read(data: bytes) -> Converted:
    """Read an RTF document. Raises DocumentUnreadable."""
    text = data.decode("latin-1")
    if not text.lstrip().startswith("{\\rtf"):
        raise DocumentUnreadable("It is no RTF file, whatever its name says. Give it the suffix of its real format.")
    title = _TITLE.search(text)
    marked = _OUTLINE.sub(lambda level: "\\line " + "#" * (int(level[1]) + 1) + " ", _shown(text))
    plain = rtf_to_text(marked, errors="replace")  # type: ignore[no-untyped-call] # striprtf leaves it untyped
    return Converted(text=_markdown(plain), title=title[1].strip() or None if title else None)


def _shown(text: str) -> str:
    """Return the document without what is hidden or deleted; a group's settings end with it."""
    kept: list[str] = []
    outer: list[frozenset[str]] = []
    hidden: frozenset[str] = frozenset()
    for token in _TOKEN.finditer(text):
        if token["brace"] == "{":
            outer.append(hidden)
        elif token["brace"]:
            hidden = outer.pop() if outer else hidden
        elif token["word"] in _HIDING:
            hidden = hidden - {token["word"]} if token["number"] == "0" else hidden | {token["word"]}
        elif token["word"] == "plain":
            hidden = frozenset()
        if token["brace"] or not hidden:
            kept.append(token[0])
    return "".join(kept)


def _markdown(text: str) -> str:
    """Turn lines into blocks: rows of cells, which striprtf ends with a bar each, into tables, bullets into lists."""
    markdown, before = "", ""
    for line in (line.strip() for line in text.splitlines()):
        if not line:
            continue
        kind = "row" if line.endswith("|") else "item" if _BULLET.match(line) else "text"
        separator = "\n" if kind == before != "text" else "\n\n"
        written = _BULLET.sub("- ", f"| {line.replace('|', ' | ').strip()}" if kind == "row" else line)
        rule = "\n|" + " --- |" * line.count("|") if kind == "row" != before else ""
        markdown += f"{separator}{written}{rule}"
        before = kind
    return markdown
