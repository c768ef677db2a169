"""The vectors of quotable sentences, kept with the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from knowledge.index import HybridIndex, build_index
from knowledge.index.sentence_vectors import known_sentences, sentence_texts
from knowledge.language.sentences import split_sentences
from knowledge.ports import Vectors
from tests.knowledge.doubles import HashingEmbedder, ListSource, document
from tests.knowledge.index.conftest import quiet

EVERYONE = frozenset({"everyone"})

LEAVE = document("# Leave\n\nLeave is 25 days.\n\nNot paid:\n\n- sabbaticals\n- strikes\n", "leave.md")
TRAVEL = document("# Travel\n\nBook 14 days ahead. Flights are economy.\n", "travel.md")


@dataclass
class Tuned(HashingEmbedder):
    """Its tuned form sees the world from the other side."""

    name: str = "hashing+tuned"
    other: HashingEmbedder = field(default_factory=lambda: Mirrored("mirrored"))

    @property
    def tuned(self) -> HashingEmbedder:  # type: ignore[override]
        """The other one."""
        return self.other


class Mirrored(HashingEmbedder):
    """Every vector backwards."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """As the other's, from the end."""
        return super().embed_queries(texts)[:, ::-1]

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Likewise."""
        self.embedded += texts
        return self.embed_queries(texts)


def test_each_sentence_of_what_is_found_has_its_cosine(path: Path) -> None:
    """In the order of `split_sentences`, by the tuned embedder."""
    embedder = Tuned()
    build_index(ListSource([LEAVE, TRAVEL]), embedder, path, quiet)

    found = HybridIndex(path, embedder).search("are sabbaticals paid", EVERYONE, 5)

    query = embedder.tuned.embed_queries(["are sabbaticals paid"])[0]
    for one in found:
        expected = embedder.tuned.embed_queries(sentence_texts(one.passage)) @ query
        np.testing.assert_allclose(one.sentences[one.passage.id], expected, atol=2e-3)
        assert len(split_sentences(one.passage)) == len(one.sentences[one.passage.id])


def test_a_question_costs_no_embedding_but_its_own(path: Path) -> None:
    """What it is compared with was embedded when the index was built."""
    embedder = Tuned()
    build_index(ListSource([LEAVE, TRAVEL]), embedder, path, quiet)
    before = list(embedder.tuned.embedded)

    HybridIndex(path, embedder).search("how many days", EVERYONE, 5)

    assert before == embedder.tuned.embedded


def test_both_forms_of_the_embedder_find_passages(path: Path) -> None:
    """What the tuned form ranks first is among the first, though the other has it last."""
    documents = [document(f"# Rule {number}\n\nThis says something.\n", f"{number}.md") for number in range(60)]

    class Seer(Mirrored):
        def embed_queries(self, texts: Sequence[str]) -> Vectors:
            vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
            for row, text in enumerate(texts):
                vectors[row, 0 if "Rule 57" in text or "wanted" in text else 1] = 1
            return vectors

    embedder = Tuned(other=Seer("seer"))
    build_index(ListSource(documents), embedder, path, quiet)

    found = HybridIndex(path, embedder).search("wanted", EVERYONE, 3)

    assert "57.md" in [one.passage.document_id for one in found]
    assert max(one.tuned or 0 for one in found) == 1.0


def test_a_reload_embeds_the_sentences_of_what_changed_only(path: Path) -> None:
    """The others keep their vectors."""
    build_index(ListSource([LEAVE, TRAVEL]), HashingEmbedder(), path, quiet)
    embedder = HashingEmbedder()
    changed = document("# Travel\n\nBook 7 days ahead. Flights are economy.\n", "travel.md")

    build_index(ListSource([LEAVE, changed]), embedder, path, quiet)

    assert ["Leave Policy › Travel: Book 7 days ahead."] == [text for text in embedder.embedded if "\n" not in text]


def test_an_index_without_sentences_gives_nothing_to_the_next_build(tmp_path: Path) -> None:
    """It is made anew."""
    (tmp_path / "sentences.npy").write_bytes(b"broken")

    assert 0 == len(known_sentences(tmp_path).digests)
