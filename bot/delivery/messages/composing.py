"""A request and its reply -> the message that the person reads; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bot.delivery.messages.drafts_and_translations import chosen_message, compose_written
from bot.delivery.messages.reports import compose_report
from bot.delivery.messages.reports.announcement import announcement_message
from bot.intake.shown import problem_values
from bot.records.models import Kind, Request
from bot.sharing.form import share_button
from bot.slack.blocks import Extras, Message, answer_message, sentence_message, shared_message, with_asker, with_note
from bot.slack.markup import escaped
from bot.wording import WORDINGS, Wording
from workers.contract import EDGE, FILES, UNREAD, Json, Reply, unpack_citations

_BAR: Final = 10
_SAID: Final = frozenset({"answer", "conflict"})
"""Kinds of answers that have sources, which may say more."""
_WITHOUT_REPLY: Final[Mapping[Kind, Callable[[Request], Message]]] = {
    "announcement": announcement_message,
    "chosen": chosen_message,
}


def compose(request: Request, reply: Reply | None) -> Message:
    """The finished message. What is only posted needs no reply; a failure that is not known here is an internal one."""
    words, message = WORDINGS[request.language], _composed(request, reply)
    is_seen_by_others = request.pressed and request.surface != "command"
    return with_asker(message, request.payload["text"], request.user, words) if is_seen_by_others else message


def _composed(request: Request, reply: Reply | None) -> Message:
    words = WORDINGS[request.language]
    if request.kind in _WITHOUT_REPLY:
        return _WITHOUT_REPLY[request.kind](request)
    if request.kind == "notice":
        return sentence_message(_notice(request.payload, words))
    if reply is not None and reply.answer is not None:
        message = _answer(request, reply.answer, words)
        for sentence in _about_files(request, reply.answer, words):
            message = with_note(message, sentence)
        return _noted(request, message, words)
    if reply is not None and reply.report is not None:
        return compose_report(request, reply.report, words)
    if reply is not None and reply.written is not None:
        return _noted(request, compose_written(request, reply.written, words), words)
    code = reply.failure if reply and reply.failure in words.failures else "internal"
    return sentence_message(words.failures[code or "internal"].format(id=request.id))


def _answer(request: Request, answer: Json, words: Wording) -> Message:
    """An answer with its buttons; one that only its asker reads may be shared, if it is from policies."""
    citations, text = unpack_citations(answer), answer["text"]
    if request.kind == "share":
        shared = answer_message(text, citations, request.id, words)
        return shared_message(shared, request.asked or "…", request.user, words)
    private = request.kind == "question" and request.surface != "channel"
    may_be_shared = private and bool(citations) and not answer["abstained"]
    share = share_button(request, words) if may_be_shared else None
    offered = answer.get("next_questions", ()) if answer.get("kind") in _SAID else ()
    return answer_message(text, citations, request.id, words, Extras(offered, share))


def _notice(payload: Json, words: Wording) -> str:
    """The sentence of what is only posted; of several under one name, the one that the payload tells."""
    said = getattr(words, payload["name"])
    return str(said[payload["which"]] if "which" in payload else said).format(**payload["values"])


def _about_files(request: Request, answer: Json, words: Wording) -> Iterator[str]:
    """Which files were not read or heard, and why; and where they were asked about in a channel, why this is not."""
    edge = request.payload.get(EDGE, {})
    for name, problem in (*edge.get(UNREAD, ()), *answer.get(UNREAD, ())):
        yield words.file_problems[problem].format(**problem_values(name))
    if edge.get(FILES) and request.surface == "command":
        yield words.file_private


def _noted(request: Request, message: Message, words: Wording) -> Message:
    """Say below it why it may be less than what was asked for, and why it is another one than before."""
    edge = request.payload.get(EDGE, {})
    notes = (
        (edge.get("gaps"), words.rights_limited),
        (edge.get("hidden"), words.forwarded_hidden),
        (request.edited_at and request.revision and request.reply_ts, words.answered_again),
    )
    for applies, sentence in notes:
        message = with_note(message, sentence) if applies else message
    return message


def failure_of(reply: Reply | None) -> str | None:
    """The name of what went wrong, for the ledger; None when nothing did."""
    if reply is None or reply.failure:
        return reply.failure if reply else None
    return "knowledge" if reply.report and "error" in reply.report else None


def progress_text(kind: Kind, stage: str, done: int, total: int, words: Wording) -> str:
    """What is being done, and a bar: ``▓▓▓▓░░░░░░ 42 / 100``."""
    filled = _BAR * done // total if total else 0
    bar = "▓" * min(filled, _BAR) + "░" * (_BAR - min(filled, _BAR))
    name = words.stages.get(stage, escaped(stage))
    return f"{words.running[kind]}: {name}\n{bar} {done} / {total}"
