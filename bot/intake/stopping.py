"""Taking a question back: its message was deleted, or its asker says stop."""

from __future__ import annotations

import structlog

from bot.edge import Address
from bot.intake.keys import message_key
from bot.intake.publishing import Publisher
from bot.records.ledger import GONE, STOPPED, Ledger
from bot.records.models import request_of
from workers.contract import Reply

_log = structlog.get_logger()


class Stopping:
    """Ends what is being answered."""

    def __init__(self, ledger: Ledger, publisher: Publisher) -> None:
        self._ledger = ledger
        self._publisher = publisher

    def take_back(self, address: Address, *, was_for_us: bool, at: str = GONE) -> None:
        """Do not answer a message that was deleted; one that was answered already keeps its answer.

        Nor one that is no longer for us since its edit at the time ``at``, Slack's. Slack may tell of it before the
        message is written down: where ``was_for_us``, it is kept in mind.
        """
        request_id = self._ledger.known_as(message_key(address), address)
        if self._ledger.get(request_id) is None:
            if not was_for_us:
                return
            if self._ledger.forestall(request_id, address, at=at):
                _log.info("request_forestalled", request_id=request_id)
                return
        if self._ledger.withdraw(request_id, at) and (request := self._ledger.get(request_id)):
            self._publisher.cancel(request.work_id)
            _log.info("request_withdrawn", request_id=request_id)

    def stop(self, channel: str, thread_ts: str | None, user: str, before: str) -> bool:
        """Do not go on answering what a person asked in a thread before the time ``before``, Slack's.

        They are told at once, however long the worker takes to stop. Without a thread, in the whole channel. False
        where nothing of theirs is being answered. Raises QueueUnavailable; Slack then says it again.
        """
        stopped = self._ledger.stop(channel, thread_ts, user, before)
        for work_id in stopped:
            self._publisher.cancel(work_id)
            self._publisher.deliver(Reply(work_id, failure="unavailable"))
            _log.info("request_stopped", request_id=request_of(work_id))
        return bool(stopped)

    def stops_something(self, request_id: str, address: Address) -> bool:
        """Whether a message that says stop stopped something: in its thread, or in all of the direct messages."""
        at_the_top = address.surface == "dm" and address.thread_ts == address.message_ts
        thread_ts = None if at_the_top else address.thread_ts
        if not self.stop(address.channel, thread_ts, address.user, address.message_ts or ""):
            return False
        self._ledger.forestall(request_id, address, STOPPED, at="")
        return True
