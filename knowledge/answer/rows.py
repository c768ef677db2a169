"""Which row of a table a question means, if any."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from knowledge.answer.contradictions import CALENDAR
from knowledge.answer.reading import MARGIN, Evidence
from knowledge.domain import Language
from knowledge.index.index_text import place_of
from knowledge.language.markdown import CHINESE
from knowledge.language.profiles import read_as
from knowledge.language.ranges import holds
from knowledge.language.sentences import Sentence
from knowledge.language.tables import cells
from knowledge.language.text import names, normalise, numbers, terms

_NUMBER: Final = re.compile(r"\d+")
_OWNER: Final = re.compile(rf"[{CHINESE}]{{2,8}}?(?=的)")

Rows = Sequence[Sentence]
"""All rows of one table, those that say nothing among them."""


def names_row(question: str, rows: Rows) -> bool:
    """Whether a question names what tells the rows apart; a figure, too, may lie within a row's range."""
    named = any(map(_named(question, rows).__and__, _own_terms(rows)))
    return named or bool(numbers(question) - numbers(rows[0].header))


def is_undecided(question: str, one: Evidence, evidence: Sequence[Evidence], rows: Rows) -> bool:
    """Whether another row is about as likely as this one, and the question says not which."""
    if not (question and rows) or names_row(question, rows) or _holds_one(question, rows):
        return False
    same = {(row.passage.document_id, row.own) for row in rows}
    as_likely = [other.sentence for other in evidence if other is not one and abs(other.score - one.score) <= MARGIN]
    return any((other.passage.document_id, other.own) in same for other in as_likely)


def is_of_another(question: str, row: Sentence, rows: Rows) -> bool:
    """Whether a question is surely for another row than this one: for one that says nothing, or that is not there.

    "The limit in Tokyo" is not in a table of Oslo and Bonn, nor grade 9 in one of the grades 7 and 8.
    """
    if _names_empty(question, row, rows) or _counts_on(question, rows):
        return True
    return names_stranger(question, rows) and not names_row(question, rows) and not _holds_one(question, rows)


def names_stranger(question: str, rows: Rows) -> bool:
    """Whether a question has a name that the table has not, and no row is for all others.

    In Chinese, which has no capitals, that is what stands before its 的: 深圳仓的津贴.
    """
    if any(_others(row.passage.language).search(normalise(row.own)) for row in rows):
        return False
    said = frozenset(terms(f"{place_of(rows[0].passage)} {rows[0].header} {' '.join(row.readable for row in rows)}"))
    owner = _OWNER.match(question)
    return not names(question) <= said | CALENDAR or (owner is not None and said.isdisjoint(terms(owner[0])))


@cache
def _others(language: Language) -> re.Pattern[str]:
    return re.compile("|".join(profile.others for profile in read_as(language)))


def _own_terms(rows: Rows) -> list[frozenset[str]]:
    """Each row's terms without those that all rows have."""
    said = [frozenset(terms(" ".join(cells(row.quote)))) for row in rows]
    return [each - frozenset[str].intersection(*said) for each in said]


def _named(question: str, rows: Rows) -> frozenset[str]:
    """The question's terms that are no label of a column."""
    return frozenset(terms(question)) - frozenset(terms(rows[0].header))


def _holds_one(question: str, rows: Rows) -> bool:
    return any(holds(question, row.readable) for row in rows)


def _names_empty(question: str, row: Sentence, rows: Rows) -> bool:
    """Whether the row of which the question names the most says nothing, and is not this one."""
    asked = _named(question, rows)
    shares = [(len(own & asked), each) for own, each in zip(_own_terms(rows), rows, strict=True)]
    most = max(share for share, _ in shares)
    meant = [each for share, each in shares if share == most]
    return most > 0 and row.own not in {each.own for each in meant} and not any(each.speaks for each in meant)


def _counts_on(question: str, rows: Rows) -> bool:
    """Whether the question gives a column a number that no row has there, where the column counts its rows."""
    asked = normalise(question)
    for place, name in enumerate(cells(rows[0].header)):
        values = [cells(row.quote)[place : place + 1] for row in rows]
        counted = re.search(rf"\b{re.escape(normalise(name))} ?(\d+)\b", asked) if name else None
        if counted and all(_NUMBER.fullmatch("".join(value)) for value in values) and [counted[1]] not in values:
            return True
    return False
