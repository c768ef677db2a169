"""Slack's markup, both ways: what people typed into plain text, and untrusted text into something harmless.

Slack gives meaning to ``<@U…>``, ``<#C…>``, ``<!here>``, ``<!subteam^…>`` and ``<url|label>``, in mrkdwn and, as far as
is known, in Markdown too. A policy or a model may contain them by accident or by malice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from knowledge.language.markdown import ESCAPE_SEQUENCE

_TOKEN: Final = re.compile(r"<([^<>]*)>")
_LIVE_TOKEN: Final = re.compile(r"<[@#!][^<>\n]*>")
_OPENS_TOKEN: Final = re.compile(r"<(?=[@#!/A-Za-z])")
_BROADCAST: Final = re.compile(r"@(?=(?:here|channel|everyone)\b)", re.IGNORECASE)
_EMOJI_CODE: Final = re.compile(r":[a-z0-9_+'-]+(?:::skin-tone-\d)?:", re.IGNORECASE)
_LINK_SYNTAX: Final = re.compile(r"\](?=[(:])")
"""What makes a link of words in brackets, inline or by reference."""
_CODE_LINK_ADDRESS: Final = re.compile(
    r"(?P<code>```[^`\n]+```|`[^`\n]+`)"
    r"|!?\[(?P<label>[^\[\]\n]*)\]\([ \t]*<?(?P<target>[^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?[^()\n]*\)"
    r"|(?P<address>\b(?:https?|ftp|mailto|tel|slack):[^\s<>()`|\"“”，。；、（）]+(?<![.,;:!?]))"
    r"|(?P<alone>`)",
    re.IGNORECASE,
)
_FENCE: Final = re.compile(r"(?P<indent> {0,3})`{3,}(?P<info>[ \t]*[\w+#.-]{0,30}[ \t]*)")
"""A line that begins a block of code, with the name of its language; one without ends it, or the text does."""
_MAYBE_FENCE: Final = re.compile(r" {0,3}(?:`{0,2}|`{3,}[^`\n]*)$")
"""The last line of a text that may become such a line."""
_WITHIN_FENCE: Final = re.compile(r"`{3,}")
_UNFINISHED: Final = re.compile(
    r"(?:<[^<>\n]{0,300}|!?\[[^\[\]\n]{0,300}(?:\](?:\([^()\n]{0,300})?)?|[!-~]{1,300}"
    r"|\b(?:https?|ftp|mailto|tel|slack):[^\s<>()`|\"“”，。；、（）]*)$",
    re.IGNORECASE,
)
_UNFINISHED_CODE: Final = re.compile(r"(?:<[^<>\n]{0,300}|[!-~]{1,300})$")
_WHOLE: Final = re.compile(r"<[^<>\n]{0,3000}>|&(?:amp|lt|gt);")
"""What loses its meaning, or gains one, when it is cut."""
_LONGEST_ENTITY: Final = 5
_JOINED: Final = "\u200d\ufe0e\ufe0f"
"""Joins two characters to one, or changes the one before."""
_STYLES: Final = re.compile(r"(?<!\w)[*_~`]|[*_~`](?!\w)|" + _EMOJI_CODE.pattern, re.IGNORECASE)
"""Marks at the edge of a word, where they would set what follows in italics or strike it; pictures by name."""
_ADDRESS: Final = re.compile(r"\b(?:(?:https?|ftp|mailto|tel|slack):|www\.)", re.IGNORECASE)
"""Mrkdwn makes a link of what begins so."""
_DIRECTIONS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""They may turn all that stands behind them around."""
_ESCAPED_MENTION: Final = re.compile(r"&lt;([@#][A-Z0-9]+(?:\|[^<>&]*)?)&gt;")
_WORD_JOINER: Final = "\u2060"
_NO_WIDTH: Final = "\u200b"
_UNSTORABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_ENDS: Final = (re.compile(r"\n"), re.compile(r"[.!?]\s|[。！？；]"), re.compile(r"\s"))
"""Of a line, a sentence, a word: what is best to cut at."""
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
    return _UNSTORABLE.sub("", ESCAPE_SEQUENCE.sub("", text))


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


def one_line(text: str) -> str:
    """A title, a heading or a quote on one line, with nothing that turns the words beside it around."""
    return " ".join(_DIRECTIONS.sub("", storable(text)).split())


def plain_words(text: str) -> str:
    """The same for a plain text object, where a token should mean nothing, and nobody should have to rely on it."""
    return _harmless(one_line(text))


def has_style(text: str) -> bool:
    """Whether mrkdwn would show something else than these characters: words in italics, an emoji, a link."""
    return bool(_STYLES.search(text) or _ADDRESS.search(text))


def without_links(text: str) -> str:
    """What begins as an address is parted, so that nothing makes a link of it."""
    return _ADDRESS.sub(lambda found: f"{found[0]}{_WORD_JOINER}", text)


def literal(text: str) -> str:
    """Escape for mrkdwn in which our own words stand as well: what has style is parted from the word it would change.

    Mrkdwn has no escape for stars, underscores, tildes and backticks. A mark beside a space means nothing to it, and
    this one has no width.
    """
    text = without_links(text)
    return escaped(_STYLES.sub(lambda found: f"{found[0][0]}{_NO_WIDTH}{found[0][1:]}", text))


def safe_markdown(text: str) -> str:
    """Return untrusted Markdown in which nobody is notified and nothing can be clicked.

    Links keep their words and show their address as code: the citations below an answer carry the links.
    """
    return with_closed_fence(_harmless_lines(text))


def growing_markdown(text: str) -> str:
    """Return as much of a growing text as may be shown: `safe_markdown` of whatever it becomes begins with it."""
    return _harmless_lines(finished_part(text))


def with_closed_fence(markdown: str) -> str:
    """End the block of code that is open at the end of harmless Markdown, so that what follows is none."""
    return f"{markdown}\n```" if is_within_fence(markdown) else markdown


def is_within_fence(markdown: str) -> bool:
    """Whether what stands behind a text would be in a block of code."""
    within = False
    for line in markdown.split("\n"):
        within = within is not bool(_ends_fence(line) if within else _FENCE.fullmatch(line))
    return within


def finished_part(text: str) -> str:
    """The part of a growing text whose meaning no later character can change."""
    while (start := _unfinished_from(text)) is not None:
        text = text[:start]
    return text


def shortened(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut after a sentence if one ends in the second half, else anywhere but in a token.

    ``limit`` counts what the text is made of: of an escaped text, the characters of its entities.
    """
    if len(text) <= limit:
        return text
    head = text[: whole_until(text, limit - 1)]
    ends = [match.end() for match in re.finditer(r"[.!?]\s|[。！？；]", head) if match.end() > limit // 2]
    return (head[: ends[-1]] if ends else head).rstrip() + "…"


def shortened_at_word(text: str, limit: int) -> str:
    """At most ``limit`` characters of a plain text, cut where a word ends."""
    return text if len(text) <= limit else f"{next(pieces(text, limit - 1))}…"


def shortened_markdown(markdown: str, limit: int) -> str:
    """The same of harmless Markdown, which stays harmless: no code is cut open that an address stands in."""
    if len(markdown) <= limit:
        return markdown
    head = finished_part(f"{shortened(markdown, limit).removesuffix('…')} ")  # behind a space, a word is finished
    return f"{head.rstrip()}…"


def pieces(text: str, limit: int) -> Iterator[str]:
    """Yield the text in pieces of at most ``limit`` characters, cut where a line, a sentence or a word ends."""
    while len(text) > limit:
        ends = (max((found.end() for found in mark.finditer(text, 1, limit)), default=0) for mark in _ENDS)
        end = whole_until(text, next((end for end in ends if end > limit // 2), limit))
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    if text:
        yield text


def whole_until(text: str, end: int) -> int:
    """Where at or before ``end`` a text may be cut: in no token, no entity, no emoji that is made of several."""
    for start in (text.rfind("<", 0, end), text.rfind("&", max(0, end - _LONGEST_ENTITY), end)):
        token = _WHOLE.match(text, start) if start > 0 else None
        if token and token.end() > end:
            return start
    while 1 < end < len(text) and (_is_joined(text[end]) or text[end - 1] == _JOINED[0]):
        end -= 1
    return end


def _is_joined(character: str) -> bool:
    return character in _JOINED or bool(unicodedata.combining(character)) or "\U0001f3fb" <= character <= "\U0001f3ff"


def _harmless_lines(text: str) -> str:
    """Line by line: what is on one never changes what another means, but for the fences of code."""
    lines, within = [], False
    for line in storable(text).split("\n"):
        fence = _ends_fence(line) if within else _FENCE.fullmatch(line)
        lines.append(f"{fence['indent']}```{fence['info'].strip()}" if fence else _line(line, within=within))
        within = within is not bool(fence)
    return "\n".join(lines)


def _line(line: str, *, within: bool) -> str:
    """One line of Markdown, or of code: where some reader of Markdown would end the code, it may not."""
    return _harmless(_WITHIN_FENCE.sub("'''", line) if within else _without_links(line))


def _harmless(line: str) -> str:
    """Without tokens, broadcasts and the syntax of a link; the tokens first, as they hide in each other."""
    without_tokens = _OPENS_TOKEN.sub("‹", _LIVE_TOKEN.sub("", line))
    return _BROADCAST.sub(f"@{_WORD_JOINER}", _LINK_SYNTAX.sub(f"]{_WORD_JOINER}", without_tokens))


def _ends_fence(line: str) -> re.Match[str] | None:
    fence = _FENCE.fullmatch(line)
    return fence if fence and not fence["info"].strip() else None


def _unfinished_from(text: str) -> int | None:
    """Where the last line has something that may go on: a fence, code, a token, a link, a word."""
    line = text.rfind("\n") + 1
    if text[line:] and _MAYBE_FENCE.fullmatch(text, line):
        return line
    if is_within_fence(text[:line]):
        backtick = re.search(r"`{1,}$", text[line:])
        found = _UNFINISHED_CODE.search(text, line)
        return line + backtick.start() if backtick else found and found.start()
    alone = next((one for one in _CODE_LINK_ADDRESS.finditer(text, line) if one["alone"]), None)
    found = alone or _UNFINISHED.search(text, line)
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
