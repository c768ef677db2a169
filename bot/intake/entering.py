"""Writing a request down, then publishing it: nothing can refuse it before it is in the ledger."""

from __future__ import annotations

from datetime import timedelta

import structlog

from bot.edge import Address
from bot.intake.keys import message_key
from bot.intake.publishing import UNPREPARED, Publisher, QueueUnavailable
from bot.records.ledger import OPEN_STATES, Entry, Ledger
from bot.records.models import Request, work_id
from workers.contract import Json

_log = structlog.get_logger()


def unprepared(payload: Json, **hints: object) -> Json:
    """The payload of a request about which `bot.intake.preparing` still has something to find out."""
    return {**payload, UNPREPARED: hints}


class Entering:
    """Enters requests into the ledger and the queue; asks nothing of Slack."""

    def __init__(self, ledger: Ledger, publisher: Publisher) -> None:
        self._ledger = ledger
        self._publisher = publisher

    def enter(self, entry: Entry) -> bool:
        """Write it down first; then publish. What is written down and not published is published by the reaper.

        False where it was there already. Raises QueueUnavailable (it is safe in the ledger).
        """
        request = self._ledger.receive(entry)
        if request is None:
            return False
        _log.info("request_received", request_id=entry.id, kind=entry.kind, surface=entry.address.surface)
        self._publish_first(request)
        return True

    def enter_again(self, entry: Entry) -> bool:
        """Enter once more what ended without being done; False where it is being done, or was.

        Raises QueueUnavailable (it is safe in the ledger).
        """
        request = self._ledger.retry(entry)
        if request is None:
            return False
        _log.info("request_retried", request_id=request.id, kind=entry.kind)
        self._publish_first(request)
        return True

    def enter_later(self, entry: Entry, wait: timedelta) -> None:
        """Write down what is to be published after a while, by the reaper, whichever process lives then."""
        if self._ledger.receive_later(entry, wait):
            _log.info("request_waits", request_id=entry.id, kind=entry.kind)

    def reword(self, entry: Entry) -> None:
        """Enter what a message says since it was edited, in place of what it said before.

        Raises QueueUnavailable (it is safe in the ledger).
        """
        if self._ledger.get(entry.id) is None and self.enter(entry):
            return
        request = self._ledger.reword(entry)
        if request is None:
            self.is_known(entry.id)
            return
        _log.info("request_reworded", request_id=request.id, revision=request.revision)
        self._publisher.cancel(work_id(request.id, request.revision - 1))
        self._publish_first(request)

    def known_as(self, address: Address) -> str:
        """The id of the request that an edited message became, though its channel may have another id since."""
        return self._ledger.known_as(message_key(address), address)

    def reword_later(self, entry: Entry, wait: timedelta) -> None:
        """The same for what is to be published after a while, unless it is over: what was offered is not changed."""
        known = self._ledger.get(entry.id)
        if known is None:
            self.enter_later(entry, wait)
        elif known.state in OPEN_STATES and (request := self._ledger.reword(entry, wait)):
            self._publisher.cancel(work_id(request.id, request.revision - 1))
            _log.info("request_reworded", request_id=request.id, revision=request.revision)

    def is_known(self, request_id: str) -> bool:
        """Whether the request was entered; one that never reached the queue is put there now."""
        request = self._ledger.get(request_id)
        if request is None:
            return False
        if request.state == "received":
            self._publish(request)
        else:
            _log.info("duplicate_dropped", request_id=request_id)
        return True

    def _publish_first(self, request: Request) -> None:
        """Publish what the ledger counts as queued."""
        try:
            self._publisher.publish(request)
        except QueueUnavailable:
            self._ledger.not_published(request.id)
            raise

    def _publish(self, request: Request) -> None:
        self._publisher.publish(request)
        self._ledger.published(request.id)
