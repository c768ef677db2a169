"""Questions as they ship: what we wrote, and references to the passages instead of other people's texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from knowledge.training.pieces import Span, joined, pieces_of
from knowledge.training.records import (
    Asked,
    OtherEdition,
    TrainingQuestion,
    asked_fields,
    hash_of,
    read_lines,
    require_gold,
    written,
)

QUESTIONS: Final = Path(__file__).parent / "questions"


@dataclass(frozen=True, slots=True)
class Reference:
    """A text by its hash and by its place. Without ``pieces`` it is found by its hash alone, in a folder of records."""

    document: str
    sha256: str
    pieces: tuple[Span | str, ...] = ()

    def text(self, document: str) -> str:
        """Return what stands there, which need not have the hash."""
        return joined(self.pieces, document)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferredQuestion(Asked):
    """A question with references. A span is a place in the passage; a sentence elsewhere has a reference of its own."""

    passage: Reference
    gold: tuple[Span | Reference, ...]
    near_misses: tuple[Span | Reference, ...]
    other_edition: Reference | None = None

    def references(self) -> Iterator[Reference]:
        """Yield all texts that it needs."""
        yield self.passage
        yield from (one for one in (*self.gold, *self.near_misses) if isinstance(one, Reference))
        if self.other_edition:
            yield self.other_edition


def read_referred(path: Path) -> list[ReferredQuestion]:
    """Read the questions of one organisation; its file's name is the organisation's. Raises TrainingDataInvalid."""
    return read_lines(path, lambda content: _referred({**content, "org": path.stem}))


def shipped_questions(folder: Path = QUESTIONS) -> list[ReferredQuestion]:
    """Return all questions that ship, by organisation. Raises TrainingDataInvalid."""
    return [question for path in sorted(folder.glob("*.jsonl")) for question in read_referred(path)]


def completed(question: ReferredQuestion, known: Mapping[str, str]) -> TrainingQuestion | None:
    """Return the question with its texts, by their hashes; None where one is not known."""
    if any(reference.sha256 not in known for reference in question.references()):
        return None
    passage = known[question.passage.sha256]
    other = question.other_edition
    return TrainingQuestion(
        **{field.name: getattr(question, field.name) for field in fields(Asked)},
        passage=passage,
        gold_sentences=tuple(_sentence(place, passage, known) for place in question.gold),
        near_misses=tuple(_sentence(place, passage, known) for place in question.near_misses),
        other_edition=OtherEdition(other.document, known[other.sha256]) if other else None,
    )


def referred(question: TrainingQuestion, documents: Mapping[str, str]) -> ReferredQuestion:
    """Return the question with references to the documents, by their names, in place of the texts."""

    def place(sentence: str) -> Span | Reference:
        start = question.passage.find(sentence)
        found = (start, start + len(sentence))
        return found if start >= 0 else _reference(sentence, question.document, documents)

    other = question.other_edition
    return ReferredQuestion(
        **{field.name: getattr(question, field.name) for field in fields(Asked)},
        passage=_reference(question.passage, question.document, documents),
        gold=tuple(place(sentence) for sentence in question.gold_sentences),
        near_misses=tuple(place(sentence) for sentence in question.near_misses),
        other_edition=_reference(other.sentence, other.document, documents) if other else None,
    )


def as_line(question: ReferredQuestion) -> dict[str, Any]:
    """Return it as JSON; the organisation is the file's name, and a document that is the question's is not repeated."""

    def place(one: Span | Reference) -> Any:  # noqa: ANN401 - a list or an object
        return _as_json(one, question.document) if isinstance(one, Reference) else one

    line = written(question) | {
        "passage": _as_json(question.passage, question.document),
        "gold": [place(one) for one in question.gold],
        "near_misses": [place(one) for one in question.near_misses],
    }
    del line["org"]
    if question.other_edition:
        line["other_edition"] = _as_json(question.other_edition, question.document)
    return line


def _reference(text: str, document: str, documents: Mapping[str, str]) -> Reference:
    """Look into the document that is named, then into the others; else the hash is all."""
    names = sorted(documents, key=lambda name: name != document)
    whole = next((name for name in names if text in documents[name]), document)
    pieces = pieces_of(text, documents[whole]) if whole in documents else ()
    return Reference(whole if pieces else document, hash_of(text), pieces)


def _sentence(place: Span | Reference, passage: str, known: Mapping[str, str]) -> str:
    return known[place.sha256] if isinstance(place, Reference) else passage[place[0] : place[1]]


def _as_json(reference: Reference, document: str) -> dict[str, Any]:
    line: dict[str, Any] = {} if reference.document == document else {"document": reference.document}
    if reference.pieces:
        line["pieces"] = list(reference.pieces)
    return line | {"sha256": reference.sha256}


def _referred(content: Mapping[str, Any]) -> ReferredQuestion:
    document = content["document"]

    def places(found: Sequence[Any]) -> tuple[Span | Reference, ...]:
        return tuple(_parsed(one, document) if isinstance(one, Mapping) else _span(one) for one in found)

    asked, gold = asked_fields(content), places(content["gold"])
    require_gold(content, gold)
    other = content.get("other_edition")
    return ReferredQuestion(
        **asked,
        passage=_parsed(content["passage"], document),
        gold=gold,
        near_misses=places(content["near_misses"]),
        other_edition=_parsed(other, document) if other else None,
    )


def _parsed(content: Mapping[str, Any], document: str) -> Reference:
    pieces = tuple(one if isinstance(one, str) else _span(one) for one in content.get("pieces", ()))
    sha256 = content["sha256"]
    if not isinstance(sha256, str) or len(sha256) != len(hash_of("")):
        raise ValueError("the field 'sha256' must be 64 hexadecimal digits.")
    return Reference(content.get("document", document), sha256, pieces)


def _span(content: Sequence[int]) -> Span:
    start, end = content
    if not 0 <= start < end:
        raise ValueError(f"[{start}, {end}] is no place in a text.")
    return start, end
