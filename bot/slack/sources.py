"""Where an answer's words come from: a line for each citation, with its link and a quote that was not said; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from bot.slack.body import more_of
from bot.slack.elements import mrkdwn
from bot.slack.limits import LONGEST_TEXT, size_of
from bot.slack.markup import escaped, has_style, literal, one_line, plain_words, shortened, without_links
from bot.wording import Wording
from knowledge.domain import Citation
from knowledge.language.sentences import shown
from workers.contract import Json

_MOST: Final = 8
_LONGEST_TITLE: Final = 120
LONGEST_QUOTE: Final = 280
_ROOM: Final = 4000
"""Characters of JSON for all of them, where a message does not say how much it has."""
_LEAST: Final = 300
"""For one of them, whatever the others take: its number and title."""
_AROUND: Final = 150
"""For the line above them and for how many more there are."""
_SHORT_TITLE: Final = 40
_LETTERS: Final = "%/:=&?~#+!$,;'@()[]"
"""What may stand in an address besides letters and digits. No star: it would set in bold what is beside it."""

_NO_LETTERS: Final = re.compile(r"[\x00-\x7f\W]+")
"""All but letters and digits of other scripts."""


@dataclass(frozen=True, slots=True)
class _Line:
    """What is said of one citation: its ``number``, its name, what is known of it, and its quote, perhaps empty."""

    number: int
    title: str
    known: str
    quoted: str


def source_blocks(
    citations: Sequence[Citation], words: Wording, most: int = _MOST, *, said: str = "", room: int = _ROOM
) -> list[Json]:
    """The sources below a text, in at most ``room`` characters of JSON, and how many more there are.

    A quote that the text has ``said`` is not repeated.
    """
    letters, blocks = _letters(said), []
    room -= _AROUND
    for place, citation in enumerate(citations[:most]):
        waiting = _LEAST * (min(len(citations), most) - place)
        block = _source(citation, words, letters, max(_LEAST, room - waiting))
        room -= size_of(block) + 1
        blocks.append(block)
    left = len(citations) - len(blocks)
    rest = [_context([mrkdwn(more_of("sources", left, words))])] if left else []
    return [{"type": "divider"}, *blocks, *rest] if blocks else []


def is_folded(citation: Citation, said: str) -> bool:
    """Whether the line of a citation shows less of its quote than there is."""
    return len(one_line(shown(citation.quote))) > LONGEST_QUOTE and not _is_said(citation, _letters(said))


def title_link(citation: Citation) -> str:
    """The document's title as a link in Markdown; empty where it has no address in the web."""
    link = web_link(citation.url).replace("(", "%28").replace(")", "%29")
    title = plain_words(shortened(citation.title, _LONGEST_TITLE)).translate(str.maketrans("[]*_~`", "()    "))
    title = without_links(" ".join(title.split()))
    return f"[{title}]({link})" if link and len(link) <= LONGEST_TEXT else ""


def title_in_mrkdwn(citation: Citation) -> str:
    """The same in mrkdwn; the title alone where it has no address in the web."""
    link, title = escaped(web_link(citation.url)), one_line(shortened(citation.title, _LONGEST_TITLE))
    fits = link and len(link) + len(escaped(title)) <= LONGEST_TEXT - 2 * _LONGEST_TITLE
    return f"<{link}|{escaped(title)}>" if fits else without_links(literal(title))


def _source(citation: Citation, words: Wording, said: str, room: int) -> Json:
    """``[1] Title › Heading, p. 12 · valid from 2026-01-01 · HR — “quote”``: as much of it as fits."""
    line = _line_of(citation, words, said)
    bare = _Line(line.number, line.title, line.known, "")
    least = _Line(line.number, shortened(line.title, _SHORT_TITLE), "", "")
    for one, in_letters in ((line, False), (line, True), (bare, False), (bare, True), (least, True)):
        block = _written(one, web_link(citation.url, in_letters=in_letters))
        if size_of(block) <= room and all(len(part["text"]) <= LONGEST_TEXT for part in block["elements"]):
            return block
    return _written(least, "")


def _line_of(citation: Citation, words: Wording, said: str) -> _Line:
    title, heading = (one_line(shortened(name, _LONGEST_TITLE)) for name in (citation.title, citation.heading))
    page = f", {words.page.format(page=citation.page)}" if citation.page else ""
    since = words.valid_from.format(date=citation.effective) if citation.effective else ""
    place = "" if citation.heading == citation.title or not heading else f" › {heading}"
    known = " · ".join(filter(None, (since, one_line(shortened(citation.owner, _LONGEST_TITLE)))))
    quoted = "" if _is_said(citation, said) else shortened(one_line(shown(citation.quote)), LONGEST_QUOTE)
    return _Line(citation.number, title, f"{place}{page}{f' · {known}' if known else ''}", quoted)


def _written(line: _Line, link: str) -> Json:
    """The line in mrkdwn; where that would set words of it in italics, these stand in plain text beside the link."""
    quoted = f" — “{line.quoted}”" if line.quoted else ""
    behind = f"{line.known}{quoted}"
    if not link and has_style(line.title):
        return _context([_plain(f"[{line.number}] {line.title}{behind}")])
    title = f"<{escaped(link)}|{escaped(line.title)}>" if link else escaped(line.title)
    name = f"[{line.number}] {title if '*' in line.title else f'*{title}*'}"
    if has_style(behind):
        return _context([mrkdwn(name), _plain(behind.strip())])
    return _context([mrkdwn(f"{name}{escaped(behind)}")])


def _is_said(citation: Citation, said: str) -> bool:
    """Whether an answer, given as its letters, says the quote; rows, and a row's cells, stand apart in it."""
    parts = (part for line in citation.quote.splitlines() for part in shown(line).split(" · "))
    return all(_letters(part) in said for part in parts)


def _letters(text: str) -> str:
    """Nothing but the letters and digits: an answer may set other marks between them."""
    return "".join(filter(str.isalnum, text))


def web_link(url: str, *, in_letters: bool = False) -> str:
    """The address with everything percent-encoded that could end it early; empty unless it leads to the web.

    ``in_letters`` leaves the letters of other scripts as they are, of which each is six to nine characters encoded.
    """
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return ""
    if scheme not in {"http", "https"}:
        return ""
    if in_letters:
        return _NO_LETTERS.sub(lambda found: quote(found[0], safe=_LETTERS, errors="replace"), url)
    return quote(url, safe=_LETTERS, errors="replace")


def _context(elements: list[Json]) -> Json:
    return {"type": "context", "elements": elements}


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": plain_words(text), "emoji": False}
