"""Text and Markdown without what a reader does not see."""

from __future__ import annotations

import re

CHINESE = "\u3400-\u9fff\uf900-\ufaff"
"""Character class of Chinese characters."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)  # control, zero-width, direction, surrogate and tag characters: a place to hide text
_LINK = re.compile(r"!?\[([^\]]*)\]\((?:[^()\n]|\([^()\n]*\))*\)")
_TAG = re.compile(r"</?[a-zA-Z][^>\n]*>")
_SLANTED_OR_STRUCK = re.compile(r"(?<!\w)([_~])(\S(?:[^_~\n]*\S)?)\1(?!\w)")
_ADDRESS = re.compile(r"\bhttps?://[!-~]*[\w/]", re.ASCII | re.IGNORECASE)
_EVERYBODY = "(?:here|channel|everyone)"
_MENTION = re.compile(rf"(?<![\w.+-])@(?!{_EVERYBODY}\b)[\w.-]*\w[,:，：]?", re.ASCII | re.IGNORECASE)
_CALL_TO_ALL = re.compile(rf"(?:^|(?<=[.!?。！？\n]))\s*(?:@{_EVERYBODY}\b[\s,:，：]*)+", re.ASCII | re.IGNORECASE)
"""Before a sentence or behind it; within one it is what is asked about: “When may I use @channel?”"""


def tidy(text: str) -> str:
    """Drop invisible characters, trailing blanks and runs of empty lines; make every line end with a line feed."""
    text = re.sub("\r\n?|[\x85\u2028\u2029]", "\n", text).replace("\x0c", "\n\n").replace("\xa0", " ")
    text = re.sub(r"[ \t]+$", "", _INVISIBLE.sub("", text), flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def without_links(markdown: str) -> str:
    """Return Markdown with links reduced to their words, and without HTML tags."""
    words = _LINK.sub(r"\1", markdown) if "](" in markdown else markdown  # most passages have none
    return _TAG.sub("", words)


def plain(line: str) -> str:
    """Return one line of Markdown as a reader sees it: without links, tags, emphasis and code marks."""
    return re.sub(r"\*\*|__|\*|`|~~|\{#[^}]*\}", "", without_links(line)).strip()


def as_asked(question: str) -> str:
    """Return a question as it is searched for and judged: without markup, addresses and whom it calls.

    What has nothing else stays as it is.
    """
    text = _SLANTED_OR_STRUCK.sub(r"\2", plain(question))
    for unasked in (_ADDRESS, _MENTION, _CALL_TO_ALL):
        text = unasked.sub(" ", text)
    text = re.sub(r"[ \t]{2,}", " ", text).strip()
    return text if any(character.isalnum() for character in text) else question
