"""Text and Markdown without what a reader does not see: the one place that takes Markdown's marks away."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

CHINESE = "\u3400-\u9fff\uf900-\ufaff"
"""Character class of Chinese characters."""

ESCAPE_SEQUENCE: Final = re.compile("\x1b\\[[0-?]*+[ -/]*+[@-~]")
"""What colours a terminal (ECMA-48, 5.4); without its first character its remains would pass for words."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)  # control, zero-width, direction, surrogate and tag characters: a place to hide text
_PARSER: Final = MarkdownIt("commonmark").enable("strikethrough")
_MARKED: Final = re.compile(r"[*_`\[\]<>&\\~{|]|:::|---|===|!!!|\?\?\?")
"""Without one of these, text has no markup."""
_PARAGRAPHS: Final = re.compile(r"(\n[ \t]*+\n)")
_QUOTED_LINE: Final = re.compile(r"(?:^|\n)[ \t]*+(?:>[ \t]?)++")
_FURNITURE: Final = re.compile(
    r"\{\{[^{}]{0,300}\}\}|\{%[^{}]{0,300}%\}"  # what a site generator fills in
    r"|\{[#.:][^{}\n]{1,200}\}"  # anchors and classes
    r"|\[\^[^\[\]\s]{1,60}\]:?"  # footnote marks
    r"|\[![A-Za-z]{2,20}\][-+]?"  # the kind of a callout
)
_LINE_OF_NONE: Final = re.compile(
    r":::.*|[!?]{3}\+?[ \t]+\w.*|\[\[?(?:_?)toc(?:_?)\]\]?|\[[^\[\]^]{1,100}\]:[ \t]*(?:<|https?:|mailto:|[./#]).*"
    r"|(?:<[^<>]{1,500}>\s*)++",
    re.IGNORECASE,
)
"""A line without a word for a reader: a container, a callout of MkDocs, where a link goes, nothing but tags."""
_OTHER_LINKS: Final = re.compile(
    r"\[\[(?:[^\[\]|\n]{1,200}\|)?([^\[\]|\n]{1,200})\]\]|\[(?!\d+\])([^\[\]\n]{1,300})\]\[[^\[\]\n]{0,100}\]"
)
"""Of a wiki, and by reference."""
_HALF_LINK: Final = re.compile(r"\]\([^()\n]*+\)?")
_HALF_MARK: Final = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=[\w.。])[*_](?!\w)")
"""What is left of emphasis that goes on in the next sentence, or that CommonMark does not see beside Chinese."""
_WITHIN_WORDS: Final = frozenset("a abbr b code del em font i ins kbd mark q s small span strong sub sup u".split())
"""HTML elements that part no words."""
_TAG_NAME: Final = re.compile(r"</?([A-Za-z]+)")
_SPACE: Final = re.compile(r"\s+")
_SLANTED_OR_STRUCK = re.compile(r"(?<!\w)([_~])(\S(?:[^_~\n]*\S)?)\1(?!\w)")
_NO_CHARACTER = re.compile("[\ufffd-\uffff]")
"""What stands where a character was lost on the way."""
_ADDRESS = re.compile(r"\bhttps?://[!-~]*[\w/]", re.ASCII | re.IGNORECASE)
_EVERYBODY = "(?:here|channel|everyone)"
_MENTION = re.compile(rf"(?<![\w.+-])@(?!{_EVERYBODY}\b)[\w.-]*\w[,:，：]?", re.ASCII | re.IGNORECASE)
_CALL_TO_ALL = re.compile(rf"(?:^|(?<=[.!?。！？\n]))\s*(?:@{_EVERYBODY}\b[\s,:，：]*)+", re.ASCII | re.IGNORECASE)
"""Before a sentence or behind it; within one it is what is asked about: “When may I use @channel?”"""


def tidy(text: str) -> str:
    """Drop invisible characters, trailing blanks and runs of empty lines; make every line end with a line feed."""
    text = re.sub("\r\n?|[\x85\u2028\u2029]", "\n", text).replace("\x0c", "\n\n").replace("\xa0", " ")
    text = re.sub(r"[ \t]+$", "", _INVISIBLE.sub("", ESCAPE_SEQUENCE.sub("", text)), flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def as_read(markdown: str) -> str:
    """Return Markdown as a reader sees it, line by line: links by their words, no emphasis, no tags.

    Marks at the start of a line (bullets, number signs) and the bars of a table stay.
    """
    if not _MARKED.search(markdown):
        return markdown
    lines = (line for line in markdown.split("\n") if not says_nothing(line))
    return "".join(_words(part) if part.strip() else part for part in _PARAGRAPHS.split("\n".join(lines)))


@lru_cache(maxsize=4096)
def plain(markdown: str) -> str:
    """Return a span of Markdown as one line that a reader sees, lines of a block quote joined."""
    return _SPACE.sub(" ", as_read(_QUOTED_LINE.sub(" ", markdown))).strip()


def says_nothing(line: str) -> bool:
    """Whether a line is there for its looks alone: a rule, a container, nothing but tags."""
    bare = line.strip().lstrip("> \t")
    if not bare:
        return False
    empty_row = "|" in bare and set(bare) <= set("-:| \t")
    return empty_row or is_rule(bare) or bool(_LINE_OF_NONE.fullmatch(bare)) or not _FURNITURE.sub("", bare).strip()


def is_rule(line: str) -> bool:
    """Whether a line is a rule, what underlines a heading, or what aligns a table's columns."""
    bare = line.strip()
    if set(bare) <= set("-:| \t"):
        return "--" in bare or (":-" in bare and "|" in bare) or "|-" in bare or "| -" in bare
    return len(bare) >= 3 and set(bare) in ({"*"}, {"_"}, {"="})  # noqa: PLR2004 -- Markdown's own least


def as_asked(question: str) -> str:
    """Return a question as it is searched for and judged: without markup, addresses and whom it calls.

    What has nothing else stays as it is.
    """
    text = _SLANTED_OR_STRUCK.sub(r"\2", as_read(question).strip())
    for unasked in (_NO_CHARACTER, _ADDRESS, _MENTION, _CALL_TO_ALL):
        text = unasked.sub(" ", text)
    text = re.sub(r"[ \t]{2,}", " ", text).strip()
    return text if any(character.isalnum() for character in text) else question


def _words(paragraph: str) -> str:
    """Return a paragraph's words; code is taken at its word, and around it what the parser left is cleared away."""
    [inline] = _PARSER.parseInline(paragraph)
    said, run = "", ""
    for token in inline.children or ():
        if token.type == "code_inline":
            said, run = said + _cleared(run) + token.content, ""
        else:
            run += _word(token)
    return said + _cleared(run)


def _word(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return "\n"
    if token.type == "html_inline":
        name = _TAG_NAME.match(token.content)
        return "" if name and name[1].lower() in _WITHIN_WORDS else " "
    return token.content


def _cleared(text: str) -> str:
    """Return text without the marks that CommonMark does not know, and halves of those that it does."""
    text = _HALF_LINK.sub("", _OTHER_LINKS.sub(r"\1\2", _FURNITURE.sub(" ", text)))
    closed = text.rfind("]") + 1
    return _HALF_MARK.sub("", text[:closed] + text[closed:].replace("[", ""))
