"""What the models learn from: questions that were written for this, and the passages that they are about.

`load_questions` gives complete records, `divided` parts them by organisation. `README.md` is the card.
"""

from __future__ import annotations

from pathlib import Path

from knowledge.training.organisations import judging_organisations, read_organisations
from knowledge.training.passages import texts_in, texts_of_the_invented
from knowledge.training.records import Claim, OtherEdition, TrainingDataInvalid, TrainingQuestion
from knowledge.training.references import completed, shipped_questions
from knowledge.training.split import divided

__all__ = [
    "Claim",
    "OtherEdition",
    "TrainingDataInvalid",
    "TrainingQuestion",
    "divided",
    "judging_organisations",
    "load_questions",
]


def load_questions(folder: Path | None = None) -> list[TrainingQuestion]:
    """Return the questions whose texts are at hand: those of invented companies, and what ``folder`` has texts for.

    The folder is where `frontdesk train data` wrote, or any with complete records. Raises TrainingDataInvalid.
    """
    questions = shipped_questions()
    known = texts_of_the_invented(questions, read_organisations())
    if folder is not None:
        known |= texts_in(folder)
    found = (completed(question, known) for question in questions)
    return [question for question in found if question is not None]
