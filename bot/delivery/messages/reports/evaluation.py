"""``/kb eval``: which answers that somebody found helpful are different now."""

from __future__ import annotations

from bot.delivery.messages.reports.report import Listing, Report, facts, name_of
from bot.records.models import Request
from bot.wording import Wording
from workers.contract import Json


def evaluate(request: Request, report: Json, words: Wording) -> Report:
    """How many rest on the same text, and which do not. Whoever asked has read all of these questions' answers."""
    changed = [_changed(one) for one in report["changed"]]
    declined = [name_of(question) for question in report["declined"]]
    asked = report["same"] + len(changed) + len(declined)
    heading = words.eval_heading.format(same=report["same"], asked=asked)
    if report["left"]:
        heading += f"\n{words.eval_left.format(left=report['left'])}"
    titled = ((changed, words.eval_changed), (declined, words.eval_declined))
    return Report(heading, facts(report, ("version",), words), [Listing(*each) for each in titled if each[0]])


def _changed(one: Json) -> str:
    place = f"*{name_of(one['document'])}* › {name_of(one['heading'])}"
    return f"{name_of(one['question'])}\n   {place}: “{name_of(one['quote'])}”"
