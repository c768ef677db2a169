"""Many passages to search: sentences of real policies shuffled, vectors mixed from real ones, and rights."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.domain import EVERYONE, PUBLIC, Passage
from knowledge.index.index_text import indexed_text, query_text
from knowledge.index.splitting import split
from knowledge.language.gloss import gloss
from knowledge.language.sentences import split_sentences
from knowledge.ports import Embedder, Vectors
from knowledge.sources.folder import FolderSource

QUESTIONS: Final = Path(__file__).parents[1] / "eval" / "sample_questions.jsonl"
READERS: Final = ((EVERYONE,), (PUBLIC,), *((f"group:{number}", f"user:U{number}") for number in range(18)))
SHARES: Final = (0.5, 0.1, *((0.4 / 18,) * 18))
ASKER: Final = frozenset({EVERYONE, *(f"group:{number}" for number in range(0, 18, 2))})
"""Who searches: may read 70% of the passages."""

_SLICE = 50_000
_SENTENCES = (4, 10)


@dataclass(frozen=True)
class Corpus:
    """The same for whoever opens it; ``folder`` holds what it is made of."""

    folder: Path
    size: int

    @property
    def questions(self) -> list[str]:
        """As they are searched for."""
        return [str(text) for text in json.loads((self.folder / "questions.json").read_text(encoding="utf-8"))]

    @property
    def queries(self) -> Vectors:
        """The questions' vectors."""
        return np.asarray(np.load(self.folder / "queries.npy"))

    @property
    def known(self) -> dict[str, Vectors]:
        """The vectors of all that a search embeds: the questions, and the glosses of the Chinese ones."""
        glosses = json.loads((self.folder / "glosses.json").read_text(encoding="utf-8"))
        vectors = [*self.queries, *np.load(self.folder / "glosses.npy")]
        return dict(zip([*self.questions, *glosses], vectors, strict=True))

    def rights(self) -> NDArray[np.int64]:
        """Each passage's number in `READERS`."""
        return np.random.default_rng(1).choice(len(READERS), size=self.size, p=SHARES)

    def granted(self) -> list[int]:
        """The numbers in `READERS` that the asker is among."""
        return [number for number, readers in enumerate(READERS) if not ASKER.isdisjoint(readers)]

    def readable(self) -> NDArray[np.bool_]:
        """Whether the asker may read each passage."""
        return np.isin(self.rights(), self.granted())

    def vectors(self) -> Vectors:
        """Unit vectors as crooked as an embedder's: a mixture of two passages and some of a third."""
        base = np.load(self.folder / "base.npy")
        centred, chance = base - base.mean(axis=0), np.random.default_rng(2)
        mixed = np.empty((self.size, base.shape[1]), dtype=np.float32)
        for start in range(0, self.size, _SLICE):
            count = min(_SLICE, self.size - start)
            one, other, third = chance.integers(len(base), size=(3, count))
            weight = chance.uniform(0.4, 0.9, (count, 1)).astype(np.float32)
            part = weight * base[one] + (1 - weight) * base[other] + 0.25 * centred[third]
            mixed[start : start + count] = part / np.linalg.norm(part, axis=1, keepdims=True)
        return mixed

    def passages(self) -> Iterator[Passage]:
        """Yield the passages, each of one language."""
        pools = json.loads((self.folder / "pools.json").read_text(encoding="utf-8"))
        chance, rights = np.random.default_rng(3), self.rights()
        sentences = np.array([len(pool) for pool in pools.values()])
        languages = chance.choice(list(pools), size=self.size, p=sentences / sentences.sum())
        for row, (language, right) in enumerate(zip(languages.tolist(), rights.tolist(), strict=True)):
            pool = pools[language]
            text = " ".join(pool[place] for place in chance.integers(len(pool), size=chance.integers(*_SENTENCES)))
            yield Passage(
                id=f"{row:020d}",
                document_id=f"policies/{row // 5:08d}.md",  # the store's order, so that a row is a vector's
                title=pool[row % len(pool)][:60],
                heading_path=("Rules",),
                text=text,
                start=row % 5,
                end=row % 5 + len(text),
                url="https://intranet.example/policy#rules",
                language=language,
                readers=frozenset(READERS[right]),
            )


def prepare(folder: Path, documents: Path, embedder: Embedder, size: int) -> Corpus:
    """Embed the documents' passages and the sample questions once, and keep what a corpus is made of."""
    reading = FolderSource(documents, frozenset({EVERYONE})).read(lambda _done, _total: None)
    passages = [passage for document in reading.documents for passage in split(document)]
    pools: dict[str, list[str]] = {}
    for passage in passages:
        pools.setdefault(passage.language, []).extend(each.readable for each in split_sentences(passage))
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    questions = [query_text(json.loads(line)["question"]) for line in lines]
    np.save(folder / "base.npy", embedder.embed_passages([indexed_text(passage) for passage in passages]))
    np.save(folder / "queries.npy", embedder.embed_queries(questions))
    (folder / "pools.json").write_text(json.dumps(pools), encoding="utf-8")
    glosses = [glossed.text for glossed in (gloss(question, "en") for question in questions) if glossed]
    np.save(folder / "glosses.npy", embedder.embed_queries(glosses))
    (folder / "glosses.json").write_text(json.dumps(glosses), encoding="utf-8")
    (folder / "questions.json").write_text(json.dumps(questions), encoding="utf-8")
    return Corpus(folder, size)
