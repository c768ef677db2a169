"""``/kb status``, ``sources`` and ``versions``: what is there."""

from __future__ import annotations

from bot.delivery.messages.reports.report import Listing, Report, facts, inline, name_of, sentence_of, value_of
from bot.records.models import Request
from bot.slack.markup import escaped
from bot.wording import Wording
from workers.contract import Json


def status(request: Request, report: Json, words: Wording) -> Report:
    """The published version. Where documents come from, and what is wrong with which, is for administrators."""
    heading, problems = words.status_heading, report.get("problems") or []
    lists: list[Listing] = []
    shown = facts(report, ("version", "built_at", "documents", "passages"), words)
    if cache := report.get("answer_cache"):
        shown.append((words.answer_cache, words.answer_cache_counts.format(**cache)))
    if request.payload.get("by_admin"):
        shown += [*_shortfalls(report, words), *_suspicions(report, words), *_channels(report, words)]
        sources = _sources(report, words, words.report_labels["sources"])
        wrong = [*_failed(report, words), *problems_of(report, words)]
        lists = [
            *sources,
            *wrong,
            *_past(report, words),
            *_awaited(report, words),
            *_unknown_groups(report, words),
            *_suspicious(report, words),
        ]
    elif problems:
        heading = f"{heading}\n{words.report_problems_hidden.format(count=len(problems))}"
    return Report(heading, shown, [*_slack_refuses(report, words), *lists])


def sources(request: Request, report: Json, words: Wording) -> Report:
    """Where documents come from, one line a source."""
    return Report(words.sources_heading, lists=_sources(report, words))


def versions(request: Request, report: Json, words: Wording) -> Report:
    """The kept versions, newest first."""
    lines = [_version(version, words) for version in report["versions"]] or [words.nothing]
    return Report(words.versions_heading, lists=[Listing(lines)])


def problems_of(report: Json, words: Wording) -> list[Listing]:
    """Every document that could not be read, with the reason and what to do."""
    problems = report.get("problems") or ()
    lines = [f"{name_of(problem['document'])}: {sentence_of(problem['reason'])}" for problem in problems]
    return [Listing(lines, words.report_problems)] if lines else []


def _sources(report: Json, words: Wording, title: str = "") -> list[Listing]:
    lines = [_source(source, words) for source in report.get("sources") or ()]
    return [Listing(lines, title)] if lines else []


def _failed(report: Json, words: Wording) -> list[Listing]:
    """The reloads that published nothing and were not made good yet, with when, what of, and why."""
    lines = [
        f"{value_of(one['at'])} · {name_of(one['source'] or words.all_sources)}: {sentence_of(one['reason'])}"
        for one in report.get("failed") or ()
    ]
    return [Listing(lines, words.report_failed)] if lines else []


def _past(report: Json, words: Wording) -> list[Listing]:
    """The documents that are not in force, or until when they are, and what says so."""
    lines = [
        " · ".join(filter(None, (name_of(one["document"]), one["until"], sentence_of(one["because"]))))
        for one in report.get("past") or ()
    ]
    return [Listing(lines, words.report_past)] if lines else []


def _awaited(report: Json, words: Wording) -> list[Listing]:
    """The documents that are not yet in force, and from when they are."""
    lines = [f"{name_of(one['document'])} · {one['since']}" for one in report.get("awaited") or ()]
    return [Listing(lines, words.report_awaited)] if lines else []


def _unknown_groups(report: Json, words: Wording) -> list[Listing]:
    unknown = sorted((report.get("unknown_groups") or {}).items())
    lines = [f"{name_of(group)} · {inline({'documents': count}, ('documents',), words)}" for group, count in unknown]
    return [Listing(lines, words.report_unknown_groups)] if lines else []


def _slack_refuses(report: Json, words: Wording) -> list[Listing]:
    """The look-ups that Slack refuses, each with its error."""
    lines = [f"`{name_of(method)}`: {name_of(error)}" for method, error in (report.get("slack_refuses") or {}).items()]
    return [Listing(lines, words.report_slack_refuses)] if lines else []


def _shortfalls(report: Json, words: Wording) -> list[tuple[str, str]]:
    """How often quotes stood in for the model, where they did."""
    found = report.get("shortfalls") or {}
    return [(words.shortfalls, words.shortfalls_counts.format(**found))] if any(found.values()) else []


def _channels(report: Json, words: Wording) -> list[tuple[str, str]]:
    """How many channels have settings of their own, where some do."""
    count = report.get("channels")
    return [(words.channels_changed, f"{count:,}")] if count else []


def _suspicions(report: Json, words: Wording) -> list[tuple[str, str]]:
    """How many attempts there were to give a model instructions."""
    found = report.get("suspicions")
    if not found:
        return []
    counts = words.suspicions_counts.format(questions=found["questions"], documents=len(found["documents"]))
    return [(words.suspicions, counts)]


def _suspicious(report: Json, words: Wording) -> list[Listing]:
    """The documents among them, the most frequent first; of questions nothing is named."""
    found = (report.get("suspicions") or {}).get("documents") or ()
    lines = [f"{name_of(one['document'])} · {inline(one, ('times',), words)}" for one in found]
    return [Listing(lines, words.suspicions_documents)] if lines else []


def _source(source: Json, words: Wording) -> str:
    place = f"*{name_of(source['name'])}* ({name_of(source['kind'])}) {escaped(source['location'])}"
    return f"{place}\n   {inline(source, ('documents', 'problems', 'read_at', 'schedule'), words)}"


def _version(version: Json, words: Wording) -> str:
    used = f" · {words.version_in_use}" if version["published"] else ""
    return f"`{name_of(version['version'])}` · {inline(version, ('built_at', 'documents', 'passages'), words)}{used}"
