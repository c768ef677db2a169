"""What only the edge can add to a status report: groups that Slack does not have, look-ups that Slack refuses."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.records.channel_rules import ChannelBook
from bot.records.models import Request
from bot.slack.directory import Directory, DirectoryUnavailable
from bot.slack.refusals import Refusals
from workers.contract import Json, Reply

_log = structlog.get_logger()


class Administration:
    """Completes status reports. May raise redis.RedisError."""

    def __init__(self, directory: Directory, refusals: Refusals, channels: ChannelBook) -> None:
        self._directory = directory
        self._refusals = refusals
        self._channels = channels

    def completed(self, request: Request, reply: Reply | None) -> Reply | None:
        """Add ``slack_refuses`` for everybody and, for an administrator, ``unknown_groups`` and ``channels``.

        Refused look-ups are no secret: who is an administrator may be the very thing that Slack does not say.
        """
        if reply is None or reply.report is None or request.kind != "status":
            return reply
        added: Json = {}
        if refusals := self._refusals.current():
            added["slack_refuses"] = {refusal.method: refusal.error for refusal in refusals}
        if request.payload.get("by_admin") and (changed := self._channels.changed()):
            added["channels"] = changed
        named = reply.report.get("groups") or {}
        if named and request.payload.get("by_admin"):
            added |= self._unknown(request, named)
        return replace(reply, report={**reply.report, **added})

    def _unknown(self, request: Request, named: dict[str, int]) -> Json:
        """Groups that the documents' rules name and Slack does not have: nobody is in them, so nobody reads by them."""
        try:
            known = {group.handle for group in self._directory.groups()}
        except DirectoryUnavailable as error:
            _log.warning("groups_not_compared", request_id=request.id, error=error.code)
            return {}
        return {"unknown_groups": {group: count for group, count in named.items() if group not in known}}
