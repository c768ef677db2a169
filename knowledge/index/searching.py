"""Hybrid search: exact vectors and full text, both inside the reader's rights, fused by rank."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge.domain import Retrieved
from knowledge.index.indexed import full_text_query, query_text
from knowledge.index.reranking import reranked
from knowledge.index.results import fit_to_read
from knowledge.index.store import PassageTable
from knowledge.index.synonyms import NO_SYNONYMS, Synonyms
from knowledge.index.versions import Manifest, version_folder
from knowledge.ports import Embedder, Reranker, Vectors
from knowledge.text import language_of

DEPTH = 50
"""Passages that each search contributes to the fusion."""

CANDIDATES = 20
"""Passages that are looked at for duplicates, older editions and neighbours, or twice as many as are asked for."""

RANK_CONSTANT = 60
"""k of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009)."""

Rows = NDArray[np.intp]
T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """What a company may add to the search: its own words, and a model that judges what was found."""

    synonyms: Synonyms = NO_SYNONYMS
    reranker: Reranker | None = None


NO_OPTIONS = SearchOptions()


class IndexVersion:
    """One published version, held open: every search on it sees the same passages. Implements `PassageIndex`.

    The vectors lie in memory as one matrix and are compared exactly; the full text is LanceDB's.
    """

    def __init__(self, path: Path, manifest: Manifest, embedder: Embedder, options: SearchOptions) -> None:
        self.manifest = manifest
        self._options = options
        self._embedder = embedder
        self._table = PassageTable(version_folder(path, manifest.version))
        readers, languages, self._vectors = self._table.columns()
        self._rights, self._right_of_row = _numbered(readers)
        distinct, self._language_of_row = _numbered(languages)
        self._main_language = max(distinct, key=languages.count)

    @property
    def version(self) -> str:
        """The version's name."""
        return self.manifest.version

    def search(self, text: str, principals: frozenset[str], limit: int) -> list[Retrieved]:
        """Return at most ``limit`` passages that one of ``principals`` may read, best first."""
        query = query_text(text)
        readable = self._readable(principals)
        if not query or not readable.size:
            return []
        cosines: Vectors = self._vectors @ self._embedder.embed_queries([query])[0]
        words = full_text_query(self._options.synonyms.expanded(query))
        lexical = self._table.match(words, principals, DEPTH) if words else {}
        rankings = [_best(readable, cosines[readable]), list(lexical)]
        if language_of(query) != self._main_language:
            rankings.append(self._best_across_languages(readable, cosines[readable]))
        scores = _fuse(rankings)
        best = sorted(scores, key=lambda row: (-scores[row], row))[: max(CANDIDATES, 2 * limit)]
        passages = self._table.passages(best)
        found = {row: Retrieved(passages[row], scores[row], float(cosines[row]), lexical.get(row)) for row in best}
        if self._options.reranker:
            found = reranked(query, found, self._options.reranker)
        return fit_to_read(query, found, limit)

    def _readable(self, principals: frozenset[str]) -> Rows:
        """Return the rows that one of the principals may read."""
        granted = np.array([not principals.isdisjoint(right) for right in self._rights])
        return np.flatnonzero(granted[self._right_of_row])

    def _best_across_languages(self, readable: Rows, cosines: Vectors) -> list[int]:
        """Rank by how far a passage stands out in its own language.

        An embedder puts every passage in the question's language before all others, so that a Chinese question would
        hardly find what only an English policy says. It is asked where the question is not in the language of most
        passages: there it finds twice as many on the development questions, and elsewhere it would only add noise.
        """
        languages = self._language_of_row[readable]
        outstanding = cosines.copy()
        for number in np.unique(languages):
            outstanding[languages == number] -= cosines[languages == number].mean()
        return _best(readable, outstanding)


def _numbered(values: list[T]) -> tuple[list[T], NDArray[np.int32]]:
    """Return the distinct values, and the number of each row's value among them."""
    distinct = list(dict.fromkeys(values))
    numbers = {value: number for number, value in enumerate(distinct)}
    return distinct, np.array([numbers[value] for value in values], dtype=np.int32)


def _best(rows: Rows, scores: Vectors) -> list[int]:
    """Return the `DEPTH` rows with the highest scores, best first; of equals the earlier."""
    if len(rows) > DEPTH:
        top = np.sort(np.argpartition(-scores, DEPTH)[:DEPTH])
        rows, scores = rows[top], scores[top]
    best: list[int] = rows[np.argsort(-scores, kind="stable")].tolist()
    return best


def _fuse(rankings: list[list[int]]) -> dict[int, float]:
    """Return each row's reciprocal rank score."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, row in enumerate(ranking, start=1):
            scores[row] = scores.get(row, 0.0) + 1 / (RANK_CONSTANT + rank)
    return scores
