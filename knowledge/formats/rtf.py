"""Rich Text Format, through striprtf, once its hidden and struck text is gone and its headings are marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from striprtf.striprtf import rtf_to_text

from knowledge.domain import Why
from knowledge.errors import DocumentUnreadable
from knowledge.formats.converted import Converted, LeftOutWords
from knowledge.formats.raised import lowered, marks_apart, raised
from knowledge.formats.rtf_tables import Tables

_TOKEN = re.compile(r"\\(?P<word>[a-zA-Z]+)(?P<number>-?\d+)? ?|\\'[0-9a-fA-F]{2}|\\[^a-zA-Z]|(?P<brace>[{}])|[^\\{}]+")
_OUTLINE = re.compile(r"\\outlinelevel([0-5])(?!\d) ?")
_TITLE = re.compile(r"\{\\title ([^{}\\]*)\}")
_BULLET = re.compile(r"[•·▪◦\uf0b7]\s+")
_BLANKS = re.compile(r"[ \t]+")
_HIDING: Mapping[str, Why] = {"v": "hidden", "deleted": "deleted", "strike": "struck", "striked": "struck"}
_ALIGNING = frozenset(("super", "sub"))
_ASIDE = re.compile(r"\{\\\*\\nesttableprops[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\{\\nonesttables[^{}]*\}")
"""How a table within another is divided; and what programs show that know none."""
_BOX = re.compile(r"\\\*\\shpinst(?![a-z]) ?|\\shp(?:txt|grp)?(?![a-z]) ?")
"""What says that words stand in a box: striprtf leaves such words out."""
_SAME = {"pntext": "listtext"}
"""Of the words for an item's number, the one that striprtf leaves in the text."""


def read(data: bytes) -> Converted:
    """Read an RTF document. Raises DocumentUnreadable."""
    text = data.decode("latin-1")
    if not text.lstrip().startswith("{\\rtf"):
        raise DocumentUnreadable("It is no RTF file, whatever its name says. Give it the suffix of its real format.")
    title = _TITLE.search(text)
    left: list[LeftOutWords] = []
    tables = Tables()
    marked = _OUTLINE.sub(lambda level: "\\line " + "#" * (int(level[1]) + 1) + " ", _shown(text, left, tables))
    plain = rtf_to_text(marked, errors="replace")  # type: ignore[no-untyped-call] # striprtf leaves it untyped
    plain = plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")  # it leaves two halves of one
    parts = (part if is_table else _markdown(part) for is_table, part in tables.parts(plain))
    return Converted(
        text=marks_apart("\n\n".join(filter(None, parts))),
        title=title[1].strip() or None if title else None,
        left_out=tuple(left),
    )


def _shown(text: str, left: list[LeftOutWords], tables: Tables) -> str:
    """Return the document without what is hidden, deleted or struck out, with raised figures and tables as such."""
    kept: list[str] = []
    outer: list[tuple[frozenset[str], str]] = []
    looks, end = frozenset[str](), ""
    for token in _TOKEN.finditer(_BOX.sub(r"\\line ", _ASIDE.sub("", text))):
        word = _SAME.get(token["word"], token["word"])
        if token["brace"] == "{":
            outer.append((looks, end))
            end = ""
        elif token["brace"]:
            kept.append(end)
            looks, end = outer.pop() if outer else (looks, "")  # a group's settings end with it
        elif word == "footnote":
            kept.append(" (")  # striprtf leaves notes out
            end = ")"
            continue
        elif word:
            looks = _changed(looks, word, on=token["number"] != "0")
            if (mark := tables.marked(word, token["number"])) is not None:
                kept.append(mark)
                continue
        kept += _kept(token, word, looks, left)
    return "".join(kept)


def _kept(token: re.Match[str], word: str | None, looks: frozenset[str], left: list[LeftOutWords]) -> Iterator[str]:
    """Yield a token as it is to be read; nothing where it is not seen, and words are noted then."""
    if token["brace"] or not looks & _HIDING.keys():
        written = token[0].replace(token["word"], word, 1) if word else token[0]
        yield _aligned(written, looks) if not written.startswith("\\") else written
    elif not token[0].startswith("\\"):
        left.append(LeftOutWords(token[0], next(why for each, why in _HIDING.items() if each in looks)))


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
    """Turn lines into blocks, bullets into lists."""
    markdown, before = "", ""
    for line in (_BLANKS.sub(" ", line).strip() for line in text.splitlines()):
        if not line:
            continue
        kind = "item" if _BULLET.match(line) else "text"
        markdown += ("\n" if kind == before == "item" else "\n\n") + _BULLET.sub("- ", line)
        before = kind
    return markdown.strip()
