"""Whose policies the questions are about: the table `organisations.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from knowledge.training.records import TrainingDataInvalid

ORGANISATIONS: Final = Path(__file__).parent / "organisations.json"
POLICIES: Final = Path(__file__).parent / "policies"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation. ``repository`` is an address for git, or empty where the texts come only from a folder.

    An ``invented`` one has its policies here. One that ``judges`` is never trained on: ranking and confidence are
    fitted to it, as they must be to documents that the embedder has not seen.
    """

    name: str
    licence: str
    repository: str = ""
    commit: str = ""
    invented: bool = False
    judges: bool = False


Organisations = Mapping[str, Organisation]


def read_organisations(path: Path = ORGANISATIONS) -> dict[str, Organisation]:
    """Read the table. Raises TrainingDataInvalid."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {slug: Organisation(**fields) for slug, fields in content.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise TrainingDataInvalid(f"{path} is no table of organisations ({error}).") from None


def judging_organisations() -> frozenset[str]:
    """Return those that judge."""
    return frozenset(slug for slug, one in read_organisations().items() if one.judges)


def policies_of(slug: str, folder: Path = POLICIES) -> dict[str, str]:
    """Return the policies of an invented organisation by their names in the questions."""
    paths = sorted((folder / slug).glob("*.md"))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}
