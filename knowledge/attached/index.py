"""Searching files together with the policies, by the same machinery, for the time of one question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from knowledge.attached import is_attached
from knowledge.code_version import LAYOUT
from knowledge.domain import Document, Passage, Retrieved
from knowledge.index.searching import IndexVersion, SearchOptions
from knowledge.index.sentence_vectors import sentence_texts
from knowledge.index.splitting import split
from knowledge.index.store import RowVectors, ordered, passage_at, records_of, write_searched
from knowledge.index.versions import Manifest, version_folder
from knowledge.ports import Embedder, PassageIndex

_NAME: Final = "files"


@contextmanager
def indexed(documents: Sequence[Document], embedder: Embedder, options: SearchOptions) -> Iterator[IndexVersion]:
    """Give an index of nothing but these documents, which have passages; afterwards it is gone. Raises OSError."""
    passages = [passage for document in documents for passage in split(document)]
    with TemporaryDirectory(prefix="frontdesk-files-") as folder:
        path = Path(folder)
        version_folder(path, _NAME).mkdir(parents=True)
        _write(version_folder(path, _NAME), passages, embedder)
        yield IndexVersion(path, _manifest(documents, passages, embedder), embedder, options)


def _write(folder: Path, passages: Sequence[Passage], embedder: Embedder) -> None:
    table, tuned = ordered(None, records_of(passages)), embedder.tuned
    texts = table["indexed"].to_pylist()
    sentences = [text for row in range(len(table)) for text in sentence_texts(passage_at(table, row))]
    vectors = RowVectors(
        embedder.embed_passages(texts),
        None if tuned is embedder else tuned.embed_passages(texts),
        tuned.embed_passages(sentences),
    )
    write_searched(folder, table, vectors)


def _manifest(documents: Sequence[Document], passages: Sequence[Passage], embedder: Embedder) -> Manifest:
    return Manifest(
        version=_NAME,
        built_at="",
        embedder=embedder.name,
        content="",
        documents=len(documents),
        passages=len(passages),
        languages={},
        problems=(),
        layout=LAYOUT,
    )


@dataclass(frozen=True, slots=True)
class WithFiles:
    """Policies and files as one index, and as the `Index` that has it. Implements `PassageIndex` and `Index`."""

    policies: PassageIndex
    files: PassageIndex

    def current(self) -> PassageIndex:
        """Return itself: what is asked about does not change while it is answered."""
        return self

    @property
    def version(self) -> str:
        """The policies' version."""
        return self.policies.version

    def search(self, text: str, principals: frozenset[str], limit: int, today: str = "") -> list[Retrieved]:
        """Return the best of both: scores of one formula; of equals, what stands in the files comes first."""
        found = [one for each in (self.files, self.policies) for one in each.search(text, principals, limit, today)]
        return sorted(found, key=lambda one: -one.score)[:limit]

    def within(self, sources: frozenset[str]) -> PassageIndex:
        """Return the same with the policies of these sources only; a file is what is asked about, whatever they are."""
        return WithFiles(self.policies.within(sources), self.files)

    def mended(self, question: str, principals: frozenset[str]) -> str:  # noqa: ARG002 - the port's
        """Return the question as it is: neither's words are slips of the other's."""
        return question

    def section(self, passage: Passage) -> Sequence[Passage]:
        """Return what stands under the passage's heading where it comes from."""
        return self._of(passage).section(passage)

    def document(self, passage: Passage) -> Sequence[Passage]:
        """Return all passages of the passage's document where it comes from."""
        return self._of(passage).document(passage)

    def documents_with(self, heading: str, principals: frozenset[str]) -> int:
        """Return in how many of both a heading stands above some text."""
        return sum(each.documents_with(heading, principals) for each in (self.files, self.policies))

    def owner(self, document: str) -> str:
        """Return who answers for a policy; nobody does for a file."""
        return "" if is_attached(document) else self.policies.owner(document)

    def audience(self, principals: frozenset[str]) -> str:
        """Return the policies' digest; whoever asks about a file is answered from no cache."""
        return self.policies.audience(principals)

    def _of(self, passage: Passage) -> PassageIndex:
        return self.files if is_attached(passage.document_id) else self.policies
