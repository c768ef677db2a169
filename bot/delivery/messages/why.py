"""Why an answer says what it says, as a modal: what was found, how well it fitted, and what came of it; pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from bot.delivery.messages.pages import page_of
from bot.delivery.messages.reports.report import inline, name_of, value_of
from bot.records.found import Sight
from bot.records.models import AnswerRecord
from bot.slack.blocks import WHY_PAGE_ACTION
from bot.slack.elements import fields, plain, section
from bot.wording import Wording
from workers.contract import Json

PER_PAGE: Final = 5
"""Passages; a modal may have 100 blocks, and a reader's patience ends before."""

_SCORES: Final = ("score", "dense", "lexical", "effective")


def why_view(record: AnswerRecord, sight: Sight, page: int, place: Json, words: Wording) -> Json:
    """The modal. Passages that may not be seen by ``sight`` are left out, and no number tells of them.

    ``place`` comes back with each click.
    """
    found = list(enumerate(sight.of(record.retrieved), start=1))
    shown = page_of(found, page, PER_PAGE)
    return {
        "type": "modal",
        "title": plain(words.why_title),
        "close": plain(words.why_close),
        "private_metadata": json.dumps(place),
        "blocks": [
            _facts(record, words),
            *_unshown(record, words),
            {"type": "divider"},
            section(f"*{words.check_retrieved}*" if found else words.why_nothing),
            *(_passage(number, each, each.get("quoted", ()), words) for number, each in shown.items),
            *shown.turning(WHY_PAGE_ACTION, words),
        ],
    }


def _facts(record: AnswerRecord, words: Wording) -> Json:
    labels = words.report_labels
    stages = (f"{words.why_stages.get(stage, stage)} {seconds:.2f} s" for stage, seconds in record.timings.items())
    facts = {
        labels["kind"]: words.why_kinds[record.kind],
        labels["confidence"]: "–" if record.confidence is None else f"{record.confidence:.2f}",
        labels["generator"]: name_of(_writer(record, words)),
        labels["version"]: f"`{name_of(record.knowledge_version)}`",
        labels["cached"]: words.why_cached[record.cached],
        labels["timings"]: name_of(" · ".join(stages)),
        labels["answered_at"]: value_of(record.created_at.isoformat()),
    }
    return fields(facts.items())


def _writer(record: AnswerRecord, words: Wording) -> str:
    """Who wrote the words, and where quotes stand in for words that a model owes."""
    if record.generator == "extractive":
        return words.why_quotes[record.shortfall]
    return words.why_completed.format(model=record.generator) if record.shortfall else record.generator


def _unshown(record: AnswerRecord, words: Wording) -> Iterator[Json]:
    """Why sentences of the model were not shown, where some were not. A reason of a newer worker is left out."""
    reasons = [words.why_refusals[reason] for reason in record.refused or () if reason in words.why_refusals]
    if reasons:
        yield section(words.why_unshown.format(reasons=" · ".join(reasons)))


def _passage(number: int, found: Json, quoted: Sequence[int], words: Wording) -> Json:
    marks = " ".join(f"[{mark}]" for mark in quoted)
    quoted_as = f" — {words.why_quoted.format(marks=marks)}" if quoted else ""
    lines = (
        f"*{number}. {name_of(found['heading'])}*",
        f"{name_of(found['document'])}{quoted_as}",
        inline(found, _SCORES, words),
    )
    return section("\n".join(lines))
