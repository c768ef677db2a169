"""Passages and sentences for tests, with the least that a test must say."""

from __future__ import annotations

from knowledge.domain import Language, Passage, Retrieved
from knowledge.language.sentences import Sentence, split_sentences


def passage(
    text: str, *, heading: str = "", title: str = "Leave Policy", language: Language = "en", **more: object
) -> Passage:
    """A passage that everyone may read."""
    fields: dict[str, object] = {
        "id": f"{title}:{heading}:{more.get('start', 0)}",
        "document_id": "people/leave.md",
        "title": title,
        "heading_path": (heading,) if heading else (),
        "text": text,
        "start": 0,
        "end": len(text),
        "url": "https://intranet.example/leave",
        "language": language,
        "readers": frozenset({"everyone"}),
    }
    return Passage(**{**fields, **more})  # type: ignore[arg-type]


def sentences(text: str, **more: object) -> list[Sentence]:
    """The sentences of such a passage."""
    return split_sentences(passage(text, **more))  # type: ignore[arg-type]


def retrieved(*passages: Passage, dense: float = 0.9) -> list[Retrieved]:
    """Passages as a search returns them."""
    return [Retrieved(each, 1 / (61 + place), dense, None) for place, each in enumerate(passages)]
