"""A request and its reply -> the message that the person reads; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.blocks import Message, answer_message, sentence_message
from bot.markup import escaped, shortened
from bot.records.models import Request
from bot.wording import WORDINGS, Wording
from workers.contract import Json, Reply, unpack_citations

_MOST_PROBLEMS: Final = 10
_LONGEST_PROBLEM: Final = 200
_BAR: Final = 10


def compose(request: Request, reply: Reply | None) -> Message:
    """The finished message. A notice needs no reply; a failure that this version does not know is an internal one."""
    words = WORDINGS[request.language]
    if request.kind == "notice":
        return sentence_message(str(getattr(words, request.payload["name"])).format(**request.payload["values"]))
    if reply is not None and reply.answer is not None:
        return answer_message(reply.answer["text"], unpack_citations(reply.answer), request.id, words)
    if reply is not None and reply.report is not None:
        return sentence_message(_report(request, reply.report, words))
    code = reply.failure if reply and reply.failure in words.failures else "internal"
    return sentence_message(words.failures[code or "internal"].format(id=request.id))


def failure_of(reply: Reply | None) -> str | None:
    """The name of what went wrong, for the ledger; None when nothing did."""
    if reply is None or reply.failure:
        return reply.failure if reply else None
    return "knowledge" if reply.report and "error" in reply.report else None


def progress_text(stage: str, done: int, total: int, words: Wording) -> str:
    """One line with a bar: ``▓▓▓▓░░░░░░ 42 of 100``."""
    filled = _BAR * done // total if total else 0
    bar = "▓" * min(filled, _BAR) + "░" * (_BAR - min(filled, _BAR))
    name = words.stages.get(stage, escaped(stage))
    return f"{words.reload_running}: {name}\n{bar} {done} / {total}"


def _report(request: Request, report: Json, words: Wording) -> str:
    if "error" in report:
        return words.report_error.format(error=escaped(str(report["error"])), id=request.id)
    heading = words.reload_done if request.kind == "reload" else words.status_heading
    fields = [f"{label}: {_value(report[name])}" for name, label in words.report_labels.items() if name in report]
    return "\n".join([heading, *fields, *_problems(report.get("problems") or (), words)])


def _problems(problems: Sequence[Json], words: Wording) -> list[str]:
    if not problems:
        return []
    shown = [
        f"• {escaped(shortened(str(problem['document']), _LONGEST_PROBLEM))}: "
        f"{escaped(shortened(str(problem['reason']), _LONGEST_PROBLEM))}"
        for problem in problems[:_MOST_PROBLEMS]
    ]
    more = [f"… +{len(problems) - _MOST_PROBLEMS}"] if len(problems) > _MOST_PROBLEMS else []
    return [words.report_problems, *shown, *more]


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.1f}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, str) and _is_time(value):
        return f"<!date^{int(datetime.fromisoformat(value).timestamp())}^{{date_num}} {{time}}|{escaped(value)}>"
    return escaped(str(value))


def _is_time(value: str) -> bool:
    """Whether it is an ISO time with its zone, which Slack shows in the reader's own."""
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
