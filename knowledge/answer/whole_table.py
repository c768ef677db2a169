"""Whole tables: where a question means all of one, and where it does not say which of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.answer.confidence import WANTED, Wants
from knowledge.answer.passages import in_whole, merged
from knowledge.answer.reading import READ, Evidence, covered, nearly_as_likely
from knowledge.answer.rows import Rows, is_of_another, is_undecided, names_row, names_stranger
from knowledge.answer.shown_files import of_shown_files
from knowledge.domain import Retrieved
from knowledge.language.clauses import without_reciting
from knowledge.language.lists import block_of
from knowledge.language.sentences import Sentence

COVERED: Final = {True: 0.65, False: 1.0}
"""Share of a question that a table says which it means; in Chinese, pairs of characters lie across words."""
COVERED_IF_WANTED: Final = 0.65
"""The same where a table is asked for: other words say that."""
MOST_ROWS: Final = 12


def tells_table(question: str, evidence: Sequence[Evidence], found: Sequence[Retrieved], wants: Wants) -> bool | None:
    """Whether a table is surely what a question asks for; None where one must judge by other signs.

    It is one that says all of the question's words, and of whose rows it names none. It is none where the best sentence
    is one of its rows and the question is for another, or for any of so many that not all can be shown.
    """
    for _, rows in _tables(evidence, found):
        if _means(question, rows, wants):
            return True if len(rows) <= MOST_ROWS else None
    rows = _rows_of(evidence[:1], found)
    if not rows:
        return None
    too_long = len(rows) > MOST_ROWS and is_undecided(question, evidence[0], evidence, rows)
    return False if too_long or is_of_another(question, evidence[0].sentence, rows) else None


def whole_table(
    question: str, evidence: Sequence[Evidence], found: Sequence[Retrieved], wants: Wants
) -> tuple[Sentence, ...]:
    """Return all rows of the table that a question asks for or does not choose a row of, behind what stands above them.

    Nothing where it asks for none, or for one that is too long.
    """
    for best, rows in _tables(evidence, found):
        asked_for = best is not None and wants.get("table", 0.0) >= WANTED
        if len(rows) <= MOST_ROWS and (asked_for or _means(question, rows, wants)):
            return tuple(rows if best is None or best in rows else (best, *rows))
    rows = _rows_of(evidence[:1], found)
    if not rows or len(rows) > MOST_ROWS or not is_undecided(question, evidence[0], evidence, rows):
        return ()
    return () if is_of_another(question, evidence[0].sentence, rows) else tuple(rows)


def without_any_row(question: str, evidence: Sequence[Evidence], found: Sequence[Retrieved]) -> tuple[Evidence, ...]:
    """Return what is nearly as likely as the best or of a shown file, without rows that answer no better than others.

    One of them would be no answer: "The limits apply per night" and then any city's.
    """
    best = list(nearly_as_likely(evidence))
    best += [one for one in of_shown_files(evidence) if one not in best]
    rows = (one for one in best[1:] if one.sentence.header)
    any_of_them = {id(one) for one in rows if is_undecided(question, one, best, _rows_of([one], found))}
    return tuple(one for one in best if id(one) not in any_of_them)


def _tables(evidence: Sequence[Evidence], found: Sequence[Retrieved]) -> Iterator[tuple[Sentence | None, Rows]]:
    """Yield the table of the best sentence with it, then those of its passage's rows among the best that are read."""
    passages = merged(found)
    for place, one in enumerate(evidence[:READ]):
        if place and one.sentence.passage.id != evidence[0].sentence.passage.id:
            continue
        best = in_whole(one.sentence, passages)
        rows = block_of(best)
        if len(rows) > 1 and all(row.header for row in rows):
            yield (None if place else best), rows


def _rows_of(one: Sequence[Evidence], found: Sequence[Retrieved]) -> Rows:
    """The rows of the table of which a sentence is one; nothing where it is none."""
    row, rows = next(_tables(one, found), (None, ()))
    return rows if row in rows else ()


def _means(question: str, rows: Rows, wants: Wants) -> bool:
    """Whether a question says what the table is about and no more, and names none of its rows.

    One that asks for more than the table and its labels say, as for a city that is not in it, does not mean the table.
    """
    wanted = wants.get("table", 0.0) >= WANTED
    asked = without_reciting(question) if wanted else question
    least = COVERED_IF_WANTED if wanted else COVERED[rows[0].passage.language == "zh"]
    if not question or names_row(question, rows) or names_stranger(question, rows):
        return False
    return covered(asked, rows[0]) >= least
