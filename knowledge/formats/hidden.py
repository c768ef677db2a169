"""Takes out of HTML and Markdown what a reader of the page never sees: an index must not quote it."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Comment, Tag

NEVER_SHOWN = ("script", "style", "noscript", "template", "object", "iframe")
HIDING_STYLE = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?:\.0+)?(?![.\d])"
    r"|(?:left|top|text-indent)\s*:\s*-\d{4,})",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:white|#fff(?:fff)?|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))(?![\w])", re.IGNORECASE
)
_OTHER_GROUND = re.compile(
    r"background(?:-color)?\s*:\s*(?!white|#fff(?:fff)?\b|transparent|none|inherit)", re.IGNORECASE
)

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NEVER_SHOWN = re.compile(rf"<(?P<tag>{'|'.join(NEVER_SHOWN)})\b[^>]*>.*?</(?P=tag)\s*>", re.DOTALL | re.IGNORECASE)
_HIDDEN_TAG = re.compile(
    rf"<(?P<tag>[a-z][a-z0-9]*)\b(?=[^>]*(?:\shidden\b|{HIDING_STYLE.pattern}))[^>]*>", re.IGNORECASE
)


def without_hidden(soup: BeautifulSoup) -> BeautifulSoup:
    """Remove scripts, styles, comments and elements that are styled away, in place."""
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for element in soup.find_all(_is_hidden):
        element.extract()
    return soup


def without_hidden_markup(markdown: str) -> str:
    """Remove the same from Markdown, where HTML may stand between the lines."""
    text = _NEVER_SHOWN.sub("", _COMMENT.sub("", markdown))
    while tag := _HIDDEN_TAG.search(text):
        text = text[: tag.start()] + text[_closing(text, tag) :]
    return text


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
