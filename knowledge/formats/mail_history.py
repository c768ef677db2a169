"""Tells what a mail says itself from the mails that it quotes, in whatever program and language it was answered.

Told by their form: lines behind “>”, an introduction that names a time and ends in a colon, a block of a mail's heads.
quotequail and mail-parser-reply (both MIT) go by lists of words: the one knows no Chinese, the other loses an answer
below what it answers.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Final

from bs4 import BeautifulSoup, Tag

_MARKS: Final = r"[\s*_>|]*"
_FROM: Final = re.compile(
    rf"{_MARKS}(?:from|von|de|da|van|från|от|发件人|發件人|寄件者|差出人|보낸 사람)[\s*_]*[:：][\s*_]*(?P<who>.*)",
    re.IGNORECASE,
)
_HEAD: Final = re.compile(rf"{_MARKS}[^\W\d_][\w \u3000\-]{{0,24}}[\s*_]*[:：]")
_SENT: Final = re.compile(r"\d{1,2}[:：.]\d{2}|\d{4}|@")
"""A time, a year or an address: one stands in the heads of every mail."""
_MOMENT: Final = re.compile(r"(?=.*\d{4})(?=.*\d{1,2}[:：.]\d{2})")
_DATED: Final = re.compile(rf"@|{_MOMENT.pattern}")
"""A moment or an address, as some head of a mail has it that no line sets off; from one day to another is none."""
_SEPARATOR: Final = re.compile(rf"{_MARKS}(?:[-—=]{{3,}}[^-—=\n]{{2,60}}[-—=]{{3,}}|_{{10,}}|-{{3,}}){_MARKS}")
_WROTE: Final = re.compile(
    r"\b(?:wrote|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev|написал)\b|写道|寫道", re.IGNORECASE
)
_WRITER: Final = re.compile(r"[<(][^<>()\s]+@[^<>()\s]+[>)]")
"""An address as it stands behind a name; with a moment and a colon it introduces a mail in any language."""
_ORIGINAL: Final = re.compile(r"original|ursprünglich|origine|原始邮件|原始郵件", re.IGNORECASE)
_COLON: Final = re.compile(r"[:：][\s*_]*$")
_QUOTED: Final = re.compile(r"\s*>")
_FORWARDED: Final = re.compile(r"\s*(?:fwd?|wg|tr|rv|enc|转发|轉寄|轉發)\s*[:：]", re.IGNORECASE)
_PASSED_ON: Final = re.compile(r"forward|weitergeleitet|transféré|reenviado|inoltrat|转发|轉寄|轉發", re.IGNORECASE)
"""What a line says that sets off a forwarded mail; the subject may have been changed."""
_LONGEST_INTRODUCTION: Final = 3  # lines, as a program wraps it
_LAST_WORD: Final = 16  # characters, in which it says “wrote” where no colon ends it
_HEADS: Final = 6  # lines in which a mail's heads stand
_LEAST_HEADS: Final = 3
_DAY: Final = re.compile(r"^\d|\d{4}")
"""From a day on, and not from a person."""
_CITES: Final = re.compile(r"quote|cite|reply", re.IGNORECASE)


def own_words(subject: str, text: str) -> tuple[str, str]:
    """Return a mail's text without the mails that it quotes, and those.

    A mail that forwards, or that says nothing itself, keeps the first of them.
    """
    own, quoted = _parted(text)
    if not quoted:
        return text, ""
    if own.strip() and not (_FORWARDED.match(subject) or _passes_on(quoted)):
        return own, quoted
    heads, body = _behind_heads(_unquoted(quoted))
    forwarded, deeper = _parted(body)
    kept, history = (forwarded, deeper) if forwarded.strip() else (body, "")
    return "\n\n".join(part for part in (own.strip(), heads, kept.strip()) if part), history


def _passes_on(quoted: str) -> bool:
    """Whether the line above a quoted mail says that it is forwarded."""
    first = quoted.strip().partition("\n")[0]
    said = bool(_PASSED_ON.search(first)) and not _QUOTED.match(first)
    return said and bool(_SEPARATOR.fullmatch(first) or _COLON.search(first))


def without_cited(soup: BeautifulSoup) -> None:
    """Mark, in place, what mail programs cite in a block with a name for it, by “>” before each line."""
    for block in soup.find_all("blockquote"):
        if isinstance(block, Tag) and not _is_cited(block):
            block.name = "div"


def _is_cited(block: Tag) -> bool:
    named = (str(block.get(name, "")) for name in ("type", "class", "id"))
    before = block.find_previous(string=lambda text: bool(text and text.strip()))
    return any(map(_CITES.search, named)) or bool(before and _COLON.search(before) and _SENT.search(_line(before)))


def _line(before: object) -> str:
    parent = getattr(before, "parent", None)
    return parent.get_text(" ") if parent is not None else str(before)


def _parted(text: str) -> tuple[str, str]:
    """Return a mail's own lines and those that it quotes."""
    lines = text.split("\n")
    own, quoted = list[str](), list[str]()
    place = 0
    while place < len(lines):
        introduction = _introduction(lines, place)
        if _heads_begin(lines, place) or (introduction and not _quotes_follow(lines, place + introduction)):
            return "\n".join(own), "\n".join([*quoted, *lines[place:]])
        kept = quoted if introduction or _QUOTED.match(lines[place]) else own
        kept += lines[place : place + (introduction or 1)]
        place += introduction or 1
    return "\n".join(own), "\n".join(quoted)


def _introduction(lines: list[str], place: int) -> int:
    """Return how many lines from here on introduce a quoted mail: “On Monday at 9:00 Li Na wrote:”."""
    for count in range(1, _LONGEST_INTRODUCTION + 1):
        said = " ".join(line.strip() for line in lines[place : place + count])
        if not lines[place].strip() or not all(line.strip() for line in lines[place : place + count]):
            return 0
        if _COLON.search(said) or (_WRITER.search(said) and _WROTE.search(said[-_LAST_WORD:])):
            begins_later = count > 1 and any(map(_MOMENT.search, lines[place + 1 : place + count]))
            return count if not begins_later and _introduces(said, lines, place + count) else 0
    return 0


def _introduces(said: str, lines: list[str], following: int) -> bool:
    by = _WROTE.search(said) or _quotes_follow(lines, following) or (_WRITER.search(said) and _MOMENT.search(said))
    return bool(by and _SENT.search(said))


def _quotes_follow(lines: list[str], place: int) -> bool:
    return bool(_QUOTED.match(next((line for line in lines[place:] if line.strip()), "")))


def _heads_begin(lines: list[str], place: int) -> bool:
    """Whether the heads of another mail begin here, perhaps behind a line that sets them off."""
    set_off = bool(_SEPARATOR.fullmatch(lines[place]))
    following = _joined([line for line in lines[place + set_off :] if line.strip()][: _HEADS + 1])
    heads = list(takewhile(_HEAD.match, following))
    if set_off and any(map(str.isalpha, lines[place])):
        return bool(_ORIGINAL.search(lines[place])) or (len(heads) > 1 and any(map(_DATED.search, heads)))
    sender = _FROM.match(following[0]) if following and lines[place].strip() else None
    if sender is None or not heads or (_DAY.search(sender["who"]) and "@" not in sender["who"]):
        return False
    if set_off:
        return len(heads) > _LEAST_HEADS or any(map(_SENT.search, heads[1:])) or _in_one_line(heads[0])
    return any(map(_DATED.search, heads)) and (len(heads) >= _LEAST_HEADS or _in_one_line(heads[0]))


def _joined(lines: list[str]) -> list[str]:
    """Return heads with the address that a program put on a line of its own behind the name."""
    heads = list[str]()
    for line in lines:
        if heads and line.lstrip().startswith("<"):
            heads[-1] += f" {line.strip()}"
        else:
            heads.append(line)
    return heads


def _in_one_line(heads: str) -> bool:
    return heads.count(":") + heads.count("：") >= _LEAST_HEADS


def _behind_heads(text: str) -> tuple[str, str]:
    """Return the heads of a quoted mail as one paragraph, and what it says."""
    lines = text.strip().split("\n")
    place = _introduction(lines, 0) or int(bool(_SEPARATOR.fullmatch(lines[0])))
    heads: list[str] = []
    while place < len(lines) and (not lines[place].strip() or _HEAD.match(lines[place])) and len(heads) < _HEADS:
        heads += [lines[place].strip()] if lines[place].strip() else []
        place += 1
        if heads and place < len(lines) and not lines[place].strip():
            break
    return "\n".join(heads), "\n".join(lines[place:])


def _unquoted(text: str) -> str:
    return re.sub(r"^[ \t]*>[ \t]?", "", text, flags=re.MULTILINE)
