"""Markdown in one form: headings by number signs, without comments, struck words and HTML's raised figures."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, Final

from markdown_it import MarkdownIt

from knowledge.formats.converted import LeftOutWords
from knowledge.formats.raised import lowered, marks_apart, note_mark, raised

_PARSER: Final = MarkdownIt("commonmark")
_CODE: Final = frozenset(("fence", "code_block"))
_GONE: Final = "\0"  # a line that is taken out at the end, so that the others keep their numbers
_ENDED: Final = re.compile(r"[.。!！;；,，][\"'”’)*_]*$")
"""A sentence above a line of dashes stands above a rule; CommonMark takes it for a heading, its writer does not."""
_COMMENT: Final = re.compile(r"^ {0,3}(?:\[//\]:.*|\[[^\]\n]*\]:[ \t]*(?:#|<#?>)[ \t]+(?:\(.*\)|\".*\"|'.*')[ \t]*)$")
"""A link's definition that leads nowhere and has a title, also where it does not stand apart from a paragraph."""
_STRUCK: Final = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<before>[ \t]?)(?<![\\~])~~(?=[^\s~]).*?(?<=[^\s~])~~(?!~)(?P<after>[ \t]?)",
    re.DOTALL,
)
_RAISED: Final = re.compile(r"<(?P<tag>su[pb])\b[^>]*>(?P<text>.*?)</(?P=tag)\s*>", re.DOTALL | re.IGNORECASE)
_BETWEEN_CARETS: Final = re.compile(r"(?<!\[)(?<=\w)(?:\^(?P<above>[-−]?\d{1,3}|[a-z])\^|~(?P<below>\d{1,3})~)")
_NOTE: Final = re.compile(
    r"(?P<note>^ {0,3}(?=\[\^[^\[\]\s]+\]:))?\[\^(?P<name>[^\[\]\s]{1,60})\](?(note):[ \t]*)", re.MULTILINE
)
_NOTE_WITHIN: Final = re.compile(r"\^\[([^\[\]\n]+)\]")
"""As pandoc writes them; a tilde on both sides strikes out where there are two."""
_LINK: Final = re.compile(r"</?a\b[^>]*>|\[([^\]]*)\]\([^)]*\)", re.IGNORECASE)
_ONLY_MARKS: Final = re.compile(r"[\s>#*+\-|]*(?:\d+[.)])?[ \t]*(?:\[[ xX]\])?\s*")


def with_headings(text: str, shortest: int = 1) -> str:
    """Write headings that are underlined with number signs; ``shortest`` is how long their line must be."""
    lines = text.split("\n")
    tokens = _PARSER.parse(text)
    for token, inline in pairwise(tokens):
        if token.type != "heading_open" or token.markup not in {"=", "-"} or token.level or token.map is None:
            continue
        first, end = token.map
        if len(lines[end - 1].strip()) >= shortest and not _ENDED.search(inline.content):
            heading = f"{'#' * int(token.tag[1])} {' '.join(inline.content.split())}"
            lines[first:end] = [*[_GONE] * (end - first - 1), heading]
    return _joined(lines)


def without_comments(text: str, left: list[LeftOutWords]) -> str:
    """Take out definitions of links that are there for their words alone, which nobody sees; note them in ``left``."""
    environment: dict[str, Any] = {}
    tokens = _PARSER.parse(text, environment)
    lines = text.split("\n")
    for definition in (*environment.get("references", {}).values(), *environment.get("duplicate_refs", ())):
        if definition["title"] and definition["href"] in {"", "#"}:
            first, end = definition["map"]
            left.append(LeftOutWords(definition["title"], "comment"))
            lines[first:end] = [""] * (end - first)
    code = {place for each in tokens if each.type in _CODE and each.map for place in range(*each.map)}
    for place, line in enumerate(lines):
        if place not in code and _COMMENT.fullmatch(line):
            left.append(LeftOutWords(line, "comment"))
            lines[place] = ""
    return "\n".join(lines)


def without_struck(text: str, left: list[LeftOutWords]) -> str:
    """Take out what is struck out, but not in code; note it in ``left``."""
    lines = text.split("\n")
    for token in _PARSER.parse(text):
        if token.type != "inline" or token.map is None or "~~" not in token.content:
            continue
        first, end = token.map
        before = "\n".join(lines[first:end])
        after = _STRUCK.sub(_left, before)
        if after != before:
            left += (LeftOutWords(each[0], "struck") for each in _STRUCK.finditer(before) if not each["code"])
            kept = [line for line in after.split("\n") if not _ONLY_MARKS.fullmatch(line)]
            lines[first:end] = [*kept, *[_GONE] * (end - first - len(kept))]
    return _joined(lines)


def with_raised_figures(text: str) -> str:
    """Write what HTML or pandoc raises or lowers in characters of their own, notes' marks behind what is counted."""
    shown = _BETWEEN_CARETS.sub(lambda found: raised(found["above"] or "") or lowered(found["below"]), text)
    return marks_apart(_RAISED.sub(_in_characters, _NOTE_WITHIN.sub(r" (\1)", shown)))


def with_plain_notes(text: str) -> str:
    """Write footnotes' marks as a page shows them, ``¹`` for the first that is referred to, apart from what is counted.

    What no note belongs to may be a pattern (``[^0-9]``) and stays, as do the words of notes that nothing refers to.
    """
    defined = {found["name"] for found in _NOTE.finditer(text) if found["note"] is not None}
    numbers: dict[str, int] = {}
    for found in _NOTE.finditer(text):
        if found["note"] is None and found["name"] in defined:
            numbers.setdefault(found["name"], len(numbers) + 1)

    def written(found: re.Match[str]) -> str:
        number = numbers.get(found["name"])
        if found["note"] is not None:
            return f"\n{raised(str(number))} " if number else "\n"
        if number is None:
            return found[0]
        follows = text[: found.start()].endswith("]") and text[text.rfind("[", 0, found.start()) :].startswith("[^")
        return f",{raised(str(number))}" if follows else note_mark(str(number))

    return _NOTE.sub(written, text)


def _in_characters(found: re.Match[str]) -> str:
    words = _LINK.sub(r"\1", found["text"])
    return raised(words) if found["tag"].lower() == "sup" else lowered(words)


def _left(found: re.Match[str]) -> str:
    if found["code"]:
        return found[0]
    at_start = not found.string[: found.start()].rpartition("\n")[2].strip()
    return found["before"] if at_start else found["before"] or found["after"]


def _joined(lines: list[str]) -> str:
    return "\n".join(line for line in lines if line != _GONE)
