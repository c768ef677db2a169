"""HTML tables in Markdown, which become pipe tables as every other: no reader is quoted a tag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markitdown.converters import HtmlConverter

from knowledge.formats.hidden import without_hidden
from knowledge.formats.html_layout import parsed
from knowledge.formats.html_tables import converted

_FENCED = re.compile(r"^ {0,3}(?P<fence>```+|~~~+).*?^ {0,3}(?P=fence)", re.MULTILINE | re.DOTALL)
_OPENING = re.compile(
    r"^(?P<indent>[ \t>]*)(?:<(?!table\b)[a-z][^<>\n]*>[ \t]*)*?(?P<table><table\b)", re.MULTILINE | re.IGNORECASE
)
_MARGIN = re.compile(r"(?<![^\n])[ \t>]*\Z")
_TAG = re.compile(r"<(?P<end>/?)table\b[^>]*>", re.IGNORECASE)
_BLANK = re.compile(r"\n[ \t]*\n")


def with_pipe_tables(markdown: str) -> str:
    """Return Markdown with its HTML tables, outside code, as pipe tables. Raises DocumentUnreadable."""
    written, position = "", 0
    for start, end, indent in _tables(markdown):
        before = _MARGIN.sub("", markdown[position:start])
        written += f"{before}\n{_pipe_table(markdown[start:end], indent)}\n\n"
        position = end
    return written + markdown[position:]


def _tables(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the span of each table that begins a line, with what stands before it on its line."""
    fences = [fence.span() for fence in _FENCED.finditer(text)]
    position = 0
    while opening := _OPENING.search(text, position):
        start = opening.start("table")
        fence = next((end for first, end in fences if first < start < end), None)
        position = fence or _end(text, start)
        if fence is None:
            yield start, position, opening["indent"]


def _end(text: str, start: int) -> int:
    """Return where a table ends: at its own end tag, else with the block of HTML, which a blank line ends."""
    depth = 0
    for tag in _TAG.finditer(text, start):
        depth += -1 if tag["end"] else 1
        if depth == 0:
            return tag.end()
    blank = _BLANK.search(text, start)
    return blank.start() if blank else len(text)


def _pipe_table(html: str, indent: str) -> str:
    """Return a table, or what one for the layout holds, as Markdown; the Markdown in it stays as it is."""
    soup = without_hidden(parsed(html.replace(f"\n{indent}", "\n") if indent else html))
    lines = converted(soup, _words).splitlines()
    return "\n".join(f"{indent}{line}".rstrip() for line in ("", *lines))


def _words(html: str) -> str:
    """Convert HTML whose text is Markdown already."""
    converter = HtmlConverter()
    return converter.convert_string(
        html, strict=True, escape_asterisks=False, escape_underscores=False, escape_misc=False
    ).markdown
