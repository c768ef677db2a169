"""Boxes, tabs and highlights of the Markdown of site generators and note books, in forms that all Markdown has.

Their titles often say for whom the words hold: ``=== "Part-time"``. A box's words are indented and would pass for code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from knowledge.formats.plain_tables import with_drawn_tables

_CODE: Final = re.compile(r"^ {0,3}(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^ {0,3}(?P=fence)|\Z)", re.MULTILINE | re.DOTALL)
_BOX: Final = re.compile(
    r"^ *(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+[\w -]*?\"(?P<title>[^\"\n]+)\"[ \t]*$|^ *(?:!!!|\?\?\?\+?)[ \t]+[\w -]+$"
)
"""Of MkDocs: ``!!! note "Title"``, ``??? note``, ``=== "Tab"``."""
_FENCE: Final = re.compile(r"^[ \t]*:::+[ \t]*\{?[\w-]+\}?(?:\[(?P<title>[^\]\n]+)\]|[ \t]+(?P<words>[^\n{]+))?.*$")
"""Of Docusaurus and others: ``:::tip Title`` and ``:::tip[Title]``."""
_TAB: Final = re.compile(
    r"^[ \t]*(?:\{%[ \t]*tab\b[^%\n]*?title=|<(?:TabItem|Tab|Accordion|Step)\b[^>\n]*?(?:label|title)=)"
    r"\"(?P<title>[^\"\n]+)\".*$"
)
"""Of GitBook and of MDX."""
_MODULE: Final = re.compile(r"^(?:import\s(?:.+\sfrom\s)?[\"'][^\"'\n]+[\"'];?|export\s(?:const|default)\s.*)[ \t]*$")
"""A line of code in MDX."""
_HTML_HEADING: Final = re.compile(
    r"^[ \t]*<h(?P<level>[1-6])\b[^>]*>(?P<words>.*?)</h(?P=level)\s*>[ \t]*$", re.MULTILINE | re.DOTALL | re.IGNORECASE
)
_HIGHLIGHT: Final = re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]+?)(?<=[^\s=])==(?![=\w])")
_INDENT: Final = 4


def with_plain_callouts(text: str) -> str:
    """Return Markdown with titles in bold above the words of boxes and tabs; code stays as it is."""
    written, position = "", 0
    for code in _CODE.finditer(text):
        written += _rewritten(text[position : code.start()]) + code[0]
        position = code.end()
    return written + _rewritten(text[position:])


def _rewritten(text: str) -> str:
    headed = _HTML_HEADING.sub(
        lambda found: f"\n{'#' * int(found['level'])} {' '.join(found['words'].split())}\n", with_drawn_tables(text)
    )
    return "\n".join(_lines(headed.split("\n")))


def _lines(lines: list[str]) -> Iterator[str]:
    boxes: list[int] = []  # how deep those stand that are open
    for line in lines:
        depth = len(line) - len(line.lstrip())
        while line.strip() and boxes and depth < boxes[-1] + _INDENT:
            boxes.pop()
        bare = line[_INDENT * len(boxes) :] if line.strip() else line
        if box := _BOX.match(line):
            boxes.append(depth)
            yield from _titled(box["title"])
        elif other := _TAB.match(bare) or _FENCE.match(bare):
            found = other.groupdict()
            yield from _titled(found["title"] or found.get("words"))
        elif not _MODULE.match(line):
            yield _HIGHLIGHT.sub(r"**\1**", bare)


def _titled(title: str | None) -> Iterator[str]:
    yield from ("", f"**{title.strip()}**", "") if title else ("",)
