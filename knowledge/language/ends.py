"""Where the sentences of a text end: in Latin letters, in Chinese, with ordinals and short forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from knowledge.language.profiles import PROFILES

LONGEST: Final = 600
"""Characters of a unit; what has no end until then is cut behind a clause."""
_SHORTEST_CLAUSE: Final = 200

_END: Final = re.compile(
    r"""(?<=[.!?…؟۔।])["'”’“»)\]*_`]*+\s+(?:>\s*)*(?=["'“‘„«(\[*_`¿¡]*(?P<next>[^\W_]))  # an end, a space, a beginning
      | (?<=[。！？])["'”’）】」』*_]*+(?![，、；：,])                           # Chinese: the mark itself
      | (?<=；)["'”’）】」』*_]*(?!\s*(?:但|不过|除|否则|确需|确有|如|若|经|其中))  # a clause, but with what it excepts
    """,
    re.VERBOSE,
)
_CLOSING: Final = "\"'”’“»)]*_` \t\n>"
_WITH_ORDINALS: Final = [profile for profile in PROFILES.values() if profile.before_ordinals]
_MONTH: Final = "|".join(
    name.capitalize()
    for profile in _WITH_ORDINALS
    for names in profile.months
    for name in names
    if name == names[0] or len(name) > 4  # noqa: PLR2004 -- Jan and Sept are short forms
)
NO_ITEM: Final = rf"(?!(?:{_MONTH})\b)"
"""What may not follow a number that begins an item: ``1. Mai`` is a date."""
_ALWAYS_SHORT: Final = re.compile(
    rf"(?<![^\W_])(?:{'|'.join(filter(None, (each.short_forms for each in PROFILES.values())))}|[^\W\d_])\.$",
    re.IGNORECASE,
)
_SHORT_BEFORE_A_NUMBER: Final = re.compile(
    rf"(?<![^\W_])(?:{'|'.join(filter(None, (each.short_before_numbers for each in PROFILES.values())))})\.$",
    re.IGNORECASE,
)
_HALF_OF_THE_DAY: Final = re.compile(r"\b[ap]\.\s?m\.$", re.IGNORECASE)
_TIME_ZONE: Final = re.compile(r"[A-Z]{2,5}\b|(?:Eastern|Central|Mountain|Pacific)\b")
_ORDINAL: Final = re.compile(r"(?<![\d.,:])\d{1,2}\.$")
_BEFORE_AN_ORDINAL: Final = re.compile(
    rf"\b(?:{'|'.join(each.before_ordinals for each in _WITH_ORDINALS)})\s+\d{{1,2}}\.$", re.IGNORECASE
)
_MONTH_FOLLOWS: Final = re.compile(rf"(?:{_MONTH})\b")
_ONE_PIECE: Final = re.compile(
    r"`[^`\n]{1,200}`|\([^()]{1,160}\)|（[^（）]{1,120}）|“[^“”]{1,160}”|„[^„“”]{1,160}[“”]|「[^「」]{1,120}」"
    r"|(?<![^\s(\[])\"(?=\S)[^\"\n]{1,160}\""
)
"""Code, brackets and quotations, unless they are long."""
_CLAUSE: Final = re.compile(r"[,;:·](?=\s)|[，；、：]")
_LOOK_BACK: Final = 24


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the sentences in ``text[start:end]`` without the blanks around them, none over `LONGEST`."""
    spans: list[tuple[int, int]] = []
    for stop in [*_stops(text, start, end), end]:
        spans += pieces(text, start, stop)
        start = stop
    return spans


def sentence_ends(text: str) -> int | None:
    """Where the first finished sentence of a growing text ends; None while none is finished."""
    newline = text.find("\n")
    for match in _END.finditer(text):
        if 0 <= newline < match.start():
            break
        if _is_end(match, 0):
            return match.end()
    return newline + 1 if newline >= 0 else None


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the blanks around it."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _stops(text: str, start: int, end: int) -> list[int]:
    """Return where the sentences before the last one end."""
    whole = [piece.span() for piece in _ONE_PIECE.finditer(text, start, end)]
    stops: list[int] = []
    for match in _END.finditer(text, start, end):
        while whole and whole[0][1] < match.end():
            whole.pop(0)
        begun = stops[-1] if stops else start
        if match.end() < end and not _within(whole, begun, match) and _is_end(match, begun):
            stops.append(match.end())
    return stops


def _within(whole: Sequence[tuple[int, int]], begun: int, match: re.Match[str]) -> bool:
    """Whether a bracket or quotation goes on here, or a bracket within the sentence that began at ``begun`` closes."""
    if not whole or whole[0][0] >= match.start():
        return False
    closes = whole[0][1] == match.end()
    return not closes or (match.string[whole[0][0]] == "（" and whole[0][0] > begun)


def _is_end(match: re.Match[str], start: int) -> bool:
    """Whether a sentence that began at ``start`` ends here, and not only a short form or an ordinal."""
    following = match["next"]
    if following is None:
        return True
    before = match.string[max(start, match.start() - _LOOK_BACK) : match.start()].rstrip(_CLOSING)
    after = match.string[match.start("next") : match.start("next") + 12]
    if following.islower() or (following.isdigit() and _SHORT_BEFORE_A_NUMBER.search(before)):
        return False
    if _HALF_OF_THE_DAY.search(before):
        return not _TIME_ZONE.match(after)
    ordinal = _ORDINAL.search(before) and (_BEFORE_AN_ORDINAL.search(before) or _MONTH_FOLLOWS.match(after))
    return not ordinal and not _ALWAYS_SHORT.search(before)


def pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return a sentence in pieces of at most `LONGEST` characters, cut behind a clause, else between words."""
    start, end = trimmed(text, start, end)
    pieces: list[tuple[int, int]] = []
    while end - start > LONGEST:
        least, most = start + _SHORTEST_CLAUSE, start + LONGEST
        clauses = [clause.end() for clause in _CLAUSE.finditer(text, least, most)]
        cut = clauses[-1] if clauses else text.rfind(" ", least, most) + 1 or most
        pieces.append(trimmed(text, start, cut))
        start, end = trimmed(text, cut, end)
    return [*pieces, (start, end)] if start < end else pieces
