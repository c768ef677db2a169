"""What administrators see on their Home tab; pure. Of other people's questions it has counts, and no words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.delivery.messages.reports.report import inline, name_of, sentence_of, value_of
from bot.home.page import Administration
from bot.home.parts import listed
from bot.slack.elements import context, section
from bot.wording import Wording
from workers.contract import FailureCode, Json

_FACTS: Final = ("version", "built_at", "documents", "passages")


def administration_blocks(administration: Administration | None, words: Wording) -> Iterator[Json]:
    """Status, problems and gaps; nothing for whoever is no administrator."""
    if administration is None:
        return
    yield {"type": "divider"}
    yield section(f"*{words.home_administration}*\n{_facts(administration.status, words)}")
    if administration.status:
        yield from _problems(administration.status, words)
    yield from listed(words.home_unanswered, _unanswered(administration, words))
    yield from listed(words.home_refusals, map(name_of, administration.refusals))
    yield context(words.home_more)


def _facts(status: Json | None, words: Wording) -> str:
    if status is None:
        return words.home_status_awaited
    if "error" in status:
        return _failure(status, words)
    return inline(status, _FACTS, words)


def _failure(status: Json, words: Wording) -> str:
    """Why there is no status; where nothing is indexed the worker's own sentence names a command of the terminal."""
    code: FailureCode = status["failure"] if status.get("failure") in words.failures else "internal"
    if status["error"] and code != "index_missing":
        return sentence_of(status["error"])
    return words.failures[code].format(id=status["id"])


def _problems(status: Json, words: Wording) -> Iterator[Json]:
    failed = (
        f"{value_of(one['at'])} · {name_of(one['source'] or words.all_sources)}: {sentence_of(one['reason'])}"
        for one in status.get("failed") or ()
    )
    unread = (f"{name_of(one['document'])}: {sentence_of(one['reason'])}" for one in status.get("problems") or ())
    yield from listed(words.report_failed, failed)
    yield from listed(words.report_problems, unread)


def _unanswered(administration: Administration, words: Wording) -> Iterator[str]:
    """Reasons by how often there was one; what has no name of its own is Slack's word, or a newer release's."""
    ordered = sorted(administration.unanswered.items(), key=lambda pair: (-pair[1], pair[0]))
    return (f"{words.home_reasons.get(reason, name_of(reason))}: {count:,}" for reason, count in ordered)
