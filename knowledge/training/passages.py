"""Where the texts come from: the policies that ship, a repository's documents, or records in a folder.

Every text is kept by its hash, so it does not matter which of them it came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from knowledge.training.organisations import Organisations, policies_of
from knowledge.training.records import TrainingDataInvalid, hash_of, read_lines
from knowledge.training.references import Reference, ReferredQuestion

_DIGITS: Final = 8  # of a hash, where a person reads it


@dataclass(frozen=True, slots=True)
class Found:
    """Texts by their hashes, and a sentence for each that is not what it was when the question was written."""

    texts: Mapping[str, str]
    wrong: tuple[str, ...]


def texts_of(questions: Iterable[ReferredQuestion], documents: Mapping[str, str]) -> Found:
    """Cut what the questions refer to out of the documents, and check it."""
    texts: dict[str, str] = {}
    wrong: dict[str, None] = {}
    for reference in dict.fromkeys(one for question in questions for one in question.references() if one.pieces):
        if reason := _reason(reference, documents, texts):
            wrong[f"{reference.document}, passage {reference.sha256[:_DIGITS]}: {reason}"] = None
    return Found(texts, tuple(wrong))


def texts_of_the_invented(questions: Sequence[ReferredQuestion], organisations: Organisations) -> dict[str, str]:
    """Return the texts of the companies whose policies ship. Raises TrainingDataInvalid if a policy was changed."""
    texts: dict[str, str] = {}
    for slug in (slug for slug, organisation in organisations.items() if organisation.invented):
        found = texts_of((question for question in questions if question.org == slug), policies_of(slug))
        if found.wrong:
            raise TrainingDataInvalid(f"{found.wrong[0]} Undo the change, or make {slug}'s questions anew.")
        texts |= found.texts
    return texts


def texts_in(path: Path) -> dict[str, str]:
    """Return the texts of complete records: a file of JSON lines, or all in a folder. Raises TrainingDataInvalid."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise TrainingDataInvalid(f"{path} has no files that end in .jsonl. Name the folder of the records.")
    return {hash_of(text): text for file in files for texts in read_lines(file, _texts) for text in texts}


def _reason(reference: Reference, documents: Mapping[str, str], texts: dict[str, str]) -> str:
    """Add the text, or return why it cannot be had."""
    if reference.document not in documents:
        return "the document is not there."
    text = reference.text(documents[reference.document])
    if hash_of(text) != reference.sha256:
        return "its text is not what the questions were written on."
    texts[reference.sha256] = text
    return ""


def _texts(content: Mapping[str, object]) -> list[str]:
    """Only the texts of a record: its other fields may be of an older form."""
    other = content.get("other_edition")
    sentence = other.get("sentence") if isinstance(other, Mapping) else None
    lists = [content.get(name) for name in ("gold_sentences", "near_misses")]
    found = [content["passage"], sentence, *(one for many in lists if isinstance(many, list) for one in many)]
    return [text for text in found if isinstance(text, str)]
