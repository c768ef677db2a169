"""Takes out of HTML and Markdown what a reader of the page never sees, or sees struck out: it must not be quoted."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, CData, Tag
from bs4.element import PreformattedString

from knowledge.formats.converted import LeftOutWords

NEVER_SHOWN = ("script", "style", "noscript", "template", "object", "iframe")
HIDING_STYLE = re.compile(
    r"(?:display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*(?:hidden|collapse)|(?:font-size|opacity)\s*:\s*0(?:\.0+)?(?![.\d])"
    r"|(?:left|top|text-indent)\s*:\s*-\d{4,})",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:white|#fff(?:fff)?|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))(?![\w])", re.IGNORECASE
)
_OTHER_GROUND = re.compile(
    r"background(?:-color)?\s*:\s*(?!white|#fff(?:fff)?\b|transparent|none|inherit)", re.IGNORECASE
)

STRUCK = ("s", "del", "strike")
_STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_CODE = r"(?P<code>^ {0,3}(?P<fence>```+|~~~+)[^\n]*\n(?:.*?\n)?? {0,3}(?P=fence))|"
"""A block of code shows its comments and scripts; one within a comment shows nothing."""
_COMMENT = re.compile(
    _CODE + r"<!--.*?(?:-->|\Z)"
    r"|\{%-?[ \t]*comment\b.*?\{%-?[ \t]*endcomment[ \t]*-?%\}|\{#[ \t].*?#\}|\{/\*.*?\*/\}"  # of site generators
    r"|\{::comment\}.*?\{:/(?:comment)?\}|(?<![\w%])%%(?!%).*?%%(?![\w%])",  # of kramdown and Obsidian
    re.DOTALL | re.MULTILINE,
)
_NEVER_SHOWN = re.compile(
    rf"{_CODE}<(?P<tag>{'|'.join(NEVER_SHOWN)})\b[^>]*>.*?</(?P=tag)\s*>", re.DOTALL | re.IGNORECASE | re.MULTILINE
)
_STRUCK = re.compile(rf"[ \t]?<(?P<tag>{'|'.join(STRUCK)})\b[^>]*>.*?</(?P=tag)\s*>", re.DOTALL | re.IGNORECASE)
_HIDDEN_TAG = re.compile(
    rf"<(?P<tag>[a-z][a-z0-9]*)\b(?=[^>]*(?:\shidden\b|{HIDING_STYLE.pattern}))[^>]*>", re.IGNORECASE
)


def without_hidden(soup: BeautifulSoup, left: list[LeftOutWords] | None = None) -> BeautifulSoup:
    """Remove scripts, styles, comments and elements that are styled away, in place; note words in ``left``.

    What Word tells itself between ``<![`` and ``]>`` is no text either.
    """
    for comment in soup.find_all(
        string=lambda text: isinstance(text, PreformattedString) and not isinstance(text, CData)
    ):
        comment.extract()
    for element in soup.find_all(_is_hidden):
        if left is not None and element.name not in NEVER_SHOWN and (words := element.get_text(" ", strip=True)):
            left.append(LeftOutWords(words, "hidden"))
        element.extract()
    return soup


def without_hidden_markup(markdown: str) -> str:
    """Remove the same from Markdown, where HTML may stand between the lines."""
    text = _NEVER_SHOWN.sub(_code_alone, _COMMENT.sub(_code_alone, markdown))
    while tag := _HIDDEN_TAG.search(text):
        text = text[: tag.start()] + text[_closing(text, tag) :]
    return text


def _code_alone(found: re.Match[str]) -> str:
    return found["code"] or ""


def without_struck(soup: BeautifulSoup, left: list[LeftOutWords]) -> None:
    """Remove what is struck out, in place, and what is empty then; note the words in ``left``."""
    for element in soup.find_all(_is_struck):
        left.append(LeftOutWords(element.get_text(" ", strip=True), "struck"))
        parent = element.parent
        element.extract()
        if parent is not None and parent.name in {"li", "p"} and not parent.get_text(strip=True):
            parent.extract()


def without_struck_markup(markdown: str, left: list[LeftOutWords]) -> str:
    """Remove the same from Markdown; note it in ``left``."""
    left += (LeftOutWords(struck[0], "struck") for struck in _STRUCK.finditer(markdown))
    return _STRUCK.sub("", markdown)


def _is_struck(element: Tag) -> bool:
    return element.name in STRUCK or bool(_STRUCK_STYLE.search(str(element.get("style", ""))))


def _is_hidden(element: Tag) -> bool:
    style = str(element.get("style", ""))
    styled_away = bool(HIDING_STYLE.search(style)) or (bool(_WHITE.search(style)) and not _on_colour(element))
    return element.name in NEVER_SHOWN or element.has_attr("hidden") or styled_away


def _on_colour(element: Tag) -> bool:
    """Whether something other than the page lies behind it: a style says so, or a class might."""
    return any(
        each.has_attr("class") or each.has_attr("bgcolor") or _OTHER_GROUND.search(str(each.get("style", "")))
        for each in (element, *element.parents)
    )


def _closing(text: str, opening: re.Match[str]) -> int:
    """Return where the element ends: at its own closing tag, or with the text as a browser has it."""
    depth = 1
    for tag in re.finditer(rf"<(/?){opening['tag']}\b[^>]*>", text[opening.end() :], re.IGNORECASE):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return opening.end() + tag.end()
    return len(text)
