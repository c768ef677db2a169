"""What a system found and said for the questions of an evaluation, and the file of it that scorers read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from knowledge.evaluation.files import read_lines, write_text


@dataclass(frozen=True, slots=True)
class Support:
    """A quote of an answer. ``words`` are all that it may be said from: title, heading, a table's header, the quote."""

    document: str
    quote: str
    words: str


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a system retrieved for the question ``id``: (document, text), best first; what it cited and said.

    A search alone says nothing. ``timings`` are seconds by stage, ``total`` among them; ``confidence`` is None where
    the system has none. ``first`` is the answer's first sentence; empty where `first_sentence` must find it.
    ``writer`` is the model whose words the first sentence has, ``extractive`` where they are the documents'.
    """

    id: str
    retrieved: tuple[tuple[str, str], ...]
    citations: tuple[str, ...] = ()
    text: str = ""
    abstained: bool = False
    kind: str = ""
    confidence: float | None = None
    generator: str = ""
    support: tuple[Support, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)
    first: str = ""
    writer: str = ""


def read_predictions(path: Path) -> list[Prediction]:
    """Read a JSONL file of predictions. Raises EvaluationFileInvalid."""
    return read_lines(path, _read)


def write_predictions(path: Path, predictions: Iterable[Prediction]) -> None:
    """Write predictions as JSONL. Raises EvaluationFileInvalid."""
    lines = (json.dumps(_written(prediction), ensure_ascii=False) for prediction in predictions)
    write_text(path, "".join(f"{line}\n" for line in lines))


def _written(prediction: Prediction) -> Mapping[str, Any]:
    """The scorer's fields, and those of an answer where there is one."""
    plain: dict[str, Any] = {
        "id": prediction.id,
        "answer": prediction.text,
        "citations": list(prediction.citations),
        "abstained": prediction.abstained,
        "retrieved": [{"doc": document, "text": text} for document, text in prediction.retrieved],
    }
    if prediction.first:
        plain["first"] = prediction.first
    if prediction.writer:
        plain["writer"] = prediction.writer
    if not prediction.kind:
        return plain
    return plain | {
        "kind": prediction.kind,
        "confidence": prediction.confidence,
        "generator": prediction.generator,
        "support": [asdict(one) for one in prediction.support],
        "timings": dict(prediction.timings),
    }


def _read(content: Mapping[str, Any]) -> Prediction:
    return Prediction(
        content["id"],
        tuple((found["doc"], found["text"]) for found in content.get("retrieved") or ()),
        tuple(content.get("citations") or ()),
        content.get("answer") or "",
        bool(content.get("abstained")),
        content.get("kind") or "",
        content.get("confidence"),
        content.get("generator") or "",
        tuple(Support(**one) for one in content.get("support") or ()),
        content.get("timings") or {},
        content.get("first") or "",
        content.get("writer") or "",
    )
