"""Announcing reloads and rollbacks in a channel, each once: an entry of the ledger like any other post."""

from __future__ import annotations

from typing import Final

import structlog

from bot.asking import announcement_key
from bot.publishing import Publisher, QueueUnavailable
from bot.records.ledger import Address, Entry, Ledger
from bot.records.models import Request
from bot.wording.catalogue import Announced
from knowledge.domain import Language
from workers.contract import Json, Reply

_CHANGES: Final = ("added", "modified", "removed")

_log = structlog.get_logger()


class Announcer:
    """Enters announcements for one channel; without a channel it does nothing. May raise SQLAlchemyError."""

    def __init__(self, ledger: Ledger, publisher: Publisher, team: str, channel: str) -> None:
        self._ledger = ledger
        self._publisher = publisher
        self._team = team
        self._channel = channel

    def announce(self, request: Request, reply: Reply | None) -> None:
        """Announce what somebody had done, if it is of that kind. Doing it again changes nothing."""
        if request.kind == "reload":
            self._enter(_payload(request.id, _reloaded(reply), reply), request.user, request.language)
        elif request.kind == "rollback":
            what: Announced = "rollback_done" if _report(reply) else "rollback_failed"
            self._enter(_payload(request.id, what, reply), request.user, request.language)

    def announce_scheduled(self, reply: Reply) -> None:
        """Announce a reload that nobody asked for: when it changed something, and when it begins to fail."""
        what = _reloaded(reply)
        if what == "reload_done" or (what == "reload_failed" and not self._failed_before()):
            self._enter(_payload(reply.id, what, reply), "", "en")

    def _failed_before(self) -> bool:
        latest = self._ledger.latest("announcement")
        return latest is not None and latest.payload["what"] == "reload_failed"

    def _enter(self, payload: Json, user: str, language: Language) -> None:
        if not self._channel:
            return
        address = Address(self._team, self._channel, user, "channel")
        entry = Entry(announcement_key(payload["id"]), "announcement", payload, language, address)
        request = self._ledger.receive(entry)
        if request is None:
            return
        _log.info("announcement_entered", request_id=payload["id"], announcement_id=request.id, what=payload["what"])
        try:
            self._publisher.publish(request)
        except QueueUnavailable:
            self._ledger.not_published(request.id)


def _reloaded(reply: Reply | None) -> Announced:
    report = _report(reply)
    if not report:
        return "reload_failed"
    return "reload_unchanged" if report.get("changed") is False else "reload_done"


def _report(reply: Reply | None) -> Json:
    """The report of what was done; empty where it was not."""
    report = (reply.report if reply else None) or {}
    return {} if "error" in report else report


def _payload(request_id: str, what: Announced, reply: Reply | None) -> Json:
    report = _report(reply)
    known = what == "reload_done" and all(name in report for name in _CHANGES)
    return {
        "id": request_id,
        "what": what,
        "version": report.get("version", ""),
        "before": report.get("before", ""),
        "documents": report.get("documents", 0),
        "changes": {name: report[name] for name in _CHANGES} if known else None,
    }
