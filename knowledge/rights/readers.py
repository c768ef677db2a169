"""Who may read something: any of its readers. A reader is a principal, or several at once: ``group:hr & group:law``."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from itertools import product
from typing import Final

from knowledge.domain import EVERYONE, PUBLIC

AT_ONCE: Final = " & "
"""Between principals that somebody must hold all of; no principal has a space in it."""


def principals_of(reader: str) -> frozenset[str]:
    """Return the principals that a reader holds all of."""
    return frozenset(reader.split(AT_ONCE))


def may_read(readers: Iterable[str], principals: AbstractSet[str]) -> bool:
    """Tell whether these principals are among the readers."""
    return any(principals >= principals_of(reader) for reader in readers)


def admitted_by_both(one: Collection[str], other: Collection[str]) -> tuple[str, ...]:
    """Return the readers whom both sets admit, in order and in the fewest words: none that another one includes."""
    first, second = ({_held_by(reader) for reader in readers} for readers in (one, other))
    same = first & second
    both = same | {mine | others for mine, others in product(first - same, second - same)}
    widest = [held for held in both if not any(wider < held for wider in both)]
    return tuple(sorted(_reader_of(held) for held in widest))


def leaves_fewer(readers: Collection[str], later: Collection[str]) -> bool:
    """Tell whether some of the readers are none by the later ones."""
    return admitted_by_both(readers, later) != admitted_by_both(readers, readers)


def _held_by(reader: str) -> frozenset[str]:
    """Return all that a reader holds: everybody is public, and whoever is anything else is a full member."""
    named = principals_of(reader)
    return named | ({PUBLIC} if named <= {PUBLIC} else {PUBLIC, EVERYONE})


def _reader_of(held: frozenset[str]) -> str:
    """Name a reader by what does not go without saying."""
    return AT_ONCE.join(sorted(held - {PUBLIC, EVERYONE} or held - {PUBLIC} or held))
