"""Hybrid search: exact vectors and full text, both inside the reader's rights, fused by rank."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from itertools import islice
from pathlib import Path

import numpy as np

from knowledge.domain import Language, Passage, Retrieved
from knowledge.index.columns import Numbers, read_numbered
from knowledge.index.dense import BY_ANSWER, DenseVectors, Rows, has_vectors
from knowledge.index.documents import Documents
from knowledge.index.fair_limit import Turns
from knowledge.index.in_force import InForce
from knowledge.index.index_text import full_text_query, indexed_text, query_text
from knowledge.index.lexical import FullText
from knowledge.index.presenting import fit_to_read
from knowledge.index.reranking import reranked
from knowledge.index.rights import RowRights, RowsOf, row_rights, without_rows
from knowledge.index.sentence_vectors import SentenceVectors
from knowledge.index.spelling import Spelling
from knowledge.index.store import PassageFile
from knowledge.index.synonyms import NO_SYNONYMS, Synonyms
from knowledge.index.versions import Manifest, documents_of, version_folder
from knowledge.language.clauses import beside_clauses, clause_terms, clauses_in, least_sure
from knowledge.language.codes import codes_in, holds_one_of
from knowledge.language.gloss import gloss, with_gloss
from knowledge.language.numbered import strength
from knowledge.ports import Embedder, Reranker, Vectors

DEPTH = 50
"""Passages that each search contributes to the fusion."""

CANDIDATES = 20
"""Passages that are looked at for duplicates, older editions and neighbours, or twice as many as are asked for."""

RANK_CONSTANT = 60
"""k of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009)."""

WEIGHTS = (1.0, 1.0, 3.0, 0.5)
"""Of the rankings: by vectors, by words, by tuned vectors, by the gloss. They find more answers among five passages
(.85 of 1,284) than equal weights (.84), and among ten (.94, .90), where nothing was chosen or trained. With half the
weight of words .86 are among five, but a project's name no longer comes before another project's."""

_PAST_TOO = 4
"""Times as many passages are asked of the full text where some of them may not be in force."""

_REMEMBERED = 16
"""Sets of rights whose readable rows are kept; eight bytes a row each."""


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """What a company may add to the search: its own words, and a model that judges what was found."""

    synonyms: Synonyms = NO_SYNONYMS
    reranker: Reranker | None = None


NO_OPTIONS = SearchOptions()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question and its vectors; ``gloss`` has its gloss's where it has one."""

    text: str
    vector: Vectors
    tuned: Vectors
    gloss: Vectors | None = None


class IndexVersion:
    """One published version, held open: every search on it sees the same passages. Implements `PassageIndex`.

    What a search reads is mapped into memory: opening takes milliseconds, and the system frees what a closed one held.
    """

    def __init__(self, path: Path, manifest: Manifest, embedder: Embedder, options: SearchOptions) -> None:
        self.manifest = manifest
        self._path = path
        self._options = options
        self._embedder = embedder
        self._turns = Turns(os.cpu_count() or 1)
        folder = version_folder(path, manifest.version)
        self._passages = PassageFile(folder)
        self._vectors = DenseVectors(folder)
        self._by_answer = DenseVectors(folder, BY_ANSWER) if has_vectors(folder, BY_ANSWER) else None
        self._sentences = SentenceVectors(folder)
        self._in_force = InForce(folder)
        self._rights = row_rights(folder, self._passages.rows_of)
        self._full_text = FullText(folder, self._rights)
        self._spelling = Spelling(folder)
        self._rows_of = lru_cache(_REMEMBERED)(partial(_rows_of, self._rights.of_row))
        self._rights_within = lru_cache(_REMEMBERED)(
            partial(_within, path, manifest, self._rights, self._passages.rows_of)
        )
        self._sources: frozenset[str] = frozenset()
        languages, _ = read_numbered(folder, "language")
        self._only_chinese = set(languages) == {"zh"}

    @property
    def version(self) -> str:
        """The version's name."""
        return self.manifest.version

    def within(self, sources: frozenset[str]) -> IndexVersion:
        """Return the same version without the documents of other sources; all of it where none is named.

        To a search they are what nobody may read.
        """
        if not sources:
            return self
        view, rights = copy(self), self._rights_within(sources)
        rows_of = lru_cache(1)(partial(_rows_of, rights.of_row))
        full_text = self._full_text.bounded_by(rights)
        vars(view).update(_sources=sources, _rights=rights, _full_text=full_text, _rows_of=rows_of)
        return view

    def search(self, text: str, principals: frozenset[str], limit: int, today: str = "") -> list[Retrieved]:
        """Return at most ``limit`` passages that one of ``principals`` may read, best first.

        What is not in force ``today`` is among them only where the text asks about the past, or the future.
        """
        query = query_text(text)
        rights = self._rights.granted(principals)
        if not query or not rights:
            return []
        asked, readable = self._asked(query), self._rows_of(rights)
        readable = self._in_force.asked_for(readable, query, today)
        found = self._best(query, limit, lambda count: self._found(asked, rights, readable, count))
        return fit_to_read(query, found, limit, today)

    def mended(self, question: str, principals: frozenset[str]) -> str:
        """Return a question without its slips of the keyboard, by the words of what ``principals`` may read."""
        if self._rights.later:  # since a rollback, the words do not know what was closed meanwhile
            return question
        return self._spelling.mended(question, self._rights.granted(principals))

    def section(self, passage: Passage) -> list[Passage]:
        """Return all passages that stand under one heading with this one, in their order."""
        return [each for each in self.document(passage) if each.heading_path == passage.heading_path]

    def document(self, passage: Passage) -> list[Passage]:
        """Return all passages of the document of this one, in their order."""
        rows = self._passages.rows_of({passage.document_id})[passage.document_id]
        return sorted(self._passages.passages(rows).values(), key=lambda each: each.start)

    def documents_with(self, heading: str, principals: frozenset[str]) -> int:
        """Return in how many documents that one of ``principals`` may read a heading stands above some text."""
        readable = self._rows_of(self._rights.granted(principals))
        return int(np.isin(self._headings.get(heading, ()), readable).sum())

    @cached_property
    def _headings(self) -> Mapping[str, list[int]]:
        """Heading -> one row below it of each document that has it. Read when it is first asked for."""
        return self._passages.headings()

    def owner(self, document: str) -> str:
        """Return who answers for a document, in its own words."""
        record = self._documents.get(document)
        return record.owner if record else ""

    @cached_property
    def _documents(self) -> Documents:
        """Read when an answer first cites something: half the processes that open a version never do."""
        return documents_of(self._path, self.manifest.version)

    def _best(self, query: str, limit: int, found_of: Callable[[int], dict[int, Retrieved]]) -> dict[int, Retrieved]:
        """Return the best of what is found, judged by the reranker where there is one."""
        with self._turns.turn():
            found = found_of(max(CANDIDATES, 2 * limit))
        if self._options.reranker:
            found = reranked(query, found, self._options.reranker)
        return found

    def audience(self, principals: frozenset[str]) -> str:
        """Return a digest that two sets of principals share exactly where they may read the same of this version.

        The later rights that it keeps to since a rollback are in it: the same readers may have read more of it before.
        So are the sources that it is bounded by.
        """
        granted = sorted(sorted(self._rights.readers[number]) for number in self._rights.granted(principals))
        return hashlib.sha256(json.dumps([granted, self._rights.later, sorted(self._sources)]).encode()).hexdigest()

    def _asked(self, query: str) -> _Asked:
        """Embed the question, and the gloss of a Chinese one where some passages are not in Chinese."""
        glossed = gloss(query, "en") if not self._only_chinese else None
        tuned = self._embedder.tuned.embed_queries([query])[0]
        if glossed is None:
            return _Asked(query, self._embedder.embed_queries([query])[0], tuned)
        vector, gloss_vector = self._embedder.embed_queries([query, glossed.text])
        return _Asked(query, vector, tuned, gloss=gloss_vector)

    def _found(self, asked: _Asked, rights: tuple[int, ...], readable: Rows, count: int) -> dict[int, Retrieved]:
        """Return the best of the ``readable`` rows, which are among those with these rights, best first."""
        lexical = self._by_words(asked, rights, readable)
        of_clause = self._of_clause(asked, rights, readable)
        rankings = [self._vectors.nearest(asked.vector, readable, DEPTH), list(lexical)]
        rankings.append(self._nearest_by_answer(asked, readable))
        if asked.gloss is not None:
            rankings.append(self._vectors.nearest(asked.gloss, readable, DEPTH))
        return self._read(asked, rankings, lexical, count, of_clause)

    def _by_words(self, asked: _Asked, rights: tuple[int, ...], readable: Rows) -> dict[int, float]:
        """Search the full text."""
        words = full_text_query(self._options.synonyms.expanded(asked.text))
        return self._matched(words, rights, readable) if words else {}

    def _of_clause(self, asked: _Asked, rights: tuple[int, ...], readable: Rows) -> list[int]:
        """Return the rows that are the surest of the clause that is asked for: no vector knows a number."""
        clauses = clauses_in(asked.text)
        if not clauses:
            return []
        words = " ".join([*clause_terms(clauses), full_text_query(beside_clauses(asked.text))])
        rows = list(self._matched(words, rights, readable))
        sure = {row: strength(clauses, passage) for row, passage in self._passages_of(rows).items()} if rows else {}
        least = least_sure(asked.text, list(sure.values()))
        return [row for row, strong in sure.items() if least and strong >= least]

    def _matched(self, words: str, rights: tuple[int, ...], readable: Rows) -> dict[int, float]:
        """Match the full text, which knows no days: deeper where some rows are not in force."""
        if self._in_force.all:
            return self._full_text.match(words, rights, DEPTH)
        found = self._full_text.match(words, rights, DEPTH * _PAST_TOO)
        wanted = set(readable[np.isin(readable, list(found))].tolist())
        return dict(islice(((row, score) for row, score in found.items() if row in wanted), DEPTH))

    def _exact(self, asked: _Asked, scores: dict[int, float], of_clause: Sequence[int]) -> dict[int, float]:
        """Return the scores of the rows of a clause or with a code that is asked for: what is near is another."""
        if of_clause:
            return {row: scores.get(row, 0.0) for row in of_clause}
        codes = codes_in(asked.text)
        if not codes:
            return scores
        named = holds_one_of(codes)
        passages = self._passages_of(list(scores))
        return {row: scores[row] for row, one in passages.items() if named(indexed_text(one))}

    def _nearest_by_answer(self, asked: _Asked, readable: Rows) -> list[int]:
        """Rank the rows by the tuned embedder; none where there is no such thing."""
        if self._by_answer is None:
            return []
        return self._by_answer.nearest(asked.tuned, readable, DEPTH)

    def _read(
        self,
        asked: _Asked,
        rankings: list[list[int]],
        lexical: Mapping[int, float],
        count: int,
        of_clause: Sequence[int],
    ) -> dict[int, Retrieved]:
        """Return the passages of the rows that the rankings have foremost, best first."""
        scores = self._exact(asked, _fuse(rankings, WEIGHTS), of_clause)
        best = sorted(scores, key=lambda row: (-scores[row], row))[:count]
        if not best:
            return {}
        passages = self._passages_of(best)
        cosines = self._cosines(asked, best, [passages[row].language for row in best])
        by_answer = self._by_answer or self._vectors
        tuned = by_answer.cosines(asked.tuned, np.array(best, dtype=np.intp)).tolist()
        return {
            row: Retrieved(
                passages[row],
                scores[row],
                cosine,
                lexical.get(row),
                tuned=answers,
                sentences={passages[row].id: self._sentences.cosines(asked.tuned, row)},
                vectors={passages[row].id: self._sentences.of(row)},
            )
            for row, cosine, answers in zip(best, cosines.tolist(), tuned, strict=True)
        }

    def _cosines(self, asked: _Asked, rows: list[int], languages: list[Language]) -> Vectors:
        there = np.array(rows, dtype=np.intp)
        cosines = self._vectors.cosines(asked.vector, there)
        if asked.gloss is None:
            return cosines
        return with_gloss(cosines, self._vectors.cosines(asked.gloss, there), languages)

    def _passages_of(self, rows: list[int]) -> dict[int, Passage]:
        """Return the passages of these rows, each with those who may read it now."""
        passages = self._passages.passages(rows)
        rights = self._rights
        return {
            row: replace(one, readers=frozenset(rights.readers[rights.of_row[row]])) for row, one in passages.items()
        }


def _within(path: Path, manifest: Manifest, rights: RowRights, rows_of: RowsOf, sources: Collection[str]) -> RowRights:
    """Return the rights inside these sources."""
    records = documents_of(path, manifest.version).values()
    others = rows_of({record.id for record in records if record.source not in sources})
    return without_rows(rights, [row for rows in others.values() for row in rows])


def _rows_of(right_of_row: Numbers, rights: tuple[int, ...]) -> Rows:
    """Return the rows with one of these numbers."""
    granted = np.zeros(int(right_of_row.max()) + 1, dtype=bool)
    granted[list(rights)] = True
    return np.flatnonzero(granted[right_of_row])


def _fuse(rankings: list[list[int]], weights: Sequence[float]) -> dict[int, float]:
    """Return each row's reciprocal rank score."""
    scores: dict[int, float] = {}
    for ranking, weight in zip(rankings, weights, strict=False):
        for rank, row in enumerate(ranking, start=1):
            scores[row] = scores.get(row, 0.0) + weight / (RANK_CONSTANT + rank)
    return scores
