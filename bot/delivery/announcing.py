"""Announcing reloads and rollbacks in a channel, each once: an entry of the ledger like any other post."""

from __future__ import annotations

from typing import Final

import structlog

from bot.edge import Address
from bot.intake.keys import announcement_key
from bot.intake.publishing import Publisher, QueueUnavailable
from bot.records.ledger import Entry, Ledger, utc_now
from bot.records.models import Request
from bot.wording.catalogue import Announced
from knowledge.domain import Language
from workers.contract import SCHEDULED, Json, Reply

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
            what = _reloaded(reply)
        elif request.kind == "rollback":
            what = "rollback_done" if _report(reply) else "rollback_failed"
        else:
            return
        self._enter(announcement_key(request.id), _payload(request.id, what, reply), request.user, request.language)

    def announce_scheduled(self, reply: Reply) -> None:
        """Announce a reload that nobody asked for where it changed something, and once a day that it fails."""
        what = _reloaded(reply)
        if what == "reload_unchanged":
            return
        told_of = reply.id if what == "reload_done" else f"{SCHEDULED}failed {utc_now():%Y-%m-%d}"
        self._enter(announcement_key(told_of), _payload(reply.id, what, reply), "", "en")

    def _enter(self, key: str, payload: Json, user: str, language: Language) -> None:
        if not self._channel:
            return
        address = Address(self._team, self._channel, user, "channel")
        request = self._ledger.receive(Entry(key, "announcement", payload, language, address))
        if request is None:
            return
        _log.info("announcement_entered", request_id=payload["id"], announcement_id=key, what=payload["what"])
        try:
            self._publisher.publish(request)
        except QueueUnavailable:
            self._ledger.not_published(key)


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
