"""``/kb reload``, ``rollback`` and ``diff``: what changed."""

from __future__ import annotations

from typing import Final

from bot.delivery.messages.reports.report import Listing, Report, facts, name_of
from bot.delivery.messages.reports.state import problems_of
from bot.records.models import Request
from bot.wording import Wording
from workers.contract import Json

_CHANGES: Final = ("added", "modified", "removed")
_PUBLISHED: Final = ("version", "before", "built_at", "documents", "passages")


def reload(request: Request, report: Json, words: Wording) -> Report:
    """What a reload read, and what is different since."""
    heading = words.reload_unchanged if report.get("changed") is False else words.reload_done
    shown = facts(report, (*_PUBLISHED, "embedded", "reused", "seconds"), words)
    return Report(heading, shown, [*_counted(report, words), *problems_of(report, words)])


def rollback(request: Request, report: Json, words: Wording) -> Report:
    """The version that answers now, the one before, and how many documents are not open to all that they were then."""
    heading = words.rollback_done.format(version=name_of(report["version"]))
    shown = report | {"restricted": report.get("restricted") or None}
    return Report(heading, facts(shown, (*_PUBLISHED[1:], "restricted"), words), _counted(report, words))


def diff(request: Request, report: Json, words: Wording) -> Report:
    """The documents in which two versions differ, with the sections that changed."""
    heading = words.diff_heading.format(old=name_of(report["old"]), new=name_of(report["new"]))
    lines = {
        "added": [name_of(document) for document in report["added"]],
        "modified": [_modified(document) for document in report["modified"]],
        "removed": [name_of(document) for document in report["removed"]],
    }
    lists = [Listing(changed, words.report_labels[name]) for name, changed in lines.items() if changed]
    if report.get("more"):
        heading = f"{heading} … +{report['more']:,}"
    return Report(heading if lists else f"{heading}\n{words.diff_empty}", lists=lists)


def _counted(report: Json, words: Wording) -> list[Listing]:
    """How many documents were added, modified and removed, with examples; a report that does not know says nothing."""
    return [_examples(name, report, words) for name in _CHANGES if report.get(name)]


def _examples(name: str, report: Json, words: Wording) -> Listing:
    count, examples = report[name], (report.get("examples") or {}).get(name) or ()
    return Listing([name_of(each) for each in examples], f"{words.report_labels[name]}: {count:,}", total=count)


def _modified(document: Json) -> str:
    sections = ", ".join(name_of(heading) for heading in document.get("sections") or ())
    return f"{name_of(document['document'])}{f' › {sections}' if sections else ''}"
