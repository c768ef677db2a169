"""A reranker's word counts more than the ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.index import HybridIndex, SearchOptions, build_index
from tests.knowledge.doubles import HashingEmbedder, ListSource, document
from tests.knowledge.index.conftest import quiet


@dataclass
class LongestFirst:
    """Prefers the longest text, and remembers what it was shown."""

    name: str = "longest"
    shown: list[str] = field(default_factory=list)

    def score(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """The length of each."""
        self.shown = [question, *texts]
        return [float(len(text)) for text in texts]


def test_the_best_candidates_are_put_into_the_rerankers_order(path: Path) -> None:
    """It sees title and text of each, no more than the candidates, and nothing that the asker may not read."""
    documents = [document(f"Leave {'x' * n}.", f"{n}.md") for n in range(40)]
    secret = document("Leave of the board, at length and in secret.", "secret.md", "group:board")
    build_index(ListSource([*documents, secret]), HashingEmbedder(), path, quiet)
    reranker = LongestFirst()
    index = HybridIndex(path, HashingEmbedder(), SearchOptions(reranker=reranker))
    found = index.search("leave", frozenset({"everyone"}), 5)
    lengths = [len(one.passage.text) for one in found]

    assert ["leave", 20] == [reranker.shown[0], len(reranker.shown) - 1]
    assert all(
        text.startswith("Leave Policy\nLeave x") or text == "Leave Policy\nLeave ." for text in reranker.shown[1:]
    )
    assert (5, sorted(lengths, reverse=True)) == (len(found), lengths)
    assert sorted((one.score for one in found), reverse=True) == [one.score for one in found]
