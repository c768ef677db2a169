"""User groups that the documents' rules name and Slack does not have: nobody is in them, so nobody reads by them."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.records.models import Request
from bot.slack.directory import Directory, DirectoryUnavailable
from workers.contract import Reply

_log = structlog.get_logger()


def with_unknown_groups(request: Request, reply: Reply | None, directory: Directory) -> Reply | None:
    """Add ``unknown_groups`` to an administrator's status report; where Slack does not say, it stays as it is."""
    named = (reply and reply.report and reply.report.get("groups")) or {}
    if reply is None or not named or request.kind != "status" or not request.payload.get("by_admin"):
        return reply
    try:
        known = {group.handle for group in directory.groups()}
    except DirectoryUnavailable as error:
        _log.warning("groups_not_compared", request_id=request.id, error=type(error.__cause__).__name__)
        return reply
    unknown = {group: count for group, count in named.items() if group not in known}
    return replace(reply, report={**(reply.report or {}), "unknown_groups": unknown})
