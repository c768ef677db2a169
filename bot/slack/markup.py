"""Slack's markup, both ways: what people typed into plain text, and untrusted text into something harmless.

Slack gives meaning to ``<@U…>``, ``<#C…>``, ``<!here>``, ``<!subteam^…>`` and ``<url|label>``, in mrkdwn and, as far as
is known, in Markdown too. A policy or a model may contain them by accident or by malice.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from knowledge.language.markdown import ESCAPE_SEQUENCE

_TOKEN: Final = re.compile(r"<([^<>]*)>")
_LIVE_TOKEN: Final = re.compile(r"<[@#!][^<>]*>")
_OPENS_TOKEN: Final = re.compile(r"<(?=[@#!/A-Za-z])")
_BROADCAST: Final = re.compile(r"@(?=(?:here|channel|everyone)\b)", re.IGNORECASE)
_EMOJI_CODE: Final = re.compile(r":[a-z0-9_+'-]+(?:::skin-tone-\d)?:", re.IGNORECASE)
_LINK_SYNTAX: Final = re.compile(r"\](?=[(:])")
"""What makes a link of words in brackets, inline or by reference."""
_CODE_LINK_ADDRESS: Final = re.compile(
    r"(?P<code>```.*?```|`[^`\n]+`)"
    r"|!?\[(?P<label>[^\[\]]*)\]\(\s*<?(?P<target>[^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?[^()]*\)"
    r"|(?P<address>\b(?:https?|ftp|mailto|tel|slack):[^\s<>()`|\"“”，。；、（）]+(?<![.,;:!?]))"
    r"|`",
    re.DOTALL | re.IGNORECASE,
)
_UNFINISHED: Final = re.compile(r"(?:<[^<>\n]{0,300}|!?\[[^\[\]\n]{0,300}(?:\](?:\([^()\n]{0,300})?)?|[!-~]{1,300})$")
_ESCAPED_MENTION: Final = re.compile(r"&lt;([@#][A-Z0-9]+(?:\|[^<>&]*)?)&gt;")
_WORD_JOINER: Final = "\u2060"
_PERSON: Final = re.compile(r"<@[A-Z0-9]+(?:\|[^<>]*)?>")
_MENTION: Final = re.compile(r"^\s*<@([A-Z0-9]+)(?:\|[^<>]*)?>[\s,:，：]*")


def plain_text(text: str, bot_user_id: str) -> str:
    """Return what a person typed as plain text: no markup, no mention of the bot, nothing that cannot be stored."""
    readable = _TOKEN.sub(lambda token: _spoken(token.group(1)), without_mention(text, bot_user_id))
    unescaped = readable.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r"[ \t]+", " ", storable(unescaped)).strip()


def without_mention(text: str, user_id: str) -> str:
    """Leave out where somebody is called."""
    return re.sub(rf"<@{re.escape(user_id)}(?:\|[^<>]*)?>[,:，：]?", " ", text)


def translatable(text: str) -> str:
    """As `plain_text`, but mentions of people and channels stay as they are, and a link keeps its address."""
    kept = _TOKEN.sub(lambda token: token[0] if token[1][:1] in {"@", "#"} else _with_address(token[1]), text)
    unescaped = kept.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r"[ \t]+", " ", storable(unescaped)).strip()


def with_mentions(text: str) -> str:
    """Escape for mrkdwn, but let people and channels be named: for words that only one person reads."""
    return _ESCAPED_MENTION.sub(r"<\1>", escaped(text))


def storable(text: str) -> str:
    """Drop what databases and UTF-8 refuse: control characters, with what a terminal reads of them, half surrogates."""
    return "".join(
        character
        for character in ESCAPE_SEQUENCE.sub("", text)
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
    )


def first_mentioned(text: str) -> str | None:
    """The id of the user whom the message begins by mentioning."""
    mention = _MENTION.match(text)
    return mention.group(1) if mention else None


def mentions_people(text: str) -> bool:
    """Whether the message calls a person, wherever in it."""
    return _PERSON.search(text) is not None


def has_words(text: str) -> bool:
    """Whether anything but emoji, punctuation and spaces is left."""
    return any(character.isalnum() for character in _EMOJI_CODE.sub("", text))


def escaped(text: str) -> str:
    """Escape for mrkdwn: exactly the three characters that Slack names, and the broadcasts."""
    entities = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _BROADCAST.sub(f"@{_WORD_JOINER}", entities)


def safe_markdown(text: str) -> str:
    """Return untrusted Markdown in which nobody is notified and nothing can be clicked.

    Links keep their words and show their address as code: the citations below an answer carry the links.
    """
    unlinked = _without_links(_LIVE_TOKEN.sub("", storable(text)))
    without_tokens = _OPENS_TOKEN.sub("‹", unlinked)
    return _BROADCAST.sub(f"@{_WORD_JOINER}", _LINK_SYNTAX.sub(f"]{_WORD_JOINER}", without_tokens))


def finished_part(text: str) -> str:
    """The part of a growing text whose meaning no later character can change: `safe_markdown` of it only grows."""
    while (start := _unfinished_from(text)) is not None:
        text = text[:start]
    return text


def shortened(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut after a sentence if one ends in the second half, else anywhere."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    ends = [match.end() for match in re.finditer(r"[.!?]\s|[。！？；]", head) if match.end() > limit // 2]
    return (head[: ends[-1]] if ends else head).rstrip() + "…"


def _unfinished_from(text: str) -> int | None:
    """Where the last line has something that may go on: code, a token, a link, a word."""
    line = text.rfind("\n") + 1
    if text.count("`", line) % 2:
        return text.rindex("`")
    found = _UNFINISHED.search(text, line)
    return found.start() if found else None


def _spoken(token: str) -> str:
    """One token as a person would say it."""
    target, _, label = token.partition("|")
    if target.startswith("@"):
        return f"@{label or 'someone'}"
    if target.startswith("#"):
        return f"#{label or 'channel'}"
    if target.startswith("!"):
        return label or f"@{target[1:].split('^')[0]}"
    return label or target.removeprefix("mailto:")


def _with_address(token: str) -> str:
    """A link's words and its address."""
    address, _, label = token.partition("|")
    address = address.removeprefix("mailto:")
    return _spoken(token) if token.startswith("!") or label in {"", address} else f"{label} ({address})"


def _without_links(markdown: str) -> str:
    return _CODE_LINK_ADDRESS.sub(_without_link, markdown)


def _without_link(found: re.Match[str]) -> str:
    """Code stays; a link becomes its words and address; an address becomes code; a backtick alone means nothing."""
    if found["code"]:
        return found["code"]
    if found["label"] is not None:
        label, target = found["label"].strip(), found["target"]
        return _without_links(f"{label} ({target})" if label and target and label != target else target or label)
    if found["address"]:
        before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
        return f"{_WORD_JOINER if before == '`' else ''}`{found['address']}`{_WORD_JOINER if after == '`' else ''}"
    return "'"
