"""Prefers the version of a rule that is in force, where documents say their dates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import combinations
from pathlib import PurePosixPath
from typing import Final

from knowledge.attached import is_attached
from knowledge.domain import Passage, Retrieved
from knowledge.index.reranking import at_places
from knowledge.language.text import terms

SAME_RULE: Final = 0.5
"""Share of the shorter passage's terms that a passage on the same matter in another edition has too."""

_DATE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-._年]?(\d\d?)[-._月]?(\d\d?)日?)?(?!\d)")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT_YEAR: Final = re.compile(
    r"(?:^|[，。、；,;\s在到从和跟按于])(\d\d)年(?![以内后间资限前假龄满工司老期合之经来多])"
)
_YEARS_BACK: Final = 10
_REPLACED: Final = re.compile(
    r"\b(?:archived?|superseded|obsolete|replaced|repealed|withdrawn|expired|outdated|old)\b|废止|失效|作废|旧版|过期|归档",
    re.IGNORECASE,
)
_EDITION: Final = re.compile(
    r"\b(?:edition|version|revision|rev|final|v\d+(?:\.\d+)*)\b|年版|版本|修订版?|现行|已", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Edition:
    """What a document's name says: the words of its title, its ISO date, whether it was replaced."""

    words: frozenset[str]
    date: str
    replaced: bool


def in_force_first(question: str, found: Mapping[int, Retrieved], today: str) -> dict[int, Retrieved]:
    """Let a passage change places with one on the same matter from the edition that is in force.

    That is the newest that has begun by ``today``, see `day_of`, or by the end of the year that the question names. The
    two stand for one rule, so that what the one has earned is the other's. An old edition stays where the new one was
    not found.
    """
    rows = list(found)
    dated = [place for place, one in enumerate(found.values()) if _date(one.passage)]
    asked = _day_asked_about(question, today)
    for place, other in combinations(dated, 2):
        if gives_way(found[rows[place]].passage, found[rows[other]].passage, asked):
            rows[place], rows[other] = rows[other], rows[place]
    return at_places(found, rows)


def without_replaced(question: str, found: Sequence[Retrieved], today: str) -> list[Retrieved]:
    """Leave out what an older edition says where the one in force was found, too.

    On the same matter; anything, where the older one says itself that it was replaced. A question that names a year is
    about the edition of that year.
    """
    asked = _day_asked_about(question, today)
    passages = [one.passage for one in found]
    return [one for one in found if not any(_is_replaced_by(one.passage, other, asked) for other in passages)]


def without_present(found: Mapping[int, Retrieved], today: str) -> dict[int, Retrieved]:
    """Leave out what is in force where what no longer is was found on the same matter: the old rule was asked for."""
    day = day_of(today)
    past = [one.passage for one in found.values() if one.passage.until is not None and one.passage.until < day]
    return {row: one for row, one in found.items() if not any(_is_present_of(one.passage, old) for old in past)}


def day_of(today: str) -> str:
    """Return the ISO date that it is where somebody asks; where that is not known and empty, the one in UTC."""
    return today or datetime.now(UTC).date().isoformat()


def year_of(question: str, today: str = "") -> str:
    """Return the latest year that a question names; empty where it names none.

    Of 25年 that is 2025 where it is a year: at the beginning or behind 在 and the like, not long before ``today``, and
    no number of years, as in 25年以上.
    """
    this = int(day_of(today)[2:4])
    short = (found for found in _SHORT_YEAR.findall(question) if this - _YEARS_BACK <= int(found) <= this + 1)
    return max([*_YEAR.findall(question), *(f"{day_of(today)[:2]}{found}" for found in short)], default="")


def _day_asked_about(question: str, today: str) -> str:
    year = year_of(question, today)
    return f"{year}-12-31" if year else day_of(today)


def _is_replaced_by(old: Passage, new: Passage, asked: str) -> bool:
    one, other = _edition(old), _edition(new)
    if not one.date < other.date or not _are_editions(old, new) or _standing(other, asked) < _standing(one, asked):
        return False
    return one.replaced or _on_same_matter(old, new)


def _is_present_of(passage: Passage, old: Passage) -> bool:
    return passage.until is None and passage.language == old.language and _on_same_matter(passage, old)


def gives_way(ahead: Passage, behind: Passage, asked: str) -> bool:
    """Whether the passage ahead is from an edition that was not in force where that of the one behind was."""
    if not _are_editions(ahead, behind):
        return False
    return _standing(_edition(ahead), asked) < _standing(_edition(behind), asked) and _on_same_matter(ahead, behind)


def _are_editions(ahead: Passage, behind: Passage) -> bool:
    """Whether the two are from editions of one work, of different dates."""
    if ahead.document_id == behind.document_id or ahead.language != behind.language:
        return False
    if is_attached(ahead.document_id) or is_attached(behind.document_id):
        return False  # an old policy that somebody shows is asked about itself
    older, newer = sorted((_edition(ahead), _edition(behind)), key=lambda edition: edition.date)
    return bool(older.date) and _same_work(older, newer)


def _standing(edition: Edition, asked: str) -> tuple[bool, str]:
    """Return what orders editions: those that had begun on the day asked about, and of these the newest."""
    begun = edition.date <= asked
    return begun, edition.date if begun else ""


def _same_work(older: Edition, newer: Edition) -> bool:
    """Whether two titles name one work: the same words, or fewer in what replaced a document that says so."""
    if older.date == newer.date or not newer.words:
        return False
    return older.words == newer.words or (older.replaced and newer.words < older.words)


def _on_same_matter(one: Passage, other: Passage) -> bool:
    mine, others = _terms(one), _terms(other)
    return len(mine & others) >= SAME_RULE * min(len(mine), len(others))


@lru_cache(maxsize=4096)
def _terms(passage: Passage) -> frozenset[str]:
    return frozenset(terms(passage.text))


@lru_cache(maxsize=4096)
def _edition(passage: Passage) -> Edition:
    names = f"{passage.title} {_name(passage)}"
    words = _EDITION.sub(" ", _REPLACED.sub(" ", _DATE.sub(" ", passage.title)))
    return Edition(
        words=frozenset(terms(words)),
        date=_date(passage),
        replaced=bool(_REPLACED.search(names)),
    )


def _date(passage: Passage) -> str:
    return passage.effective or _stated_date(_name(passage)) or _stated_date(passage.title)


def _name(passage: Passage) -> str:
    return PurePosixPath(passage.document_id).stem


def _stated_date(name: str) -> str:
    """Return the date in a name as ISO, a year alone as its first day; empty where there is none."""
    found = _DATE.search(name)
    return f"{found[1]}-{int(found[2] or 1):02}-{int(found[3] or 1):02}" if found else ""
