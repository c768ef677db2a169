"""What was found for an answer, as records and replies keep it: whether somebody may read it now."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from knowledge.rights.readers import may_read
from workers.contract import Json


def is_open(found: Iterable[Json], principals: AbstractSet[str]) -> bool:
    """Whether all passages may be read, by the readers that they had when they were found."""
    return all(may_read(each.get("readers", ()), principals) for each in found)


def is_document_open(document: str, found: Iterable[Json], principals: AbstractSet[str]) -> bool:
    """The same of one document; closed where nothing of it was found, since nobody knows its readers then."""
    passages = [each for each in found if each["document"] == document]
    return bool(passages) and is_open(passages, principals)
