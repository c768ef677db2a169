"""What stands on one person's Home tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.records.histories import Past
from bot.records.people import Choices
from workers.contract import Json


@dataclass(frozen=True, slots=True)
class Change:
    """A document that somebody was answered from and whose text changed since; ``sections`` are headings."""

    title: str
    url: str
    sections: Sequence[str]


@dataclass(frozen=True, slots=True)
class Administration:
    """What administrators see besides.

    ``status`` is the worker's report, None until it is there; or why there is none: ``{"error", "failure", "id"}``, the
    error being a sentence or nothing. ``unanswered`` counts the questions of the last week by why they had no answer;
    ``refusals`` are the look-ups that Slack refused, as ``method (error)``.
    """

    status: Json | None
    unanswered: Mapping[str, int]
    refusals: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """All of it. ``team_url`` is the workspace's address, ``prompts`` are questions that are suggested."""

    choices: Choices
    pasts: Sequence[Past] = ()
    changes: Sequence[Change] = ()
    administration: Administration | None = None
    team_url: str = ""
    prompts: Sequence[str] = ()
