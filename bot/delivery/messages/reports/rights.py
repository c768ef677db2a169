"""``/kb check`` and ``who``: why somebody sees a document or does not."""

from __future__ import annotations

from collections.abc import Iterable

from bot.delivery.messages.reports.report import Listing, Report, facts, inline, name_of
from bot.records.models import Request
from bot.wording import Wording
from workers.contract import Json


def check(request: Request, report: Json, words: Wording) -> Report:
    """What the question finds among all that its asker may read, and whether that is enough to answer."""
    verdict = words.check_abstains if report["abstains"] else words.check_answers
    heading = f"“{name_of(request.payload['arguments']['question'])}”\n"
    heading += verdict.format(confidence=f"{report['confidence']:.2f}")
    lines = [_retrieved(found, words) for found in report["retrieved"]] or [words.nothing]
    return Report(heading, lists=[Listing(lines, words.check_retrieved)])


def who(request: Request, report: Json, words: Wording) -> Report:
    """Who may read a document, and which rule says so."""
    rule = words.who_restricted.format(rule=report["rule"]) if report.get("restricted") else report["rule"]
    shown = report | {"readers": _readers(report["readers"], words), "rule": rule}
    heading = words.who_heading.format(title=name_of(report["title"]))
    return Report(heading, facts(shown, ("document", "readers", "rule", "effective", "source"), words))


def _retrieved(found: Json, words: Wording) -> str:
    shown = found | {"readers": _readers(found["readers"], words)}
    place = f"*{name_of(found['document'])}* › {name_of(found['heading'])}"
    return f"{place}\n   {inline(shown, ('score', 'dense', 'lexical', 'readers'), words)}"


def _readers(readers: Iterable[str], words: Wording) -> str:
    return ", ".join(sorted(readers)) or words.nobody
