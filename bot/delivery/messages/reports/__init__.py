"""What came of a ``/kb`` request, as a person reads it; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.delivery.messages.reports import changes, evaluation, rights, showing, state
from bot.delivery.messages.reports.report import Report, report_message
from bot.records.models import Request
from bot.slack.blocks import Message, sentence_message
from bot.slack.markup import escaped, shortened
from bot.wording import Wording
from workers.contract import Action, Json

_LONGEST_ERROR: Final = 1000

_REPORTS: Final[Mapping[Action, Callable[[Request, Json, Wording], Report]]] = {
    "status": state.status,
    "sources": state.sources,
    "reload": changes.reload,
    "versions": state.versions,
    "diff": changes.diff,
    "rollback": changes.rollback,
    "check": rights.check,
    "who": rights.who,
    "show": showing.show,
    "eval": evaluation.evaluate,
}


def compose_report(request: Request, report: Json, words: Wording) -> Message:
    """The report's message. Raises KeyError or TypeError for one that lacks a part."""
    if report.get("failure") == "index_missing":  # the worker's own sentence names a command of the terminal
        return sentence_message(words.failures["index_missing"].format(id=request.id))
    if "error" in report:
        error = escaped(shortened(str(report["error"]), _LONGEST_ERROR))
        return sentence_message(words.report_error.format(error=error, id=request.id))
    action: Action = report["action"]
    return report_message(_REPORTS[action](request, report, words), words)
