"""Making the file of an organisation's questions that ships from complete records and its documents."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.training.records import TrainingDataInvalid, read_questions, write_lines
from knowledge.training.references import as_line, referred


@dataclass(frozen=True, slots=True)
class Made:
    """A file of questions; ``from_folders_only`` of them have a text that no document has."""

    path: Path
    questions: int
    from_folders_only: int


def make_questions(records: Path, documents: Path, to: Path) -> Made:
    """Write ``to``/<organisation>.jsonl anew. Raises TrainingDataInvalid."""
    complete = read_questions(records)
    organisations = {question.org for question in complete}
    if len(organisations) != 1:
        raise TrainingDataInvalid(f"{records} must have the questions of one organisation, in the field 'org'.")
    names = {path.relative_to(documents).as_posix(): path for path in documents.rglob("*") if path.is_file()}
    # As bytes: a reader that turns line ends into others would move every place.
    texts = {name: path.read_bytes().decode(errors="replace") for name, path in names.items()}
    made = [referred(question, texts) for question in complete]
    path = to / f"{organisations.pop()}.jsonl"
    write_lines(path, map(as_line, made))
    homeless = sum(any(not one.pieces for one in question.references()) for question in made)
    return Made(path, len(made), homeless)
