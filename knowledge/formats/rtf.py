"""Rich Text Format, through striprtf, once its hidden and struck text is gone and its headings are marked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from striprtf.striprtf import rtf_to_text

from knowledge.domain import Why
from knowledge.errors import DocumentUnreadable
from knowledge.formats.converted import Converted, LeftOutWords
from knowledge.formats.raised import lowered, marks_apart, raised

_TOKEN = re.compile(r"\\(?P<word>[a-zA-Z]+)(?P<number>-?\d+)? ?|\\'[0-9a-fA-F]{2}|\\[^a-zA-Z]|(?P<brace>[{}])|[^\\{}]+")
_OUTLINE = re.compile(r"\\outlinelevel([0-5])(?!\d) ?")
_TITLE = re.compile(r"\{\\title ([^{}\\]*)\}")
_BULLET = re.compile(r"[•·▪◦\uf0b7]\s+")
_BLANKS = re.compile(r"[ \t]+")
_HIDING: Mapping[str, Why] = {"v": "hidden", "deleted": "deleted", "strike": "struck", "striked": "struck"}
_ALIGNING = frozenset(("super", "sub"))


def read(data: bytes) -> Converted:
    """Read an RTF document. Raises DocumentUnreadable."""
    text = data.decode("latin-1")
    if not text.lstrip().startswith("{\\rtf"):
        raise DocumentUnreadable("It is no RTF file, whatever its name says. Give it the suffix of its real format.")
    title = _TITLE.search(text)
    left: list[LeftOutWords] = []
    marked = _OUTLINE.sub(lambda level: "\\line " + "#" * (int(level[1]) + 1) + " ", _shown(text, left))
    plain = rtf_to_text(marked, errors="replace")  # type: ignore[no-untyped-call] # striprtf leaves it untyped
    return Converted(
        text=marks_apart(_markdown(plain)), title=title[1].strip() or None if title else None, left_out=tuple(left)
    )


def _shown(text: str, left: list[LeftOutWords]) -> str:
    """Return the document without what is hidden, deleted or struck out, and with raised figures as such."""
    kept: list[str] = []
    outer: list[tuple[frozenset[str], str]] = []
    looks, end = frozenset[str](), ""
    for token in _TOKEN.finditer(text):
        if token["brace"] == "{":
            outer.append((looks, end))
            end = ""
        elif token["brace"]:
            kept.append(end)
            looks, end = outer.pop() if outer else (looks, "")  # a group's settings end with it
        elif token["word"] == "footnote":
            kept.append(" (")  # striprtf leaves notes out
            end = ")"
            continue
        elif token["word"]:
            looks = _changed(looks, token["word"], on=token["number"] != "0")
        if token["brace"] or not looks & _HIDING.keys():
            kept.append(_aligned(token[0], looks) if not token[0].startswith("\\") else token[0])
        elif not token[0].startswith("\\"):
            left.append(LeftOutWords(token[0], next(why for word, why in _HIDING.items() if word in looks)))
    return "".join(kept)


def _changed(looks: frozenset[str], word: str, *, on: bool) -> frozenset[str]:
    """Return how letters look behind a control word."""
    if word == "plain":
        return frozenset()
    if word == "nosupersub":
        return looks - _ALIGNING
    if word not in _HIDING.keys() | _ALIGNING:
        return looks
    return looks | {word} if on else looks - {word}


def _aligned(text: str, looks: frozenset[str]) -> str:
    if not looks & _ALIGNING:
        return text
    written = raised(text) if "super" in looks else lowered(text)
    return text if written == text else "".join(f"\\u{ord(character)}?" for character in written)


def _markdown(text: str) -> str:
    """Turn lines into blocks: rows of cells, which striprtf ends with a bar each, into tables, bullets into lists."""
    markdown, before = "", ""
    for line in (_BLANKS.sub(" ", line).strip() for line in text.splitlines()):
        if not line:
            continue
        kind = "row" if line.endswith("|") else "item" if _BULLET.match(line) else "text"
        separator = "\n" if kind == before != "text" else "\n\n"
        written = _BULLET.sub("- ", f"| {line.replace('|', ' | ').strip()}" if kind == "row" else line)
        rule = "\n|" + " --- |" * line.count("|") if kind == "row" != before else ""
        markdown += f"{separator}{written}{rule}"
        before = kind
    return markdown
