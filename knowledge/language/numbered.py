"""The numbers that clauses have in documents: which clause each place of a passage is in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from knowledge.domain import Passage
from knowledge.language.blocks import Block, blocks
from knowledge.language.clauses import NAMED, NUMERAL, Clause, clause_of, plain_number
from knowledge.language.folding import unified
from knowledge.language.markdown import CHINESE
from knowledge.language.profile import ClauseKind

_MARKUP: Final = re.compile(r"[\s#>*_|+•-]*")
_BARE: Final = re.compile(
    rf"(\d{{1,3}}(?:\.\d{{1,3}}){{1,4}})(?:[.)]?(?=\s|$)|[:：、]|(?=[{CHINESE}]))|(\d{{1,3}})[.)、．](?=\D|$)"
    rf"|[(（](\d{{1,3}}|{NUMERAL}|[a-z]|[ivx]{{1,5}})[)）]|([a-z])\)(?=\s)|({NUMERAL})、",
    re.IGNORECASE,
)
"""A number before a clause that no word stands before."""
_OF_A_HEADING: Final = re.compile(r"(\d{1,3})(?=[\s:：–—-])")
_REFERS: Final = re.compile(
    rf"[\s:：、.．)）–—-]*(?:$|\n)|[:：、.．)）–—]|\s+[^a-z]|(?<=[章编篇分节条款项])[{CHINESE}]"
)
"""What follows a clause's own number; "section 4 applies" and 第2条的 refer to one."""
_POINTS_BACK: Final = re.compile(r"的|所|规定|中[,，的]|至|和|与|、第")
_LARGE: Final = frozenset[ClauseKind]({"chapter", "annex"})
"""Kinds whose number stands in a heading."""


@dataclass(frozen=True, slots=True)
class _Label:
    """The number before a clause; ``form`` tells what may stand inside what, ``heading`` whether it heads a section."""

    clause: Clause
    form: str
    heading: bool = False


def numbers_of(passage: Passage) -> tuple[Clause, ...]:
    """Return the clauses that a passage is part of or that stand in it."""
    inside = (label.clause for _, path in _paths(passage) for label in path)
    return tuple(dict.fromkeys(inside))


def strength(clauses: Sequence[Clause], passage: Passage, at: int = -1) -> int:
    """How surely the place ``at``, an offset in the text, is in the clause; the surest place of a passage without it.

    0 is not at all. A heading is surer than a number before a line, and a number that is called what the question calls
    it surer than a bare one.
    """
    paths = [path for start, path in _paths(passage) if at < 0 or start <= at]
    return max((_fits(clauses, path) for path in (paths if at < 0 else paths[-1:])), default=0)


def _paths(passage: Passage) -> tuple[tuple[int, tuple[_Label, ...]], ...]:
    return _paths_of(passage.title, passage.heading_path, passage.text)


@lru_cache(maxsize=2048)
def _paths_of(title: str, headings: tuple[str, ...], text: str) -> tuple[tuple[int, tuple[_Label, ...]], ...]:
    """Where in a passage another clause begins, each with the labels that it stands under, the outermost first."""
    above = tuple(label for name in (title, *headings) if (label := _label(unified(name), heading=True)))
    found: list[tuple[int, tuple[_Label, ...]]] = [(0, above)]
    open_labels: list[_Label] = []
    for block in blocks(text):
        label = _label(_line(text, block), heading=False)
        if label is None:
            continue
        open_labels = [*_outside(open_labels, label), label]
        found.append((block.start, (*above, *open_labels)))
    return tuple(found)


def _outside(open_labels: Sequence[_Label], label: _Label) -> Iterator[_Label]:
    """Yield the labels that another one stands under: none of its own form, and of Article 5 none without a word."""
    for one in open_labels:
        if one.form == label.form:
            return
        if one.clause.kind or not label.clause.kind:
            yield one


def _line(text: str, block: Block) -> str:
    line = text[block.start : block.end]
    return unified(line[: line.find("\n")] if "\n" in line else line)


def _label(line: str, *, heading: bool) -> _Label | None:
    """Return the number that a line begins with, or None."""
    start = _MARKUP.match(line)
    begin = start.end() if start else 0
    if (named := NAMED.match(line, begin)) and (heading or _is_its_own(line, named.end())):
        clause = clause_of(named)
        return _Label(clause, f"{clause.kind} {clause.number.count('.')}", heading)
    bare = _BARE.match(line, begin) or (_OF_A_HEADING.match(line, begin) if heading else None)
    if bare is None:
        return None
    place = bare.lastindex or 1
    number = plain_number(bare[place])
    return _Label(Clause("", number), f"{place} {number.count('.')}", heading or bare[0].endswith("、"))


def _is_its_own(line: str, end: int) -> bool:
    return bool(_REFERS.match(line, end)) and not _POINTS_BACK.match(line, end)


def _fits(clauses: Sequence[Clause], path: Sequence[_Label]) -> int:
    """Whether all clauses stand in the path in this order, and how surely."""
    total, place = 0, 0
    for clause in clauses:
        fits = [(_surely(clause, label), where) for where, label in enumerate(path) if where >= place]
        best, where = max(fits, default=(0, 0), key=lambda one: one[0])
        if not best:
            return 0
        total, place = total + best, where + 1
    return total


def _surely(asked: Clause, label: _Label) -> int:
    written = label.clause
    if asked.number != written.number:
        return 0
    if asked.kind == written.kind:
        return 3 + label.heading
    if not written.kind and (label.heading or asked.kind not in _LARGE):
        return (3 if "." in written.number else 2 if asked.kind == "item" else 1) + label.heading
    loosely = asked.kind not in _LARGE | {"article"} and written.kind not in _LARGE
    return 2 + label.heading if loosely else 0
